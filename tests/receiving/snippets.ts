import { readFileSync } from 'node:fs'

const guide = readFileSync(new URL('../../docs/receiving.md', import.meta.url), 'utf8')

export const languages = ['typescript', 'python', 'go', 'ruby', 'php', 'java', 'csharp', 'rust'] as const
export type Language = (typeof languages)[number]
export type Kind = 'library' | 'own'

/** The code that the guide shows after the comment `<!-- kind: language -->`. */
export function readSnippet(kind: Kind, language: Language): string {
  const code = new RegExp(`<!-- ${kind}: ${language} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1]
  if (code === undefined) throw new Error(`docs/receiving.md has no snippet ${kind}: ${language}`)
  return code
}
