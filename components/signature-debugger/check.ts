import { type BodyChange, bodyForms, compareBodies, reversed } from '#components/signature-debugger/body-forms.ts'
import { fromBase64, hmacKey, type Key, toBase64, verifyEd25519 } from '#components/signature-debugger/keys.ts'
import { readSigned, type SignedHeaders } from '#components/signature-debugger/request-headers.ts'
import { findSlip, type Slip } from '#components/signature-debugger/slips.ts'

export type SignatureInput = {
  /** As pasted. */
  headers: string
  /** The body of the request, or as the receiver's code has it. */
  body: string
  /** Whether the body is known to be what was signed, byte for byte. */
  exact: boolean
  /** The receiver's signing secret; empty: not said. */
  secret: string
  /** What the receiver's code computed; empty: not said. */
  computed: string
  /** The body as the receiver's code has it, where the exact one is known; null: not said. */
  seen: string | null
  /** The receiver's clock when the request arrived, in ms; null: not known. */
  receivedAt: number | null
}

/** What was found, and what it is about. Words for people are in words.ts. */
export type Finding =
  | { kind: 'no-headers' }
  | { kind: 'other-header'; name: string }
  | { kind: 'missing-header'; name: string }
  | { kind: 'timestamp-form'; value: string }
  | { kind: 'signature-form'; value: string }
  | { kind: 'svix-names' }
  | { kind: 'secret-spaces' }
  | { kind: 'secret-form' }
  | { kind: 'secret-private' }
  | { kind: 'no-ed25519' }
  | { kind: 'no-crypto' }
  | { kind: 'needs-secret' }
  | { kind: 'valid' }
  | { kind: 'old-secret' }
  | { kind: 'clock'; seconds: number }
  | { kind: 'body-changed'; changes: BodyChange[] }
  | { kind: 'other-body' }
  | { kind: 'wrong-secret' }
  | { kind: 'secret-or-body' }
  | { kind: 'slip'; slip: Slip }
  | { kind: 'computed-unknown' }

/** `good`: nothing is wrong with it. `mistake`: the first finding says which. `open`: more is needed to tell. */
export type Verdict = 'good' | 'mistake' | 'open'
export type SignatureReport = {
  verdict: Verdict
  findings: Finding[]
  /** What has to be hashed: id, timestamp and body, with dots between. */
  signedText: string | null
}

/** Verifiers of Standard Webhooks refuse what is further than this from their own clock. */
const toleranceSeconds = 300

const report = (verdict: Verdict, findings: Finding[], signedText: string | null = null): SignatureReport => ({
  verdict,
  findings,
  signedText,
})

/**
 * Which mistake was made, if any. Everything happens here: no secret leaves the page.
 * First the headers, then the secret's form, then the signature itself; then what would make it right.
 */
export async function checkSignature(input: SignatureInput): Promise<SignatureReport> {
  const headers = readSigned(input.headers)
  const broken = findBrokenHeader(headers)
  if (broken) return report('mistake', [broken])
  const { id, timestamp, signature, family } = headers as Complete
  const signedText = `${id}.${timestamp}.${input.body}`
  const notes: Finding[] = family === 'svix' ? [{ kind: 'svix-names' }] : []
  const judged = await judge({ ...input, signedText, id, timestamp, signatures: signature.split(/\s+/) })
  return report(judged.verdict, [...judged.findings, ...notes], signedText)
}

type Complete = { [K in 'id' | 'timestamp' | 'signature']: string } & SignedHeaders

function findBrokenHeader({ id, timestamp, signature, family, other }: SignedHeaders): Finding | null {
  if (signature === null && other !== null) return { kind: 'other-header', name: other }
  if (id === null && timestamp === null && signature === null) return { kind: 'no-headers' }
  for (const [part, value] of Object.entries({ id, timestamp, signature }))
    if (value === null) return { kind: 'missing-header', name: `${family}-${part}` }
  if (!/^\d{9,11}$/.test(timestamp!)) return { kind: 'timestamp-form', value: timestamp! }
  if (!/^v1a?,\S+(\s+v\d+[a-z]?,\S+)*$/.test(signature!)) return { kind: 'signature-form', value: signature! }
  return null
}

type Case = SignatureInput & { signedText: string; id: string; timestamp: string; signatures: string[] }
type Judged = { verdict: Verdict; findings: Finding[] }

const mistake = (...findings: Finding[]): Judged => ({ verdict: 'mistake', findings })

async function judge(given: Case): Promise<Judged> {
  if (given.seen !== null && given.seen !== given.body) {
    const changes = compareBodies(given.body, given.seen)
    return mistake(changes === null ? { kind: 'other-body' } : { kind: 'body-changed', changes })
  }
  const slip = await findSlip({ ...given, key: null })
  if (slip) return mistake({ kind: 'slip', slip })
  const secret = given.secret.trim().replace(/^(["'])(.*)\1$/, '$2')
  if (secret === '') return { verdict: 'open', findings: [{ kind: 'needs-secret' }] }
  if (secret.startsWith('whsk_')) return mistake({ kind: 'secret-private' })
  const spaces: Finding[] = secret === given.secret ? [] : [{ kind: 'secret-spaces' }]
  const isPublic = secret.startsWith('whpk_')
  const bytes = fromBase64(secret.replace(/^whsec_|^whpk_/, ''))
  if (bytes === null || bytes.length === 0) return mistake({ kind: 'secret-form' })
  // Browsers offer it to secure pages only.
  if (!('subtle' in crypto)) return { verdict: 'open', findings: [{ kind: 'no-crypto' }] }
  const judged = isPublic ? await judgePublic(given, bytes) : await judgeShared(given, secret, await hmacKey(bytes))
  if (spaces.length === 0) return judged
  return { verdict: judged.verdict === 'good' ? 'mistake' : judged.verdict, findings: [...spaces, ...judged.findings] }
}

async function judgeShared(given: Case, secret: string, key: Key): Promise<Judged> {
  const versioned = async (text: string) => `v1,${toBase64(await key.sign(text))}`
  const at = given.signatures.indexOf(await versioned(given.signedText))
  if (at === -1) {
    const restored = await findBody(given, versioned)
    if (restored) return mistake({ kind: 'body-changed', changes: reversed(restored) })
    return mistake({ kind: given.exact ? 'wrong-secret' : 'secret-or-body' })
  }
  const slip = await findSlip({ ...given, key: { key, secret } })
  if (slip) return mistake({ kind: 'slip', slip })
  if (given.computed.trim() !== '' && !given.signatures.includes(given.computed.trim())) return mistake({ kind: 'computed-unknown' })
  return judgeClock(given, given.signatures.filter(each => each.startsWith('v1,')).indexOf(given.signatures[at]!) > 0)
}

/** By a public key a signature can be checked and not made, so mistakes can't be tried. */
async function judgePublic(given: Case, bytes: Uint8Array<ArrayBuffer>): Promise<Judged> {
  const known = given.signatures.filter(signature => signature.startsWith('v1a,'))
  const isSigned = async (text: string): Promise<boolean | null> => {
    const answers = await Promise.all(
      known.map(each => verifyEd25519(bytes, fromBase64(each.slice('v1a,'.length)) ?? new Uint8Array(), text)),
    )
    return answers.includes(true) ? true : answers.includes(null) ? null : false
  }
  const signed = await isSigned(given.signedText)
  if (signed === null) return { verdict: 'open', findings: [{ kind: 'no-ed25519' }] }
  if (signed) return judgeClock(given, false)
  for (const { text, changes } of given.exact ? [] : bodyForms(given.body))
    if (await isSigned(`${given.id}.${given.timestamp}.${text}`)) return mistake({ kind: 'body-changed', changes: reversed(changes) })
  return mistake({ kind: given.exact ? 'wrong-secret' : 'secret-or-body' })
}

/** What the body was before it was changed, if one of the usual changes made it what it is. */
async function findBody(
  { exact, body, id, timestamp, signatures }: Case,
  versioned: (text: string) => Promise<string>,
): Promise<BodyChange[] | null> {
  if (exact) return null
  for (const { text, changes } of bodyForms(body)) if (signatures.includes(await versioned(`${id}.${timestamp}.${text}`))) return changes
  return null
}

function judgeClock({ timestamp, receivedAt }: Case, old: boolean): Judged {
  const seconds = receivedAt === null ? 0 : Math.round(receivedAt / 1_000) - Number(timestamp)
  const notes: Finding[] = old ? [{ kind: 'old-secret' }] : []
  if (Math.abs(seconds) > toleranceSeconds) return mistake({ kind: 'clock', seconds }, ...notes)
  return { verdict: 'good', findings: [{ kind: 'valid' }, ...notes] }
}
