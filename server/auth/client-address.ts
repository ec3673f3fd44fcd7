import ipaddr from 'ipaddr.js'

/**
 * Who is really asking. `X-Forwarded-For` can be written by anybody, so it is read from its end, and only as far as the hops are
 * trusted proxies: the first address that is none of them is the client's.
 */
export function clientAddress(socketAddress: string, forwardedFor: string | undefined, trustedProxies: readonly string[]): string {
  const networks = trustedProxies.map(network =>
    ipaddr.parseCIDR(network.includes('/') ? network : `${network}/${network.includes(':') ? 128 : 32}`),
  )
  const trusted = (address: string) => {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits))
  }
  const hops = [...(forwardedFor?.split(',').map(hop => hop.trim()) ?? []), socketAddress].filter(ipaddr.isValid)
  const client = hops.findLast(hop => !trusted(hop)) ?? hops[0]
  return client === undefined ? 'unknown' : ipaddr.process(client).toString()
}
