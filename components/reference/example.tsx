'use client'
import type { Examples, Language } from '#components/reference/language.ts'
import { useLanguage } from '#components/reference/language-choice.tsx'
import { languageWords } from '#components/reference/language-cookie.ts'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'

const options = (Object.keys(languageWords) as Language[]).map(value => ({ value, word: languageWords[value] }))

/** A request in the language that the reader has chosen. */
export function RequestExample({ name, examples }: { name: string; examples: Examples }) {
  const { language, choose } = useLanguage()
  return (
    <div className="grid gap-2">
      <div className="flex items-center justify-between gap-2">
        <Segmented label={`Language of the example: ${name}`} options={options} value={language} onChange={choose} />
        <CopyButton value={examples[language]} label={`Copy the example: ${name}`} />
      </div>
      <CodeBlock text={examples[language]} label={`${name} in ${languageWords[language]}`} />
    </div>
  )
}

/** What the server answers to it. */
export function AnswerExample({ name, status, text }: { name: string; status: string; text: string }) {
  return (
    <div className="grid gap-2">
      <div className="flex min-h-(--size-control) items-center justify-between gap-2">
        <p className="text-sm text-muted">Answer {status}</p>
        <CopyButton value={text} label={`Copy the answer ${status}: ${name}`} />
      </div>
      <CodeBlock text={text} label={`Answer ${status} to ${name}`} json />
    </div>
  )
}
