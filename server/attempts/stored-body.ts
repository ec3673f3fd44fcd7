/**
 * A response body as it is kept: as text where it is text that Postgres can hold, else in base64, as Svix shows it.
 * `truncated`: the last character may be cut in two, which is no reason to call the body binary.
 */
export function storedBody(body: Buffer, truncated: boolean): { text: string; base64: boolean } {
  if (body.length === 0) return { text: '', base64: false }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body, { stream: truncated })
    if (!text.includes('\0')) return { text, base64: false }
  } catch {
    // Not UTF-8.
  }
  return { text: body.toString('base64'), base64: true }
}
