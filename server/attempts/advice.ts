import type { ErrorClass } from '#server/attempts/error-class.ts'

/** What a failure means, and what helps. */
export type Advice = { title: string; meaning: string; nextStep: string }

/** For an operator, who asks the endpoint's owner by name; and for the owner, who sees nothing of where Posthorn runs. */
type Next = { next: (owner: string) => string; own: string }

type Entry = Next & {
  /** A whole sentence, or what stands behind "The endpoint answered 500: ". */
  title: string
  meaning: string
}

const certificate = (owner: string) => `Ask ${owner} to renew the certificate of the host; their other clients fail as well.`
const configuration = () => 'Correct the endpoint’s settings, then resend.'

/** Per class of error. */
const byClass: Record<ErrorClass, Entry> = {
  dns_not_found: {
    title: 'The host name of the URL does not exist',
    meaning: 'No name server knows an address for it, so nothing was sent.',
    next: owner => `Correct the endpoint’s URL, or ask ${owner} to restore the name in their DNS.`,
    own: 'Correct the endpoint’s URL, or restore the name in your DNS.',
  },
  dns_timeout: {
    title: 'The name servers of the host did not answer',
    meaning: 'Without an address nothing was sent. This often ends by itself: the next attempt asks again.',
    next: owner => `Wait for the next attempt. If it lasts, ask ${owner} to look at their DNS.`,
    own: 'Wait for the next attempt. If it lasts, look at your DNS.',
  },
  address_refused: {
    title: 'The URL leads to an address that deliveries may not reach',
    meaning: 'A private or reserved address could be a machine inside this network, so nothing was sent.',
    next: () => 'Use a public URL. If this network is meant to be reached, add it to POSTHORN_ALLOW_SUBNETS.',
    own: 'Use a URL that can be reached from outside.',
  },
  connect_refused: {
    title: 'Nothing listens at this address and port',
    meaning: 'The connection was refused at once: the server is stopped, or listens elsewhere. Nothing was sent.',
    next: owner => `Ask ${owner} to start their server, or correct the port in the endpoint’s URL.`,
    own: 'Start your server, or correct the port in the endpoint’s URL.',
  },
  connect_timeout: {
    title: 'The host did not accept a connection in time',
    meaning: 'Nothing answered at this address; most often a firewall drops the request. Nothing was sent.',
    next: owner => `Ask ${owner} whether their firewall lets requests from these servers through.`,
    own: 'Check whether your firewall lets requests from outside through.',
  },
  connection_reset: {
    title: 'The connection was closed before an answer came',
    meaning: 'The request was on its way; whether it was processed is not known.',
    next: owner => `Ask ${owner} for the log of their server or proxy at this moment: a crash or a restart looks like this.`,
    own: 'Look into the log of your server or proxy at this moment: a crash or a restart looks like this.',
  },
  tls_expired: {
    title: 'The certificate of the host has expired',
    meaning: 'Without a valid certificate nobody knows who would read the payload, so nothing was sent.',
    next: certificate,
    own: 'Renew the certificate of the host; your other clients fail as well.',
  },
  tls_self_signed: {
    title: 'The certificate of the host is signed by nobody who is trusted',
    meaning: 'Anybody could have made it, so nothing was sent.',
    next: owner => `Ask ${owner} to use a certificate of a public authority.`,
    own: 'Use a certificate of a public authority.',
  },
  tls_hostname: {
    title: 'The certificate is for another host name',
    meaning: 'The server that answered is not the one that the URL names, so nothing was sent.',
    next: owner => `Correct the host in the endpoint’s URL, or ask ${owner} to add this name to their certificate.`,
    own: 'Correct the host in the endpoint’s URL, or add this name to your certificate.',
  },
  tls_other: {
    title: 'A secure connection could not be made',
    meaning: 'The TLS handshake failed, so nothing was sent.',
    next: owner => `Ask ${owner} to check the host with a TLS test: a missing intermediate certificate is the usual cause.`,
    own: 'Check the host with a TLS test: a missing intermediate certificate is the usual cause.',
  },
  response_timeout: {
    title: 'The request was sent, and no answer came in time',
    meaning: 'It may have been processed all the same: the receiver knows a repeated message by its id.',
    next: owner => `Ask ${owner} to answer first and to work afterwards: an answer is due within seconds.`,
    own: 'Answer first and work afterwards: an answer is due within seconds.',
  },
  response_too_slow: {
    title: 'The answer began, and its body did not end in time',
    meaning: 'The request was processed at least in part: the receiver knows a repeated message by its id.',
    next: owner => `Ask ${owner} to answer with a short body, and to work afterwards.`,
    own: 'Answer with a short body, and work afterwards.',
  },
  invalid_response: {
    title: 'What came back is not valid HTTP',
    meaning: 'Something answers at this address, but it is not a web server, or it is broken.',
    next: owner => `Check scheme and port of the endpoint’s URL, or ask ${owner} what answers there.`,
    own: 'Check scheme and port of the endpoint’s URL, and what answers there.',
  },
  http_3xx: {
    title: 'it has moved',
    meaning: 'Redirects are never followed: the signature and the address were checked for this URL alone.',
    next: () => 'Change the endpoint’s URL to the one that it leads to, then resend.',
    own: 'Change the endpoint’s URL to the one that it leads to, then resend.',
  },
  http_4xx: {
    title: 'it refuses the request',
    meaning: 'The request arrived and was read. The same request gets the same answer until the receiver’s code is changed.',
    next: owner => `Send ${owner} the link to this attempt: their answer says what they did not accept.`,
    own: 'Read your answer below: it says what your code did not accept. Repair it, then resend.',
  },
  http_401_403: {
    title: 'it wants credentials, or refuses the signature',
    meaning: 'The request arrived. Most often it is verified with an old or another signing secret.',
    next: owner => `Ask ${owner} to compare their signing secret with this endpoint’s, and to verify the exact bytes of the body.`,
    own: 'Compare the signing secret in your code with this endpoint’s, and verify the exact bytes of the body.',
  },
  http_404: {
    title: 'nothing is served under this URL',
    meaning: 'The server is there, the path is not: it was renamed, or never deployed.',
    next: owner => `Correct the path in the endpoint’s URL, or ask ${owner} to deploy it.`,
    own: 'Correct the path in the endpoint’s URL, or deploy what it names.',
  },
  http_410: {
    title: 'it is gone for good',
    meaning: 'The receiver says that it wants no more messages. After three such answers in a row the endpoint is disabled.',
    next: owner => `Ask ${owner} for their new URL, or remove the endpoint.`,
    own: 'Change the endpoint to your new URL, or remove it.',
  },
  http_413: {
    title: 'the payload is larger than it takes',
    meaning: 'A limit of the server or of a proxy before it was exceeded. The same payload is refused again.',
    next: owner => `Ask ${owner} to raise the limit of their server to 1 MiB.`,
    own: 'Raise the limit of your server to 1 MiB.',
  },
  http_429: {
    title: 'it is asked more often than it allows',
    meaning: 'The receiver limits its requests. The next attempts wait at least a minute, or as long as the answer says.',
    next: owner => `Set a rate limit on the endpoint that ${owner} can take.`,
    own: 'Set a rate limit on the endpoint that your server can take.',
  },
  http_5xx: {
    title: 'its own code fails',
    meaning: 'The request arrived and was read. Sending it again helps only after the code behind this URL was repaired.',
    next: owner => `Send ${owner} the link to this attempt: the error is in their code. When the endpoint is healthy, replay what waits.`,
    own: 'Look for this error in your log at this moment. When it is repaired, replay what waits.',
  },
  transformation_failed: {
    title: 'The endpoint’s transformation threw an error',
    meaning: 'Without its result there is nothing to send, so nothing was sent.',
    next: () => 'Repair the transformation, try it with this payload, then resend.',
    own: 'Repair the transformation, try it with this payload, then resend.',
  },
  invalid_header: {
    title: 'A custom header of the endpoint can’t be sent over HTTP',
    meaning: 'Its name or value holds what HTTP does not allow, so nothing was sent.',
    next: configuration,
    own: 'Correct the endpoint’s settings, then resend.',
  },
  proxy_failed: {
    title: 'The egress proxy did not connect',
    meaning: 'The request did not leave this network. The endpoint is not to blame.',
    next: () => 'Look at the egress proxy; every endpoint behind it is affected.',
    own: 'Nothing is to be done on your side: it is tried again.',
  },
  internal: {
    title: 'Posthorn itself failed at this attempt',
    meaning: 'The endpoint is not to blame, and its health does not suffer.',
    next: () => 'Nothing is to be done for this endpoint. The worker’s log has the details at this moment.',
    own: 'Nothing is to be done on your side.',
  },
}

const overloaded: Next = {
  next: owner => `Wait for the next attempt. If it lasts, ask ${owner} about their capacity or maintenance.`,
  own: 'Wait for the next attempt. If it lasts, look at the capacity of your server.',
}
const atProxy: Next = {
  next: owner => `Ask ${owner} whether the server behind their proxy runs. When the endpoint is healthy, replay what waits.`,
  own: 'Check whether the server behind your proxy runs. When it does, replay what waits.',
}

/** Where one status says more than its class. */
const byStatus: Readonly<Record<number, Entry>> = {
  400: { ...byClass.http_4xx, title: 'it can’t read the request' },
  405: {
    title: 'it takes no POST',
    meaning: 'Something is served under this URL, but not for messages: the path is that of a page, or of another API.',
    next: () => 'Correct the path in the endpoint’s URL, then resend.',
    own: 'Correct the path in the endpoint’s URL, then resend.',
  },
  409: {
    ...byClass.http_4xx,
    title: 'it sees a conflict',
    meaning: 'Receivers often say so of a message that they have processed before.',
  },
  415: { ...byClass.http_4xx, title: 'it does not take this content type' },
  422: { ...byClass.http_4xx, title: 'it read the payload and refuses it' },
  502: {
    title: 'the server behind its proxy does not work',
    meaning: 'A proxy took the request and got no valid answer from the application behind it.',
    ...atProxy,
  },
  503: { title: 'it is overloaded or under maintenance', meaning: 'The receiver says that this will pass.', ...overloaded },
  504: {
    title: 'the server behind its proxy does not answer',
    meaning: 'A proxy took the request and gave up waiting. The message may have been processed all the same.',
    ...atProxy,
  },
}

/** The words for one outcome; `status` null: there was no answer; `owner` null: the reader owns the endpoint. */
export function adviseOn(error: ErrorClass, status: number | null, owner: string | null): Advice {
  const { title, meaning, next, own } = (status === null ? undefined : byStatus[status]) ?? byClass[error]
  const answered = status !== null && error.startsWith('http_')
  const who = owner === null ? 'Your server' : 'The endpoint'
  return { title: answered ? `${who} answered ${status}: ${title}` : title, meaning, nextStep: owner === null ? own : next(owner) }
}
