import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/**
 * Passwords as scrypt hashes: `scrypt$<log2 N>$<r>$<p>$<salt>$<hash>`. The parameters are stored with each, so that they can grow.
 * N = 2^15, r = 8, p = 3 is one of OWASP's equivalent choices: 32 MiB and some 200 ms, on libuv's threads, not the event loop's.
 */
const current = { logN: 15, r: 8, p: 3 }
const hashBytes = 32
/** Hashes at work at once: libuv has four threads, and files and look-ups need some of them. */
const maxRunning = 2

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, current)
  return ['scrypt', current.logN, current.r, current.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Takes the same time when there is no account (`stored` null): what is absent must not answer faster. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, logN, r, p, salt = '', hash = ''] = (stored ?? (await decoy())).split('$')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { logN: Number(logN), r: Number(r), p: Number(p) })
  return timingSafeEqual(derived, Buffer.from(hash, 'base64url')) && stored !== null
}

let decoyHash: Promise<string> | undefined
const decoy = () => {
  decoyHash ??= hashPassword(randomBytes(32).toString('base64url'))
  return decoyHash
}

let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Buffer, { logN, r, p }: typeof current): Promise<Buffer> {
  if (running >= maxRunning) await new Promise<void>(resolve => waiting.push(resolve))
  else running++
  const options: ScryptOptions = { N: 2 ** logN, r, p, maxmem: 2 * 128 * r * 2 ** logN }
  try {
    // The same characters can be typed as different code points.
    return await new Promise((resolve, reject) =>
      scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key))),
    )
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
