import { expect, test } from 'vitest'
import { createReader } from '#bench/http-reader.ts'

const message = (start: string, body: string) => `${start}\r\nContent-Length: ${body.length}\r\n\r\n${body}`
const stream =
  message('POST /ok/a HTTP/1.1', '{"n":1}') + message('HTTP/1.1 202 Accepted', '') + message('POST /ok/b HTTP/1.1', 'x\r\n\r\ny')

function readInPieces(size: number): [string, string][] {
  const read: [string, string][] = []
  const reader = createReader((head, body) => read.push([head.split('\r\n')[0]!, body.toString()]))
  for (let at = 0; at < stream.length; at += size) reader(Buffer.from(stream.slice(at, at + size)))
  return read
}

test.each([1, 2, 7, 40, stream.length])('finds the messages however the bytes arrive: %i at a time', size => {
  expect(readInPieces(size)).toEqual([
    ['POST /ok/a HTTP/1.1', '{"n":1}'],
    ['HTTP/1.1 202 Accepted', ''],
    ['POST /ok/b HTTP/1.1', 'x\r\n\r\ny'],
  ])
})

test('says so when a message does not tell its length', () => {
  const reader = createReader(() => {})
  expect(() => reader(Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'))).toThrow('content-length')
})
