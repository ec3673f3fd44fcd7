/** A small horn; one colour, that of the text. */
export function Logo() {
  return (
    <svg viewBox="0 0 16 16" fill="none" aria-hidden="true" className="size-4.5 flex-none">
      <path d="M1 3.5v3M1.25 5h9.5" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      <circle cx="7.25" cy="9.5" r="4.5" stroke="currentColor" strokeWidth="1.6" />
      <path d="M9.5 4.2c2.6 0 4.6-1.1 6-3.45v8.5c-1.4-2.35-3.4-3.45-6-3.45Z" fill="currentColor" />
    </svg>
  )
}
