'use client'
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from '#components/ui/class-names.ts'
import { Tooltip } from '#components/ui/tooltip.tsx'

type Variant = 'primary' | 'plain' | 'quiet'

const base =
  'inline-flex h-(--size-control) flex-none items-center justify-center gap-1.5 rounded-md border px-2.5 font-medium whitespace-nowrap transition-colors duration-(--duration-fast)'

const variants: Record<Variant, string> = {
  primary: 'border-transparent bg-accent text-on-accent shadow-control hover:bg-accent-hover',
  plain: 'border-line-strong bg-surface shadow-control hover:bg-hover [&_svg]:text-muted',
  quiet: 'border-transparent text-muted hover:bg-hover hover:text-text',
}

/** The look of a button, for links that lead somewhere. */
export const buttonClass = (variant: Variant = 'plain', square = false) =>
  classNames(base, variants[variant], square && 'w-(--size-control) px-0')

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  variant?: Variant
  icon?: LucideIcon
  /** Why it can't be pressed now. The reason is the state: without one the button works. It keeps its focus and says the reason. */
  disabledReason?: string | null | undefined
  children: ReactNode
}

/** The reason of what is not for this reader at all: it is not drawn. */
export const notOffered = 'This is not part of your access.'

export function Button({ disabledReason, ...rest }: ButtonProps) {
  if (disabledReason === notOffered) return null
  if (!disabledReason) return <BareButton {...rest} />
  return <Tooltip text={disabledReason}>{describedBy => <BareButton {...rest} describedBy={describedBy} />}</Tooltip>
}

type BareButtonProps = Omit<ButtonProps, 'disabledReason'> & { /** The element that says why it is disabled. */ describedBy?: string }

function BareButton({ variant = 'plain', icon: Icon, describedBy, children, className, onClick, ...rest }: BareButtonProps) {
  const disabled = describedBy !== undefined
  return (
    <button
      type="button"
      data-command // The palette offers it, by what it says.
      {...rest}
      className={classNames(base, disabled ? 'cursor-not-allowed! border-line text-muted' : variants[variant], className)}
      aria-disabled={disabled || undefined}
      aria-describedby={describedBy}
      onClick={disabled ? event => event.preventDefault() : onClick}
    >
      {Icon && <Icon className="icon -ml-0.5" aria-hidden />}
      {children}
    </button>
  )
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'disabled' | 'children'> & { icon: LucideIcon; label: string }

export function IconButton({ icon: Icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} title={label} aria-label={label} className={classNames(buttonClass('quiet', true), className)}>
      <Icon className="icon" aria-hidden />
    </button>
  )
}
