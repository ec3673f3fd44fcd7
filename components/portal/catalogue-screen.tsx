'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { byCursor } from '#components/by-cursor.ts'
import { CatalogList } from '#components/event-types/catalog-list.tsx'
import { ExportMenu } from '#components/event-types/export-menu.tsx'
import { words } from '#components/portal/words.ts'
import { PageBar } from '#components/shell/page-bar.tsx'
import { useScope } from '#components/shell/place.tsx'
import { useTRPC } from '#components/trpc.tsx'
import { SearchField } from '#components/ui/search-field.tsx'
import { StateBox } from '#components/ui/state-box.tsx'
import { useRowKeys } from '#components/ui/use-row-keys.ts'

/** What can be sent to the merchant. */
export function CatalogueScreen() {
  const trpc = useTRPC()
  const [text, setText] = useState('')
  const query = useInfiniteQuery(
    trpc.eventTypes.list.infiniteQueryOptions({ ...useScope(), text, archived: false }, { ...byCursor, placeholderData: keepPreviousData }),
  )
  useRowKeys(query.data?.pages.flatMap(page => page.rows.map(({ name }) => name)) ?? [])
  const empty = text === '' ? words.catalogue.none : words.catalogue.noMatch
  return (
    <>
      <PageBar title={words.sections.catalogue}>
        <ExportMenu />
      </PageBar>
      <main className="px-6 pt-3 pb-8 max-nav:px-4">
        <h1 className="sr-only">{words.sections.catalogue}</h1>
        <div className="overflow-clip rounded-lg border border-line bg-surface [--gutter:1rem] [&_tr:last-child]:border-b-0">
          <div className="flex min-h-12 items-center border-b border-line px-4 py-2.5">
            <SearchField by={words.catalogue.searchBy} text={text} onSearch={setText} />
          </div>
          <CatalogList
            query={query}
            empty={
              <StateBox title={empty.title}>
                <p className="text-muted">{empty.text}</p>
              </StateBox>
            }
          />
        </div>
      </main>
    </>
  )
}
