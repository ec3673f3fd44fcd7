import type { Context } from '#server/context.ts'
import { cast } from '#server/demo/cast.ts'
import { type DemoEventType, eventIdOf, writePayload } from '#server/demo/catalogue.ts'
import { createChance } from '#server/demo/chance.ts'
import { createMessage, plainMessage } from '#server/messages/create.ts'

const eventTypes: DemoEventType[] = [
  'order.created',
  'payment.succeeded',
  'order.paid',
  'order.created',
  'order.fulfilled',
  'refund.created',
]
const firstNumber = 20_001

/** Messages for the endpoints that are paused, posted like any other: they really wait, and really go out to the receiver when it is resumed. */
export async function postWaiting(context: Context): Promise<void> {
  const paused = cast.filter(({ endpoints }) => endpoints.some(endpoint => endpoint.paused))
  for (const { uid } of paused)
    for (const [index, eventType] of eventTypes.entries()) {
      const payload = Buffer.from(writePayload(eventType, new Date(), createChance(index), firstNumber + index))
      const eventId = eventIdOf(eventType, firstNumber + index)
      await createMessage(context, { ...plainMessage(uid, eventType, payload), eventId })
    }
}
