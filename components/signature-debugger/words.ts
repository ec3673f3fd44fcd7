import type { BodyChange } from '#components/signature-debugger/body-forms.ts'
import type { Finding } from '#components/signature-debugger/check.ts'
import type { FormSlip, KeySlip, Slip, TextSlip } from '#components/signature-debugger/slips.ts'

/** What was found, what it means and what to do. */
type FindingWords = { title: string; text: string }

const changeWords: Record<BodyChange, string> = {
  'newline-added': 'a line break was added at its end',
  'newline-removed': 'the line break at its end was removed',
  'line-endings': 'its line endings were changed',
  'spaces-around': 'the spaces around it were removed or added',
  'byte-order-mark': 'a byte order mark was added or removed at its beginning',
  whitespace: 'its spaces and line breaks were laid out anew',
  'key-order': 'its keys were put into another order',
  escapes: 'letters were escaped or unescaped in its strings',
  numbers: 'its numbers were written anew (1.0 became 1, or digits were lost)',
}

const keyWords: Record<KeySlip, string> = {
  'prefix-kept': 'It took the secret as text, with its prefix. Remove whsec_ and decode the rest from base64: those bytes are the key.',
  'not-decoded': 'It took what follows whsec_ as text. Decode it from base64: those bytes are the key.',
  'prefix-decoded': 'It decoded the prefix too. Remove whsec_ before decoding the rest from base64.',
}

const textWords: Record<TextSlip, string> = {
  'body-alone': 'It hashed the body alone. Hash the id, a dot, the timestamp, a dot, and the body.',
  'without-id': 'It left out the id. Hash the id, a dot, the timestamp, a dot, and the body.',
  'without-timestamp': 'It left out the timestamp. Hash the id, a dot, the timestamp, a dot, and the body.',
  'without-body': 'It hashed no body. Frameworks read a body once: keep its bytes before anything parses it.',
  swapped: 'It put the timestamp before the id. The id comes first.',
  'without-dots': 'It left out the dots. Between id, timestamp and body stands one dot each.',
  milliseconds: 'It took the timestamp in milliseconds. Use the header’s value as it is.',
}

const formWords: Record<FormSlip, string> = {
  hex: 'It writes the hash in hex. Write it in base64 before comparing.',
  base64url: 'It writes the hash in base64 for URLs. Use plain base64, with +, / and =.',
  unpadded: 'It leaves out the = at the end of the base64.',
  'without-version': 'It compares the hash without its version. Remove “v1,” from each signature in the header before comparing.',
  'whole-header': 'It compares with the whole header. Split the header at its spaces: one matching signature is enough.',
}

const list = (changes: readonly BodyChange[]): string => changes.map(change => changeWords[change]).join(', and ')

const keepBytes = 'Verify the bytes as they came in, before anything parses them, and never what was parsed and written again.'

function describeSlip({ key, text, body, form }: Slip): FindingWords {
  const steps = [
    key && keyWords[key],
    text && textWords[text],
    body.length > 0 && `It hashed another body: ${list(body)}. ${keepBytes}`,
    form && formWords[form],
  ].filter(step => typeof step === 'string')
  const nothing = 'It is the signature of these bytes with this secret, and stands in the header.'
  return { title: 'The mistake is in what the code does', text: steps.join(' ') || nothing }
}

function describeClock(seconds: number): FindingWords {
  const minutes = Math.round(Math.abs(seconds) / 60)
  const span = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
  return seconds > 0
    ? {
        title: `The signature is right, and ${span} old`,
        text: 'Verifiers refuse what is more than 5 min old. If it was so when the request arrived, the receiver’s clock is fast: synchronize it. If an old request is being tried again, sign it anew.',
      }
    : {
        title: `The signature is right, and ${span} in the future`,
        text: 'Verifiers refuse what is more than 5 min ahead of them. The receiver’s clock is slow: synchronize it.',
      }
}

type Words = { [K in Finding['kind']]: (finding: Extract<Finding, { kind: K }>) => FindingWords }

const words: Words = {
  'no-headers': () => ({
    title: 'The headers of the request are missing',
    text: 'Paste them as they arrived: webhook-id, webhook-timestamp and webhook-signature, one in a line.',
  }),
  'other-header': ({ name }) => ({
    title: 'The signature is read from the wrong header',
    text: `There is ${name}, which is not what a delivery is signed with: that is webhook-signature (or svix-signature).`,
  }),
  'missing-header': ({ name }) => ({
    title: `${name} is missing`,
    text: 'Id and timestamp are part of what is signed, so all three headers are needed. A proxy before the receiver may have removed it.',
  }),
  'timestamp-form': ({ value }) => ({
    title: 'The timestamp is not one',
    text: `“${value}” should be a time in whole seconds since 1970, as the header says it.`,
  }),
  'signature-form': () => ({
    title: 'The signature header was changed',
    text: 'It should hold one signature or several, with spaces between, each beginning with “v1,” (or “v1a,”). Paste the header’s whole value.',
  }),
  'svix-names': () => ({
    title: 'The headers are named svix-…',
    text: 'Code that reads webhook-id, webhook-timestamp and webhook-signature finds nothing in this request. The values are the same.',
  }),
  'secret-spaces': () => ({
    title: 'There is something around the secret',
    text: 'A space, a line break or quotes stand before or behind it. In an environment variable they become part of the key.',
  }),
  'secret-form': () => ({
    title: 'This is no signing secret',
    text: 'A signing secret is whsec_ and base64. Copy it whole from the endpoint’s settings.',
  }),
  'secret-private': () => ({
    title: 'This is a private key',
    text: 'whsk_ signs and stays with the sender. The receiver verifies with the public key, which begins with whpk_.',
  }),
  'no-ed25519': () => ({
    title: 'This browser can’t verify Ed25519',
    text: 'The headers are complete. Open this page with a newer browser to check a signature by its public key.',
  }),
  'no-crypto': () => ({
    title: 'This page can’t compute signatures',
    text: 'Browsers offer cryptography to pages over https and on localhost only. The headers are complete; open this page there.',
  }),
  'needs-secret': () => ({
    title: 'The headers are complete',
    text: 'Paste the secret that the receiver verifies with. It stays in this page.',
  }),
  valid: () => ({
    title: 'The signature is right',
    text: 'Headers, body and secret fit. If the receiver refuses this request, it hashes something else: paste what its code computed.',
  }),
  'old-secret': () => ({
    title: 'The secret is the old one',
    text: 'It was rotated, and signs beside the new one only until its overlap ends. Give the receiver the new secret before that.',
  }),
  clock: ({ seconds }) => describeClock(seconds),
  'body-changed': ({ changes }) => ({
    title: 'The body is not the one that was signed',
    text: `On the way to the code ${list(changes)}. ${keepBytes}`,
  }),
  'other-body': () => ({
    title: 'The body is another one',
    text: `It differs in more than its form: it is cut off, decoded in another character set, or of another request. ${keepBytes}`,
  }),
  'wrong-secret': () => ({
    title: 'The secret is another one',
    text: 'These bytes were not signed with it. It is that of another endpoint or environment, or one that was rotated and whose overlap has ended.',
  }),
  'secret-or-body': () => ({
    title: 'The secret or the body is another one',
    text: 'None of the usual changes to the body explains it. Compare the secret with the endpoint’s; then open the attempt and check its signature there, where the exact bytes are known.',
  }),
  slip: ({ slip }) => describeSlip(slip),
  'computed-unknown': () => ({
    title: 'The secret is right, and the code hashes something else',
    text: 'What it computed is no signature of this request by any of the usual mistakes. Log the text that it hashes, and compare it with the one below.',
  }),
}

export const describeFinding = <K extends Finding['kind']>(finding: Extract<Finding, { kind: K }>): FindingWords =>
  (words[finding.kind] as (finding: Finding) => FindingWords)(finding)
