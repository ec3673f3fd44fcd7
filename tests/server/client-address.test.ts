import { expect, test } from 'vitest'
import { clientAddress } from '#server/auth/client-address.ts'

test.each([
  { why: 'no proxy is trusted', socket: '203.0.113.9', forwarded: '198.51.100.1', trusted: [], is: '203.0.113.9' },
  { why: 'no header', socket: '::ffff:203.0.113.9', forwarded: undefined, trusted: ['10.0.0.0/8'], is: '203.0.113.9' },
  { why: 'one proxy', socket: '10.0.0.5', forwarded: '203.0.113.9', trusted: ['10.0.0.0/8'], is: '203.0.113.9' },
  {
    why: 'the client wrote the header first',
    socket: '10.0.0.5',
    forwarded: '127.0.0.1, 203.0.113.9',
    trusted: ['10.0.0.0/8'],
    is: '203.0.113.9',
  },
  { why: 'two proxies', socket: '10.0.0.5', forwarded: '203.0.113.9, 192.0.2.7', trusted: ['10.0.0.0/8', '192.0.2.7'], is: '203.0.113.9' },
  { why: 'IPv6', socket: '::1', forwarded: '2001:db8::9', trusted: ['::1'], is: '2001:db8::9' },
  { why: 'words in the header', socket: '10.0.0.5', forwarded: 'unknown, 203.0.113.9', trusted: ['10.0.0.0/8'], is: '203.0.113.9' },
  { why: 'only proxies', socket: '10.0.0.5', forwarded: '10.0.0.9', trusted: ['10.0.0.0/8'], is: '10.0.0.9' },
  { why: 'nothing is known', socket: '', forwarded: undefined, trusted: [], is: 'unknown' },
])('$why: $is', ({ socket, forwarded, trusted, is }) => {
  expect(clientAddress(socket, forwarded, trusted)).toBe(is)
})
