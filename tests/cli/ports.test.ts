import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { holderOf, nextFreePort, portState } from '#cli/ports.ts'
import { freePort } from '#tests/support/port.ts'

test('a port that is taken is known, with its holder, and the next one is offered', async () => {
  const port = await freePort()
  expect(await portState(port, '127.0.0.1')).toBe('free')
  expect(holderOf(port)).toBeNull()
  const server = createServer()
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  expect(await portState(port, '127.0.0.1')).toBe('taken')
  expect(holderOf(port)?.pid).toBe(process.pid)
  expect(await nextFreePort(port)).toBeGreaterThan(port)
  await new Promise(resolve => server.close(resolve))
})
