import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgeAddress, judgeHost, judgeUrl, parseSubnets, type RangeKind } from '#server/endpoints/address.ts'
import { type DnsRecord, type DnsServer, startDns } from '#tests/support/dns.ts'
import { createTargets, TargetError } from '#worker/target.ts'

const none = parseSubnets([])

describe('an address', () => {
  test.each<[string, RangeKind]>([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['10.0.0.1', 'private'],
    ['10.255.255.255', 'private'],
    ['100.64.0.1', 'shared'],
    ['100.127.255.255', 'shared'],
    ['100.100.100.200', 'metadata'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['168.63.129.16', 'metadata'],
    ['169.254.169.254', 'metadata'],
    ['169.254.170.2', 'metadata'],
    ['169.254.1.1', 'link_local'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.1', 'reserved'],
    ['192.0.0.192', 'metadata'],
    ['192.0.2.1', 'documentation'],
    ['192.88.99.1', 'reserved'],
    ['192.168.1.1', 'private'],
    ['198.18.0.1', 'benchmarking'],
    ['198.19.255.255', 'benchmarking'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::7f00:1', 'translated'],
    ['::ffff:127.0.0.1', 'translated'],
    ['::ffff:7f00:1', 'translated'],
    ['::ffff:8.8.8.8', 'translated'],
    ['::ffff:0:a9fe:a9fe', 'translated'],
    ['64:ff9b::a9fe:a9fe', 'translated'],
    ['64:ff9b::808:808', 'translated'],
    ['64:ff9b:1::1', 'translated'],
    ['100::1', 'reserved'],
    ['2001::1', 'translated'],
    ['2001:2::1', 'reserved'],
    ['2001:20::1', 'reserved'],
    ['2001:db8::1', 'documentation'],
    ['2002:7f00:1::1', 'translated'],
    ['3fff::1', 'documentation'],
    ['4000::1', 'reserved'],
    ['5f00::1', 'reserved'],
    ['fc00::1', 'private'],
    ['fd00:ec2::254', 'metadata'],
    ['fd20:ce::254', 'metadata'],
    ['fd12:3456:789a::1', 'private'],
    ['fe80::1', 'link_local'],
    ['fec0::1', 'private'],
    ['ff02::1', 'multicast'],
    ['fe80::1%eth0', 'unreadable'],
    ['2606:4700::1%1', 'unreadable'],
    ['0x7f.0.0.1', 'unreadable'],
    ['0177.0.0.1', 'unreadable'],
    ['127.1', 'unreadable'],
    ['2130706433', 'unreadable'],
    ['', 'unreadable'],
    ['example.com', 'unreadable'],
  ])('%s is refused as %s', (address, kind) => {
    expect(judgeAddress(address, none)).toBe(kind)
  })

  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:800::200e',
    '2003::1',
  ])('%s may be connected to', address => {
    expect(judgeAddress(address, none)).toBeNull()
  })
})

describe('an allowed subnet', () => {
  test('opens itself and nothing beside it', () => {
    const allowed = parseSubnets(['10.1.0.0/16', 'fd12::/16'])
    expect(judgeAddress('10.1.2.3', allowed)).toBeNull()
    expect(judgeAddress('fd12::1', allowed)).toBeNull()
    expect(judgeAddress('10.2.0.1', allowed)).toBe('private')
    expect(judgeAddress('fd13::1', allowed)).toBe('private')
    expect(judgeAddress('::ffff:10.1.2.3', allowed)).toBe('translated')
    expect(judgeAddress('127.0.0.1', allowed)).toBe('loopback')
  })

  test("of a translator's prefix does not open what lies behind it", () => {
    const allowed = parseSubnets(['64:ff9b::/96', '::/0'])
    expect(judgeAddress('64:ff9b::808:808', allowed)).toBeNull()
    expect(judgeAddress('64:ff9b::a9fe:a9fe', allowed)).toBe('metadata')
    expect(judgeAddress('64:ff9b::a00:1', allowed)).toBe('private')
    expect(judgeAddress('::ffff:127.0.0.1', allowed)).toBe('loopback')
    expect(judgeAddress('::1', allowed)).toBeNull()
  })

  test.each(['10.0.0.1/8', '10.0.0.0', '10/8', '010.0.0.0/8', '10.0.0.0/33', 'fd00::1/8', '::/129', '0x0a.0.0.0/8', 'private', ''])(
    '%j stops the start',
    text => {
      expect(() => parseSubnets([text])).toThrow('is not a subnet')
    },
  )
})

describe('a URL', () => {
  test.each([
    ['http://127.0.0.1/', 'a loopback address'],
    ['http://127.1/', 'a loopback address'],
    ['http://0x7f.1/', 'a loopback address'],
    ['http://0x7f000001/', 'a loopback address'],
    ['http://2130706433/', 'a loopback address'],
    ['http://0177.0.0.1/', 'a loopback address'],
    ['http://127.0.0.1./', 'a loopback address'],
    ['http://①②⑦.0.0.1/', 'a loopback address'],
    ['http://127。0。0。1/', 'a loopback address'],
    ['http://%31%32%37.0.0.1/', 'a loopback address'],
    ['http://user@127.0.0.1:80@127.0.0.1/', 'a loopback address'],
    ['http://0/', 'an unspecified address'],
    ['http://[::]/', 'an unspecified address'],
    ['http://[::1]/', 'a loopback address'],
    ['http://[0:0:0:0:0:0:0:1]/', 'a loopback address'],
    ['http://[::ffff:127.0.0.1]/', 'an IPv4 address in IPv6 form'],
    ['http://[::127.0.0.1]/', 'an IPv4 address in IPv6 form'],
    ['http://[64:ff9b::169.254.169.254]/', 'an IPv4 address in IPv6 form'],
    ['http://169.254.169.254/latest/meta-data/', 'a cloud metadata address'],
    ['http://[fd00:ec2::254]/', 'a cloud metadata address'],
    ['http://localhost/', 'a loopback address'],
    ['http://LOCALHOST./', 'a loopback address'],
    ['http://a.b.localhost/', 'a loopback address'],
  ])('%s: the host is %s', (url, detail) => {
    expect(judgeUrl(url, none)).toEqual({ ok: false, detail: `the host is ${detail}` })
  })

  test.each(['http://[fe80::1%25eth0]/', 'http://1.2.3.4.5/', 'http://0x100000000/', 'http://a b/', 'http://[::1', 'not a url', ''])(
    '%j is not a URL',
    url => {
      expect(judgeUrl(url, none)).toEqual({ ok: false, detail: 'not a valid URL' })
    },
  )

  test.each(['ftp://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'gopher://127.0.0.1/', 'data:,x'])('%s is refused', url => {
    expect(judgeUrl(url, none)).toEqual({ ok: false, detail: 'not an http or https URL' })
  })

  test('a public address or a name passes', () => {
    expect(judgeUrl('https://1.1.1.1/hook', none)).toMatchObject({ ok: true })
    expect(judgeUrl('https://hooks.example.com./a?b=c', none)).toMatchObject({ ok: true })
    expect(judgeUrl('https://notlocalhost/', none)).toMatchObject({ ok: true })
  })

  test('localhost passes where loopback is allowed', () => {
    expect(judgeUrl('http://localhost:8074/', parseSubnets(['127.0.0.0/8']))).toMatchObject({ ok: true })
    expect(judgeUrl('http://localhost:8074/', parseSubnets(['::1/128']))).toMatchObject({ ok: true })
    expect(judgeHost('localhost', parseSubnets(['10.0.0.0/8']))).toBe('loopback')
  })
})

describe('resolving', () => {
  const records: Record<string, DnsRecord> = {
    'public.test': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
    'v6.test': ['2606:2800::1'],
    'private.test': ['10.0.0.1'],
    'mixed.test': ['93.184.215.14', '127.0.0.1'],
    'mixed-family.test': ['93.184.215.14', '::1'],
    'mapped.test': ['::ffff:7f00:1'],
    'metadata.test': ['169.254.169.254'],
    'many.test': Array.from({ length: 20 }, (_, index) => `93.184.215.${index + 1}`),
    'empty.test': [],
    'missing.test': 'nxdomain',
    'broken.test': 'servfail',
    'silent.test': 'silent',
  }
  let server: DnsServer
  beforeAll(async () => {
    server = await startDns(name => records[name] ?? 'nxdomain')
  })
  afterAll(() => server.close())

  const resolve = (host: string, ...allowSubnets: string[]) =>
    createTargets({ allowSubnets, dnsServers: [server.address], dnsTimeoutMs: 50 }).resolve(host)
  const failure = async (host: string, ...allowSubnets: string[]) => {
    const error = await resolve(host, ...allowSubnets).catch((reason: unknown) => reason)
    if (!(error instanceof TargetError)) throw new Error(`expected a refusal of ${host}`)
    return [error.errorClass, error.detail]
  }

  test('hands out the addresses of both families, IPv4 first', async () => {
    expect(await resolve('public.test')).toEqual([
      { address: '93.184.215.14', family: 4 },
      { address: '2606:2800:21f:cb07:6820:80da:af6b:8b2c', family: 6 },
    ])
    expect(await resolve('public.test.')).toHaveLength(2)
    expect(await resolve('v6.test')).toEqual([{ address: '2606:2800::1', family: 6 }])
  })

  test('hands out only some of very many', async () => {
    expect(await resolve('many.test')).toHaveLength(4)
  })

  test.each([
    ['private.test', 'a private address'],
    ['mixed.test', 'a loopback address'],
    ['mixed-family.test', 'a loopback address'],
    ['mapped.test', 'an IPv4 address in IPv6 form'],
    ['metadata.test', 'a cloud metadata address'],
  ])('%s is refused: %s', async (host, kind) => {
    expect(await failure(host)).toEqual(['address_refused', `the host's name resolves to ${kind}`])
  })

  test('literals and localhost are judged without asking', async () => {
    const before = server.asked.length
    expect(await failure('127.0.0.1')).toEqual(['address_refused', 'the host is a loopback address'])
    expect(await failure('[::ffff:7f00:1]')).toEqual(['address_refused', 'the host is an IPv4 address in IPv6 form'])
    expect(await failure('localhost.')).toEqual(['address_refused', 'the host is a loopback address'])
    expect(await resolve('[2606:2800::1]')).toEqual([{ address: '2606:2800::1', family: 6 }])
    expect(await resolve('localhost', '127.0.0.0/8')).toEqual([{ address: '127.0.0.1', family: 4 }])
    expect(server.asked).toHaveLength(before)
  })

  test('an allowed subnet opens names in it', async () => {
    expect(await resolve('private.test', '10.0.0.0/8')).toEqual([{ address: '10.0.0.1', family: 4 }])
    expect(await failure('mixed.test', '10.0.0.0/8')).toEqual(['address_refused', "the host's name resolves to a loopback address"])
  })

  test.each([
    ['missing.test', 'dns_not_found', 'the host name does not exist'],
    ['empty.test', 'dns_not_found', 'the host name has no address'],
    ['broken.test', 'dns_timeout', 'the name servers gave no usable answer'],
    ['silent.test', 'dns_timeout', 'the name servers did not answer in time'],
    [`${'a'.repeat(64)}.test`, 'dns_not_found', 'the host name is not valid in DNS'],
  ])('%s: %s', async (host, errorClass, detail) => {
    expect(await failure(host)).toEqual([errorClass, detail])
  })
})
