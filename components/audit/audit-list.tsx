'use client'
import { ChevronRight, Cog, KeyRound, type LucideIcon, Plug, Store, User } from 'lucide-react'
import { useId, useState } from 'react'
import { describeAction, printValue } from '#components/audit/words.ts'
import { classNames } from '#components/ui/class-names.ts'
import { IdText } from '#components/ui/id-text.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { AuditChange, AuditRow } from '#server/audit/schema.ts'

const icons: Record<AuditRow['actor']['kind'], LucideIcon> = { user: User, key: KeyRound, portal: Store, integration: Plug, system: Cog }
const kindWords: Record<AuditRow['actor']['kind'], string> = {
  user: 'Member',
  key: 'API key',
  portal: 'Merchant',
  integration: 'Integration',
  system: 'System',
}

export function AuditList({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <ul aria-label="Audit log">
      {rows.map(row => (
        <Entry key={row.id} row={row} />
      ))}
    </ul>
  )
}

/** One line that says who did what to what, and opens to what has changed. */
function Entry({ row }: { row: AuditRow }) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const Icon = icons[row.actor.kind]
  return (
    <li className="border-b border-line">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-(--size-row) w-full items-start gap-2 px-6 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2 max-nav:px-4"
      >
        <ChevronRight
          className={classNames('icon mt-0.5 text-mark transition-transform duration-(--duration-fast)', open && 'rotate-90')}
          aria-hidden
        />
        <Icon className="icon mt-0.5 text-muted" aria-label={kindWords[row.actor.kind]} />
        <span className="min-w-0 flex-1 wrap-anywhere">
          <span className="font-medium">{row.actor.name}</span> <span className="text-muted">{describeAction(row.action)}</span>{' '}
          {row.target.name}
        </span>
        <span className="text-muted tabular-nums">
          <RelativeTime time={row.at} ago about />
        </span>
      </button>
      <div id={id} hidden={!open} className="px-6 pb-4 max-nav:px-4">
        {open && <Details row={row} />}
      </div>
    </li>
  )
}

function Details({ row: { actor, target, changes } }: { row: AuditRow }) {
  return (
    <div className="grid gap-3 pl-12 max-card:pl-6">
      <p className="mt-1 flex flex-wrap gap-x-6 gap-y-2 leading-6">
        {actor.id && <IdText prefix="by" id={actor.id} />}
        {target.id && <IdText prefix="on" id={target.id} />}
      </p>
      {changes.length > 0 && <Changes changes={changes} />}
    </div>
  )
}

function Changes({ changes }: { changes: readonly AuditChange[] }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-2 max-card:grid-cols-[minmax(0,1fr)] max-card:gap-y-1">
      {changes.map(({ name, before, after }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="grid min-w-0 justify-items-start gap-1 font-mono text-sm">
            {before !== undefined && <Value sign="−" tone="negative" word="before" value={before} />}
            {after !== undefined && <Value sign="+" tone="positive" word="after" value={after} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

type ValueProps = { sign: string; tone: 'negative' | 'positive'; word: string; value: unknown }

function Value({ sign, tone, word, value }: ValueProps) {
  return (
    <span data-tone={tone} className="flex max-w-full gap-2 rounded-sm bg-(--soft) px-1.5 py-0.5 text-(--ink)">
      <span aria-hidden>{sign}</span>
      <span className="sr-only">{`${word} `}</span>
      <span className="max-h-80 min-w-0 overflow-y-auto wrap-anywhere whitespace-pre-wrap">{printValue(value)}</span>
    </span>
  )
}

export function LoadingAudit() {
  return (
    <ul aria-label="The audit log is loading" aria-busy>
      {[320, 260, 380, 300, 340, 280, 360, 300].map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows never move
        <li key={index} className="flex h-(--size-row) items-center border-b border-line px-6 max-nav:px-4">
          <Skeleton width={width} />
        </li>
      ))}
    </ul>
  )
}
