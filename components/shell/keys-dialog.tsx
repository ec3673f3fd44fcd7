'use client'
import { Dialog } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { useCommandKey } from '#components/ui/use-command-key.ts'

const pageKeys = [
  { keys: ['j', 'k'], word: 'Next and previous row or attempt' },
  { keys: ['↵'], word: 'Open the selected message' },
  { keys: ['esc'], word: 'Close the selected message' },
  { keys: ['x'], word: 'Select a delivery' },
  { keys: ['r'], word: 'Resend' },
  { keys: ['/'], word: 'Search' },
  { keys: ['?'], word: 'These keys' },
]

export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const keys = [{ keys: [useCommandKey(), 'K'], word: 'Go to anything, do anything' }, ...pageKeys]
  return (
    <Dialog title="Keys" open={open} onClose={onClose}>
      <dl className="grid gap-2">
        {keys.map(({ keys, word }) => (
          <div key={word} className="flex items-center">
            <dt className="flex-1">{word}</dt>
            <dd className="flex gap-1">
              {keys.map(key => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
