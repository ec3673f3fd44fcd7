import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'

/** What a name answers: its addresses, `nxdomain`, `servfail`, or `silent` for no answer at all. */
export type DnsRecord = readonly string[] | 'nxdomain' | 'servfail' | 'silent'

export type DnsServer = {
  /** As `dnsServers` takes it. */
  readonly address: string
  /** Names asked for A records, in order. */
  readonly asked: string[]
  close(): void
}

const types = { A: 1, AAAA: 28 }
const rcodes = { servfail: 2, nxdomain: 3 }

/** A name server on 127.0.0.1 that answers A and AAAA from a function, so that a name can change between two questions. */
export async function startDns(recordOf: (name: string) => DnsRecord): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const asked: string[] = []
  const answers = new Map<string, DnsRecord>()

  socket.on('message', (query, from: RemoteInfo) => {
    const { name, type, question } = readQuestion(query)
    if (type === types.A) {
      asked.push(name)
      answers.set(name, recordOf(name))
    }
    // Both questions of one look-up get the same record: A is asked first.
    const record = answers.get(name) ?? recordOf(name)
    if (record !== 'silent') socket.send(answer(query, question, type, record), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() }
}

function readQuestion(query: Buffer): { name: string; type: number; question: Buffer } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), question: query.subarray(12, at + 5) }
}

function answer(query: Buffer, question: Buffer, type: number, record: Exclude<DnsRecord, 'silent'>): Buffer {
  const addresses = typeof record === 'string' ? [] : record.filter(address => (address.includes(':') ? types.AAAA : types.A) === type)
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8180 | (typeof record === 'string' ? rcodes[record] : 0), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(addresses.length, 6)
  return Buffer.concat([header, question, ...addresses.map(address => resourceRecord(type, address))])
}

function resourceRecord(type: number, address: string): Buffer {
  const data = address.includes(':') ? v6Bytes(address) : Buffer.from(address.split('.').map(Number))
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0) // the name of the question
  head.writeUInt16BE(type, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(1, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}

function v6Bytes(address: string): Buffer {
  const [left = '', right] = address.split('::')
  const groups = (text: string | undefined) => (text ? text.split(':') : [])
  const tail = groups(right)
  const zeros = Array.from({ length: 8 - groups(left).length - tail.length }, () => '0')
  return Buffer.from([...groups(left), ...zeros, ...tail].map(group => group.padStart(4, '0')).join(''), 'hex')
}
