import { formatMs } from '#components/ui/format.ts'
import type { AttemptDetailView } from '#server/messages/detail-schema.ts'

/** Where the time went: what took longest is told by length, not by hue. A phase that did not happen is left out. */
export function PhaseBar({ phases }: { phases: AttemptDetailView['phases'] }) {
  const all = [
    { name: 'DNS', ms: phases.dnsMs, colour: 'bg-phase-1' },
    { name: 'Connect', ms: phases.connectMs, colour: 'bg-phase-2' },
    { name: 'TLS', ms: phases.tlsMs, colour: 'bg-phase-3' },
    { name: 'First byte', ms: phases.firstByteMs, colour: 'bg-phase-4' },
    { name: 'Body', ms: phases.bodyMs, colour: 'bg-phase-5' },
  ]
  const happened = all.flatMap(phase => (phase.ms === null ? [] : [{ ...phase, ms: phase.ms }]))
  if (happened.length === 0) return <p className="text-sm text-muted">Nothing was sent.</p>
  return (
    <div className="grid gap-2">
      <div className="flex h-2 gap-px overflow-hidden rounded-[2px]" aria-hidden>
        {happened.map(({ name, ms, colour }) => (
          <span key={name} className={`min-w-[3px] ${colour}`} style={{ flex: `${ms} 0 0` }} />
        ))}
      </div>
      <dl className="flex flex-wrap gap-x-6 text-sm max-card:grid max-card:gap-1">
        {happened.map(({ name, ms, colour }) => (
          <div key={name} className="max-card:flex max-card:justify-between">
            <dt className="flex items-center gap-1.5 text-muted">
              <span className={`size-2 rounded-[2px] ${colour}`} aria-hidden />
              {name}
            </dt>
            <dd className="pl-3.5 font-mono">{formatMs(ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
