import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** PEM, as node:tls takes them. */
export type Certificate = { readonly key: string; readonly cert: string }
export type Authority = Certificate & { issue(options: CertificateOptions): Certificate }

export type CertificateOptions = {
  /** DNS names and IPv4 addresses of the subject. */
  readonly names: readonly string[]
  readonly notBefore?: Date
  readonly notAfter?: Date
}

const day = 86_400_000

/** A certificate authority of its own, so that tests need neither openssl nor keys in the repository. X.509 v3, ECDSA P-256. */
export function makeAuthority(name = 'Posthorn test authority'): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const cert = certificate({ names: [], subject: name, issuer: name, publicKey: keys.publicKey, signer: keys.privateKey, ca: true })
  return {
    key: pemKey(keys.privateKey),
    cert,
    issue(options) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const subject = options.names[0] ?? 'nobody'
      const issued = certificate({ ...options, subject, issuer: name, publicKey: own.publicKey, signer: keys.privateKey, ca: false })
      return { key: pemKey(own.privateKey), cert: issued }
    },
  }
}

export function makeSelfSigned(options: CertificateOptions): Certificate {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = options.names[0] ?? 'nobody'
  const cert = certificate({ ...options, subject, issuer: subject, publicKey: keys.publicKey, signer: keys.privateKey, ca: false })
  return { key: pemKey(keys.privateKey), cert }
}

type Parts = CertificateOptions & {
  readonly subject: string
  readonly issuer: string
  readonly publicKey: KeyObject
  readonly signer: KeyObject
  readonly ca: boolean
}

/** RFC 5280, section 4.1. */
function certificate(parts: Parts): string {
  const { notBefore = new Date(Date.now() - day), notAfter = new Date(Date.now() + 30 * day) } = parts
  const algorithm = sequence(objectId('2a8648ce3d040302')) // ecdsa-with-SHA256
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    commonName(parts.issuer),
    sequence(time(notBefore), time(notAfter)),
    commonName(parts.subject),
    parts.publicKey.export({ format: 'der', type: 'spki' }),
    tagged(0xa3, sequence(...extensions(parts))),
  )
  const der = sequence(toBeSigned, algorithm, bits(sign('sha256', toBeSigned, parts.signer)))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

function extensions({ names, ca }: Parts): Buffer[] {
  const basicConstraints = extension('551d13', sequence(...(ca ? [tagged(0x01, Buffer.from([0xff]))] : [])))
  if (names.length === 0) return [basicConstraints]
  const alternatives = names.map(name =>
    /^[\d.]+$/.test(name) ? tagged(0x87, Buffer.from(name.split('.').map(Number))) : tagged(0x82, Buffer.from(name)),
  )
  return [basicConstraints, extension('551d11', sequence(...alternatives))]
}

function tagged(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = (...contents: Buffer[]): Buffer => tagged(0x30, ...contents)
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)
const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'))
const bits = (bytes: Buffer): Buffer => tagged(0x03, Buffer.from([0]), bytes)
const time = (date: Date): Buffer => tagged(0x18, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`))
const commonName = (name: string): Buffer => sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(name)))))
const extension = (hex: string, value: Buffer): Buffer => sequence(objectId(hex), tagged(0x04, value))

const pemKey = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString()
