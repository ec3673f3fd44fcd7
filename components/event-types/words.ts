import { formatCount } from '#components/ui/format.ts'

export const countNames = (names: readonly string[]): string =>
  `${formatCount(names.length)} event ${names.length === 1 ? 'type' : 'types'}`
