import { afterAll, expect, test } from 'vitest'
import { watchChanges } from '#server/messages/changes.ts'
import { announce } from '#server/notify.ts'
import { closeDatabase } from '#tests/support/database.ts'

afterAll(closeDatabase)

test('says at once that something may have changed, then after each notification, until it is left', async () => {
  const abort = new AbortController()
  const changes = watchChanges(abort.signal)
  expect(await changes.next()).toEqual({ done: false, value: 1 })
  // The listening begins with a call of its own, because what was sent before it is lost.
  expect(await changes.next()).toMatchObject({ done: false })
  announce('posthorn_live')
  expect(await changes.next()).toMatchObject({ done: false })
  const last = changes.next()
  abort.abort()
  expect(await last).toEqual({ done: true, value: undefined })
})

test('is over before it begins when nobody waits any more', async () => {
  expect(await watchChanges(AbortSignal.abort()).next()).toEqual({ done: true, value: undefined })
})
