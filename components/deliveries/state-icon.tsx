import { looks } from '#components/deliveries/looks.ts'
import { classNames } from '#components/ui/class-names.ts'
import type { DeliveryState } from '#server/deliveries/state.ts'

/** The icon of a state alone, where its word stands beside it or is said by screen readers only. */
export function StateIcon({ state, className }: { state: DeliveryState; className?: string }) {
  const { tone, icon: Icon, word } = looks[state]
  return (
    <span data-tone={tone} className={classNames('flex-none text-(--mark)', className)}>
      <Icon className="icon" aria-hidden />
      <span className="sr-only">{word}</span>
    </span>
  )
}
