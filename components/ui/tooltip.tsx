'use client'
import { type ReactNode, useRef } from 'react'
import { useFloating } from '#components/ui/use-floating.ts'

/** Says more about its only content on hover and on focus. `children` gets the id that it is described by. */
export function Tooltip({ text, children }: { text: string; children: (describedBy: string) => ReactNode }) {
  const { id, anchor, floating } = useFloating()
  const tip = useRef<HTMLSpanElement>(null)
  const show = () => tip.current?.showPopover()
  const hide = () => tip.current?.hidePopover()
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is inside has the role; this only watches
    <span
      className="inline-flex flex-none"
      style={anchor}
      onMouseEnter={show}
      onMouseLeave={hide}
      onFocus={show}
      onBlur={hide}
      onKeyDown={event => event.key === 'Escape' && hide()}
    >
      {children(id)}
      <span
        ref={tip}
        id={id}
        role="tooltip"
        popover="manual"
        style={floating}
        className="floating max-w-72 rounded-md bg-inverse px-2 py-1 text-sm font-normal text-pretty whitespace-normal text-on-inverse shadow-overlay"
      >
        {text}
      </span>
    </span>
  )
}
