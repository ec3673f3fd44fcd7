/** States of a delivery; stored as the position in this list. */
export const deliveryStates = ['pending', 'retrying', 'delivered', 'failed', 'skipped', 'canceled'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** Everything but delivered. */
export const undeliveredStates = ['failed', 'retrying', 'pending', 'skipped', 'canceled'] as const satisfies readonly DeliveryState[]
export type UndeliveredState = (typeof undeliveredStates)[number]

export const stateCode = Object.fromEntries(deliveryStates.map((state, code) => [state, code])) as Record<DeliveryState, number>
export const stateName = (code: number): DeliveryState => deliveryStates[code] ?? 'pending'

/** Why a delivery was skipped, canceled or failed; stored as the position plus one, so new ones go to the end. */
export const deliveryReasons = [
  'endpoint_disabled',
  'filtered',
  'expired',
  'by_transformation',
  'by_user',
  'endpoint_deleted',
  'exhausted',
  'aborted_by_receiver',
  'internal',
] as const
export type DeliveryReason = (typeof deliveryReasons)[number]

export const reasonCode = (reason: DeliveryReason | null): number | null => (reason === null ? null : deliveryReasons.indexOf(reason) + 1)
export const reasonName = (code: number | null): DeliveryReason | null => (code === null ? null : (deliveryReasons[code - 1] ?? null))

/** Triggers of an attempt, as stored and as Svix's clients read them. */
export const triggers = { scheduled: 0, manual: 1 } as const
export type Trigger = keyof typeof triggers
