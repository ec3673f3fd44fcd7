import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { History, type LucideIcon, MousePointerClick } from 'lucide-react'
import { useState } from 'react'
import { icons, type Place, toPlace } from '#components/palette/looks.ts'
import { type PageCommand, readPageCommands } from '#components/palette/page-commands.ts'
import { readRecent } from '#components/palette/recent.ts'
import type { Slugs } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { type Page, sections } from '#components/shell/sections.ts'
import { describeError, useTRPC } from '#components/trpc.tsx'
import { useSettled } from '#components/ui/use-settled.ts'

/** What opens when it is chosen, or is done; `disabledReason` says why not. */
export type Result = {
  group: 'Recent' | 'Go to' | 'Do'
  icon: LucideIcon
  word: string
  note: string | null
  disabledReason: string | null
} & ({ href: string; place: Place | null } | { command: PageCommand })

const settleMs = 150

const toResult = (place: Place, group: 'Recent' | 'Go to'): Result => ({
  group,
  icon: group === 'Recent' ? History : icons[place.kind],
  word: place.word,
  note: place.note,
  disabledReason: null,
  href: place.href,
  place,
})

const pageResult = ({ name, pathIn }: Page, icon: LucideIcon, section: string | null, slugs: Slugs): Result => ({
  group: 'Go to',
  icon,
  word: name,
  note: section,
  disabledReason: null,
  href: pathIn(slugs),
  place: null,
})

/** The sections; their other pages, which the nav does not show either, once something is typed. */
const pageResults = (typed: string, slugs: Slugs): Result[] =>
  sections.flatMap(({ icon, pages = [], ...section }) => [
    pageResult(section, icon, null, slugs),
    ...(typed === '' ? [] : pages.map(page => pageResult(page, icon, section.name, slugs))),
  ])

const commandResult = (command: PageCommand): Result => ({
  group: 'Do',
  icon: MousePointerClick,
  word: command.word,
  note: command.note,
  disabledReason: command.disabledReason,
  command,
})

export const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean)

/** Whether every word that was typed is in it. */
function fits(text: string, { word, note }: Pick<Result, 'word' | 'note'>): boolean {
  const says = `${word} ${note ?? ''}`.toLowerCase()
  return wordsOf(text).every(part => says.includes(part))
}

/** What there is to choose for a text: pages and commands by their words, everything else by a look-up once the typing pauses. */
export function useResults(text: string): { results: Result[]; searching: boolean; error: string | null } {
  const trpc = useTRPC()
  const scope = useScope()
  const [commands] = useState(readPageCommands)
  const [recent] = useState(() => readRecent(scope))
  const typed = text.trim()
  const settled = useSettled(typed, settleMs)
  const query = useQuery(
    trpc.places.find.queryOptions({ ...scope, text: settled }, { enabled: settled !== '', placeholderData: keepPreviousData }),
  )
  const searching = typed !== settled || (typed !== '' && query.isFetching)
  const found = typed === '' ? [] : (query.data ?? []).map(found => toResult(toPlace(found, scope), 'Go to'))
  const results = [
    ...(typed === '' ? recent.map(place => toResult(place, 'Recent')) : []),
    ...pageResults(typed, scope).filter(result => fits(typed, result)),
    // Until the answer to this text is there, that to the one before, as far as it is one to both.
    ...found.filter(result => !searching || fits(typed, result)),
    ...commands.map(commandResult).filter(result => fits(typed, result)),
  ]
  return { results, searching, error: describeError(query.error) }
}
