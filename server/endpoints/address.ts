import ipaddr from 'ipaddr.js'

/**
 * Which addresses a delivery may be sent to: the pure half of the SSRF guard, used where an endpoint's URL is set and, by the
 * worker, for every address that it is about to connect to. What is not clearly public is refused.
 */

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = readonly [address: Address, prefixLength: number]

/** Subnets that the operator allows in spite of the rules (POSTHORN_ALLOW_SUBNETS). */
export type Subnets = readonly Range[]

/** The kind of a refused address: all that a refusal says, because more would map the operator's network for a merchant. */
export type RangeKind =
  | 'benchmarking'
  | 'broadcast'
  | 'documentation'
  | 'link_local'
  | 'loopback'
  | 'metadata'
  | 'multicast'
  | 'private'
  | 'reserved'
  | 'shared'
  | 'translated'
  | 'unreadable'
  | 'unspecified'

const kindText: Record<RangeKind, string> = {
  benchmarking: 'a benchmarking address',
  broadcast: 'a broadcast address',
  documentation: 'a documentation address',
  link_local: 'a link-local address',
  loopback: 'a loopback address',
  metadata: 'a cloud metadata address',
  multicast: 'a multicast address',
  private: 'a private address',
  reserved: 'a reserved address',
  shared: 'a carrier-grade NAT address',
  translated: 'an IPv4 address in IPv6 form',
  unreadable: 'an address that cannot be read',
  unspecified: 'an unspecified address',
}

export const describeKind = (kind: RangeKind): string => kindText[kind]

/**
 * The IANA special-purpose registries (RFC 6890 and successors) and the metadata services of clouds, the narrower range first.
 * Written out rather than taken from ipaddr.js, whose list is shorter and follows its own releases.
 */
const refusedV4 = ranges([
  ['0.0.0.0/8', 'unspecified'],
  ['10.0.0.0/8', 'private'],
  ['100.100.100.200/32', 'metadata'], // Alibaba Cloud
  ['100.64.0.0/10', 'shared'],
  ['127.0.0.0/8', 'loopback'],
  ['168.63.129.16/32', 'metadata'], // Azure: a public address that only virtual machines reach
  ['169.254.169.254/32', 'metadata'],
  ['169.254.170.0/24', 'metadata'], // credentials of containers, AWS
  ['169.254.0.0/16', 'link_local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.192/32', 'metadata'], // Oracle Cloud
  ['192.0.0.0/24', 'reserved'],
  ['192.0.2.0/24', 'documentation'],
  ['192.31.196.0/24', 'reserved'],
  ['192.52.193.0/24', 'reserved'],
  ['192.88.99.0/24', 'reserved'],
  ['192.168.0.0/16', 'private'],
  ['192.175.48.0/24', 'reserved'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['255.255.255.255/32', 'broadcast'],
  ['240.0.0.0/4', 'reserved'],
])

const refusedV6 = ranges([
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['::/96', 'translated'], // IPv4-compatible, RFC 4291
  ['::ffff:0:0/96', 'translated'], // IPv4-mapped, RFC 4291
  ['::ffff:0:0:0/96', 'translated'], // SIIT, RFC 2765
  ['64:ff9b::/96', 'translated'], // NAT64, RFC 6052
  ['64:ff9b:1::/48', 'translated'], // NAT64, RFC 8215
  ['2001::/32', 'translated'], // Teredo
  ['2001:db8::/32', 'documentation'],
  ['2001::/23', 'reserved'],
  ['2002::/16', 'translated'], // 6to4
  ['2620:4f:8000::/48', 'reserved'],
  ['3fff::/20', 'documentation'],
  ['fd00:ec2::/32', 'metadata'], // AWS
  ['fd20:ce::254/128', 'metadata'], // Google Cloud
  ['fc00::/7', 'private'],
  ['fe80::/10', 'link_local'],
  ['fec0::/10', 'private'], // site-local, deprecated but routed by some
  ['ff00::/8', 'multicast'],
])

/** The only part of IPv6 that is handed out for use on the internet (RFC 4291); every other is reserved, whatever it becomes. */
const globalV6 = ipaddr.parseCIDR('2000::/3')

/** Forms whose last 32 bits are the IPv4 address that a translator would connect to. */
const embeddingV6 = ['::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96'].map(text => ipaddr.parseCIDR(text))

/** Throws on what is not `address/bits`, or has bits set beyond the prefix: a typing error must not open more than was meant. */
export function parseSubnets(texts: readonly string[]): Subnets {
  return texts.map(text => {
    const subnet = /^[0-9a-f.:]+\/\d{1,3}$/i.test(text) && ipaddr.isValidCIDR(text) ? ipaddr.parseCIDR(text) : null
    if (subnet === null || !isStrict(text.slice(0, text.indexOf('/'))) || networkAddress(text) !== subnet[0].toString())
      throw new Error(`${JSON.stringify(text)} is not a subnet such as 10.0.0.0/8 or fd00::/8`)
    return subnet
  })
}

/** Null when a delivery may connect to the address, else the kind of range it lies in. */
export function judgeAddress(text: string, allowed: Subnets): RangeKind | null {
  if (!isStrict(text)) return 'unreadable'
  return judge(ipaddr.parse(text), allowed)
}

/** As {@link judgeAddress}, of a host as `URL` gives it. Null for a name too, which has to be resolved before more can be said. */
export function judgeHost(hostname: string, allowed: Subnets): RangeKind | null {
  const host = bareHost(hostname)
  if (host === '') return 'unreadable'
  if (isAddress(host)) return judgeAddress(host, allowed)
  return isLocalhost(host) && localAddresses(allowed).length === 0 ? 'loopback' : null
}

export type JudgedUrl = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly detail: string }

/**
 * What can be said of an endpoint's URL without resolving it. `URL` has normalized decimal, octal, hexadecimal, short and
 * full-width forms of IPv4 by then, refuses IPv6 zones, and lowers the case.
 */
export function judgeUrl(text: string, allowed: Subnets): JudgedUrl {
  const url = URL.parse(text)
  if (url === null) return { ok: false, detail: 'not a valid URL' }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, detail: 'not an http or https URL' }
  const refused = judgeHost(url.hostname, allowed)
  return refused === null ? { ok: true, url } : { ok: false, detail: `the host is ${describeKind(refused)}` }
}

/** A host of a URL without the brackets of IPv6 and the dot at the end of an absolute name. */
export function bareHost(hostname: string): string {
  const host = hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname
  return host.endsWith('.') ? host.slice(0, -1) : host
}

/** Whether the bare host needs no resolving. With a colon it can be nothing else, however malformed. */
export const isAddress = (host: string): boolean => host.includes(':') || ipaddr.IPv4.isValid(host)

/** RFC 6761: always the machine itself, never a question for a name server. */
export const isLocalhost = (host: string): boolean => /(^|\.)localhost$/i.test(host)

/** What `localhost` stands for as far as it is allowed. */
export const localAddresses = (allowed: Subnets): string[] =>
  ['127.0.0.1', '::1'].filter(address => judgeAddress(address, allowed) === null)

function judge(address: Address, allowed: Subnets): RangeKind | null {
  if (allowed.some(subnet => contains(subnet, address))) return judgeEmbedded(address, allowed)
  const refused = (address.kind() === 'ipv4' ? refusedV4 : refusedV6).find(([range]) => contains(range, address))
  if (refused !== undefined) return refused[1]
  return address.kind() === 'ipv4' || contains(globalV6, address) ? null : 'reserved'
}

/** Who allows a translator's prefix, to deliver from an IPv6-only network, has not allowed the metadata service behind it. */
function judgeEmbedded(address: Address, allowed: Subnets): RangeKind | null {
  if (!embeddingV6.some(range => contains(range, address)) || address.toString() === '::1') return null
  return judge(ipaddr.fromByteArray(address.toByteArray().slice(12)), allowed)
}

/** ipaddr.js also reads octal, hexadecimal and short IPv4, and IPv6 zones: forms that two readers understand differently. */
function isStrict(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text))
}

const contains = (range: Range, address: Address): boolean =>
  range[0].kind() === address.kind() && address.match(range as [Address, number])

function networkAddress(cidr: string): string {
  return (cidr.includes(':') ? ipaddr.IPv6 : ipaddr.IPv4).networkAddressFromCIDR(cidr).toString()
}

function ranges(list: ReadonlyArray<readonly [cidr: string, kind: RangeKind]>): ReadonlyArray<readonly [Range, RangeKind]> {
  return list.map(([cidr, kind]) => [ipaddr.parseCIDR(cidr), kind])
}
