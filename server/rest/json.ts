/** A JSON value as text, to be printed as it is: a payload goes out with the bytes it came in with, 64-bit numbers and all. */
export class Verbatim {
  readonly json: string;
  /** So that it stands where a schema says "any object". */
  [key: string]: unknown

  constructor(json: string) {
    this.json = json
  }
}

/** JSON.stringify that lets `Verbatim` through. */
export function print(value: unknown): string {
  if (value instanceof Verbatim) return value.json
  if (Array.isArray(value)) return `[${value.map(item => print(item ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${print(member)}`).join(',')}}`
}
