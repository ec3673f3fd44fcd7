'use client'
import { CircleCheck, CircleDashed, CircleX, type LucideIcon } from 'lucide-react'
import type { SignatureReport, Verdict } from '#components/signature-debugger/check.ts'
import { describeFinding } from '#components/signature-debugger/words.ts'
import { Badge, type Tone } from '#components/ui/badge.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Panel } from '#components/ui/panel.tsx'

const looks: Record<Verdict, { tone: Tone; icon: LucideIcon; word: string }> = {
  good: { tone: 'positive', icon: CircleCheck, word: 'Signature right' },
  mistake: { tone: 'negative', icon: CircleX, word: 'Mistake found' },
  open: { tone: 'neutral', icon: CircleDashed, word: 'More is needed' },
}

/** What is wrong and what to do; and the text that has to be hashed, to compare with. Null: nothing was pasted yet. */
export function SignatureVerdict({ report }: { report: SignatureReport | null }) {
  return (
    <Panel title={report ? <Badge {...looks[report.verdict]} /> : 'Verdict'} label="Verdict">
      <div role="status" className="grid gap-3 p-4">
        {report === null && (
          <p className="text-pretty text-muted">
            Paste a request and the receiver’s secret: here it says which mistake was made, and how to repair it.
          </p>
        )}
        {report?.findings.map(finding => {
          const { title, text } = describeFinding(finding)
          return (
            <div key={finding.kind} className="max-w-[78ch]">
              <h3 className="font-semibold">{title}</h3>
              <p className="text-pretty wrap-anywhere">{text}</p>
            </div>
          )
        })}
      </div>
      {report?.signedText && (
        <div className="grid gap-2 border-t border-line p-4">
          <div className="flex min-h-7 items-center">
            <h3 className="flex-1 font-medium">What has to be hashed</h3>
            <CopyButton value={report.signedText} label="Copy the signed text" />
          </div>
          <CodeBlock label="Signed text" text={report.signedText} wrap />
        </div>
      )}
    </Panel>
  )
}
