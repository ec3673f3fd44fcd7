'use client'
import { ListRestart } from 'lucide-react'
import Link from 'next/link'
import { Strip } from '#components/endpoints/strip.tsx'
import { type EndpointAddress, useActiveReplay } from '#components/endpoints/use-endpoint.ts'
import { CancelReplay } from '#components/replays/cancel-replay.tsx'
import { replayPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { formatCount, formatSpan } from '#components/ui/format.ts'
import type { ReplayOut } from '#server/replays/schema.ts'

const titles: Partial<Record<ReplayOut['state'], string>> = {
  waiting: 'A replay waits for the next success.',
  canary: 'A replay sends its first delivery.',
  running: 'A replay is on its way.',
}

/** The replay that is not over: how far it is, and a way to stop it. */
export function ReplayStrip({ address }: { address: EndpointAddress }) {
  const scope = useScope()
  const { data: replay } = useActiveReplay(address)
  if (!replay) return null
  const done = replay.delivered + replay.failed + replay.skipped
  return (
    <Strip
      tone="progress"
      icon={ListRestart}
      title={titles[replay.state] ?? ''}
      action={<CancelReplay replay={replay} />}
      note={
        replay.state === 'waiting'
          ? 'On the first success one delivery goes out; if that succeeds too, the others follow.'
          : 'The first attempt that fails stops it. It goes on when this page is closed.'
      }
    >
      <span className="tabular-nums">
        {formatCount(done)} of {formatCount(replay.total)}
        {!replay.totalIsExact && '+'} sent{replay.failed > 0 && `, ${formatCount(replay.failed)} failed`}
        {timeLeft(replay, done)}.{' '}
        <Link href={replayPath(scope, replay.id)} className="link">
          Follow it
        </Link>
      </span>
    </Strip>
  )
}

function timeLeft({ state, rate, total }: ReplayOut, done: number): string {
  if (state !== 'running' || rate === null || total <= done) return ''
  return `, at ${formatCount(rate)}/s ${formatSpan(((total - done) / rate) * 1_000)} left`
}
