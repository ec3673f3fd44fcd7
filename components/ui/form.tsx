import type { ReactNode } from 'react'

type FormProps = {
  onSubmit: (form: FormData) => void /** What was submitted is on its way: not once more. */
  busy: boolean
  className?: string
  children: ReactNode
}

/** A form whose faults the server names: the browser's own checks would speak before it, and in other words. */
export function Form({ onSubmit, busy, className = 'grid gap-4', children }: FormProps) {
  return (
    <form
      noValidate
      className={className}
      onSubmit={event => {
        event.preventDefault()
        if (!busy) onSubmit(new FormData(event.currentTarget))
      }}
    >
      {children}
    </form>
  )
}
