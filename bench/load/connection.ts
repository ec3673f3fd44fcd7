import { connect } from 'node:net'
import { createReader } from '#bench/http-reader.ts'

/** One keep-alive connection, one request at a time. */
export type Connection = {
  /** Status of the response; 0 when the connection broke. */
  post: (request: string, onStatus: (status: number) => void) => void
  close: () => void
}

export function openConnection(port: number): Connection {
  let waiting: ((status: number) => void) | null = null
  let closed = false
  let socket = dial()

  function settle(status: number): void {
    const onStatus = waiting
    waiting = null
    onStatus?.(status)
  }

  function dial() {
    const made = connect({ port, host: '127.0.0.1', noDelay: true })
    made.on(
      'data',
      createReader(head => settle(Number(head.slice(9, 12)))),
    )
    made.on('error', () => {}) // 'close' follows
    made.on('close', () => {
      if (!closed) socket = dial()
      settle(0)
    })
    return made
  }

  return {
    post: (request, onStatus) => {
      waiting = onStatus
      socket.write(request, 'latin1')
    },
    close: () => {
      closed = true
      socket.destroy()
    },
  }
}
