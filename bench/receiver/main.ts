import { createServer, type Socket } from 'node:net'
import { createReader } from '#bench/http-reader.ts'
import { createRecorder, type Interval } from '#bench/receiver/recorder.ts'
import { serve } from '#bench/remote.ts'
import { nowUs, readStamp } from '#bench/stamp.ts'

/**
 * The merchants' servers, as a process of its own. The path says how one behaves, and under which name its messages are counted:
 * `/ok/<group>` answers at once, `/hang/<group>` never, `/reset/<group>` resets the connection, `/slow/<ms>/<group>` answers late.
 */
const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: text/plain\r\n\r\nok'
const recorder = createRecorder()

const server = createServer({ noDelay: true }, socket => {
  const read = createReader((head, body) => answer(socket, head, body))
  socket.on('data', read)
  socket.on('error', () => socket.destroy()) // the sender gave up; what arrived is counted
})

function answer(socket: Socket, head: string, body: Buffer): void {
  const [, behaviour, ...rest] = head.slice(head.indexOf(' ') + 1, head.indexOf(' HTTP/')).split('/')
  const group = rest.at(-1)?.split('?')[0] ?? ''
  const stamp = readStamp(body)
  if (stamp) recorder.record(group, stamp.number, stamp.sentUs, nowUs())
  else recorder.count(group)

  if (behaviour === 'ok') socket.write(ok)
  else if (behaviour === 'reset') socket.resetAndDestroy()
  else if (behaviour === 'slow') setTimeout(() => socket.write(ok), Number(rest[0]))
}

const methods = {
  port: () => (server.address() as { port: number }).port,
  counts: recorder.counts,
  latencies: (group: string, interval: Interval) => recorder.latencies(group, interval),
  forget: recorder.forget,
}
export type ReceiverMethods = typeof methods

server.listen(0, '127.0.0.1', () => serve(methods))
