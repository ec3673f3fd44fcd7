import { type ReplayableState, replayableStates } from '#server/replays/replayable-states.ts'
import type { ReplayDraft } from '#server/replays/view-schema.ts'

/** How a replay begins: with one delivery before the others, at once, or with a canary after the endpoint's next success. */
export const begins = ['canary', 'now', 'healthy'] as const
export type Begin = (typeof begins)[number]

export const rates = [1, 5, 20, 100, 500] as const
const defaultRate = 20
const maxRate = 1_000

/** A replay that is not made yet, as it stands in the address, so that it can be shared: `?endpoint=…&state=failed&since=…`. */
export type Draft = ReplayDraft & { rate: number; begin: Begin }

const list = (text: string | null): string[] => (text ?? '').split(',').filter(Boolean).slice(0, 100)
const isState = (text: string): text is ReplayableState => (replayableStates as readonly string[]).includes(text)

/** What can't be understood is left out: an address is typed by people, too. */
export function readDraft(params: Pick<URLSearchParams, 'get'>): Draft {
  const endpoint = params.get('endpoint') || null
  const states = list(params.get('state')).filter(isState)
  const rate = Number(params.get('pace'))
  const begin = begins.find(each => each === params.get('begin')) ?? 'canary'
  return {
    application: params.get('application') || null,
    endpoint,
    states: states.length === 0 ? ['failed'] : states,
    eventTypes: list(params.get('type')),
    since: readTime(params.get('since')),
    until: readTime(params.get('until')),
    rate: Number.isInteger(rate) && rate >= 1 && rate <= maxRate ? rate : defaultRate,
    // Only one endpoint can be waited for.
    begin: begin === 'healthy' && endpoint === null ? 'canary' : begin,
  }
}

function readTime(text: string | null): Date | null {
  const time = new Date(text ?? '')
  return Number.isNaN(time.getTime()) ? null : time
}

/** Only what differs from the default. */
export function writeDraft(draft: Omit<Partial<Draft>, 'states'> & { states: ReplayableState[] }): URLSearchParams {
  const params = new URLSearchParams()
  const set = (name: string, value: string | null | undefined) => value && params.set(name, value)
  set('application', draft.endpoint ? null : draft.application)
  set('endpoint', draft.endpoint)
  set('state', draft.states.join(','))
  set('type', draft.eventTypes?.join(','))
  set('since', draft.since?.toISOString())
  set('until', draft.until?.toISOString())
  if (draft.rate !== defaultRate) set('pace', draft.rate?.toString())
  if (draft.begin !== 'canary') set('begin', draft.begin)
  return params
}
