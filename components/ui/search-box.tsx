'use client'
import { Search } from 'lucide-react'
import { type ComponentProps, useRef } from 'react'
import { Kbd } from '#components/ui/kbd.tsx'
import { useKeys } from '#components/ui/use-keys.ts'

type SearchBoxProps = Omit<ComponentProps<'input'>, 'aria-label' | 'placeholder' | 'ref'> & {
  /** What is looked at: "Name, uid or id". */
  by: string
  /** On Enter; without it there is nothing to submit. */
  onSubmit?: () => void
}

/** The search of a list, under the key `/`. */
export function SearchBox({ by, onSubmit, ...rest }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null)
  useKeys({ '/': () => input.current?.focus() })
  return (
    <search className="flex h-(--size-control) w-66 rounded-md border border-line-control bg-surface px-2 focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus max-card:w-full">
      <form
        onSubmit={event => {
          event.preventDefault()
          onSubmit?.()
        }}
        className="flex flex-1 items-center gap-2"
      >
        <Search className="icon text-muted" aria-hidden />
        <input
          ref={input}
          aria-label={`Search by ${by[0]?.toLowerCase()}${by.slice(1)}`}
          placeholder={by}
          onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
          {...rest}
          className="min-w-0 flex-1 bg-transparent focus-visible:outline-none"
        />
        <Kbd>/</Kbd>
      </form>
    </search>
  )
}
