/**
 * When a message was sent, written into its payload. The monotonic clock is one for all processes of a machine, so that what another
 * process receives can be told in microseconds. The offset makes every stamp 16 digits long: messages differ in digits, not in length.
 */
const offsetUs = 1_000_000_000_000_000

/** Microseconds. */
export function nowUs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1_000_000 + Math.floor(nanoseconds / 1000)
}

const firstNumber = 1_000_000_000

/** The beginning of a payload: when it was sent, and a number that no other message of the session has. */
export const stampOf = (sentUs: number, number: number): string => `{"at":${sentUs + offsetUs},"n":${number + firstNumber}`
export const stampLength = stampOf(0, 0).length

/** Null when the payload is not one of ours, such as those of a backlog that was put into the tables. */
export function readStamp(body: Buffer): { sentUs: number; number: number } | null {
  const match = /^\{"at":(\d{16}),"n":(\d{10})/.exec(body.toString('latin1', 0, stampLength))
  return match && { sentUs: Number(match[1]) - offsetUs, number: Number(match[2]) - firstNumber }
}
