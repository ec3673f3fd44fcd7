/** How the installation does, all organizations together: what runs it, never whose data. */
export type System = {
  now: Date
  versions: { posthorn: string; node: string; postgres: string }
  workers: WorkerView[]
  queues: QueueView[]
  /** Endpoints that have a queue of their own now, by why. */
  lanes: { reason: 'slow' | 'burst' | 'limit'; count: number }[]
  /** Messages accepted in the last minute, all environments together; `more`: more than were counted. */
  ingest: { perMinute: number; more: boolean }
  databaseBytes: number
  /** Tables by the week that they hold, newest first. */
  weeks: WeekView[]
  /** What is in no week. */
  others: { name: string; bytes: number }[]
  /** For how many whole weeks to come every row has a partition. */
  weeksAhead: number
  /** What the reconciler repaired in the last 90 days, newest first: should be empty. */
  findings: { foundAt: Date; withoutJob: number; withNeedlessJob: number }[]
}

export type WorkerView = {
  id: number
  name: string
  version: string
  inFlight: number
  startedAt: Date
  seenAt: Date
  /** Seen in the last 30 seconds. */
  alive: boolean
}

export type QueueView = {
  name: 'deliver' | 'retry' | 'replay' | 'lanes'
  /** Jobs that should be under way, counted up to 10,000. */
  due: number
  more: boolean
  /** How long the oldest of them has waited; 0: none waits. */
  oldestDueSeconds: number
  /** An estimate of all jobs, those of the future included. */
  about: number
}

export type WeekView = { week: number; startsAt: Date; message: number; delivery: number; attempt: number; payload: number }
