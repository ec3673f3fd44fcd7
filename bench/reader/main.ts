import { apiReads, request } from '#bench/reader/api.ts'
import { dashboardReads } from '#bench/reader/dashboard.ts'
import type { Read } from '#bench/reader/reads.ts'
import { readSamples, type Sample } from '#bench/reader/samples.ts'
import { serve } from '#bench/remote.ts'
import { nowUs } from '#bench/stamp.ts'
import type { SignedIn } from '#server/auth/membership.ts'
import { prisma } from '#server/db.ts'
import type { Id } from '#server/ids.ts'

/** Web's reading half: the procedures and operations themselves, in a process of its own, without the way over HTTP. */
const warmUps = 3

let reads: Read[] = []
let samples: Record<'any' | 'failed', Sample[]> = { any: [], failed: [] }

const methods = {
  /** Applications with so many endpoints each. */
  createMerchants: async (token: string, endpointCounts: readonly number[]) => {
    for (const [index, count] of endpointCounts.entries()) {
      const { id } = await request<{ id: string }>(token, 'POST', '/app', { name: `Merchant ${index}` })
      for (let place = 0; place < count; place++)
        await request(token, 'POST', `/app/${id}/endpoint`, { url: `https://merchant-${index}.example.com/hooks/${place}` })
    }
  },
  /** Draws what is read, so many of each kind. Resolves with the reads, by whose place they are measured. */
  prepare: async (token: string, count: number) => {
    reads = [...dashboardReads(await signIn(), { organization: 'bench', environment: 'bench' }), ...apiReads(token)]
    samples = { any: await readSamples('any', count), failed: await readSamples('failed', count) }
    return reads.map(({ what, limitMs }) => ({ what, limitMs }))
  },
  /** Microseconds of each run. */
  measure: async (place: number): Promise<Float64Array> => {
    const { run, of = 'any' } = reads[place]!
    const drawn = samples[of]
    for (const sample of drawn.slice(0, warmUps)) await run(sample)
    const took = new Float64Array(drawn.length)
    for (const [index, sample] of drawn.entries()) {
      const begun = nowUs()
      await run(sample)
      took[index] = nowUs() - begun
    }
    return took
  },
}
export type ReaderMethods = typeof methods

async function signIn(): Promise<SignedIn> {
  const organization = await prisma.organization.findUniqueOrThrow({ where: { slug: 'bench' } })
  const [name, email] = ['Ada', 'ada@example.com']
  const members = { create: { organizationId: organization.id, role: 'owner' } }
  const user = await prisma.user.create({ data: { email, name, passwordHash: '', members } })
  return { userId: user.id as Id<'user'>, name, email }
}

serve(methods)
