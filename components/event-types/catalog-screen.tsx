'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Plus, Upload } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { byCursor } from '#components/by-cursor.ts'
import { CatalogList } from '#components/event-types/catalog-list.tsx'
import { EmptyCatalog } from '#components/event-types/empty-catalog.tsx'
import { ExportMenu } from '#components/event-types/export-menu.tsx'
import { type CatalogFilter, readCatalogFilter, writeCatalogFilter } from '#components/event-types/filter.ts'
import { PageBar } from '#components/shell/page-bar.tsx'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { useTRPC } from '#components/trpc.tsx'
import { Button } from '#components/ui/button.tsx'
import { SearchField } from '#components/ui/search-field.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { Toolbar } from '#components/ui/toolbar.tsx'
import { useRowKeys } from '#components/ui/use-row-keys.ts'

/** They come when they are opened: the list itself needs nothing of them. */
const NewEventType = dynamic(() => import('#components/event-types/event-type-dialog.tsx').then(module => module.NewEventType))
const ImportDialog = dynamic(() => import('#components/event-types/import-dialog.tsx').then(module => module.ImportDialog))

const views = [
  { value: 'active', word: 'Active' },
  { value: 'archived', word: 'Archived' },
] as const

export function CatalogScreen() {
  const trpc = useTRPC()
  const scope = useScope()
  const reason = useRefusal('configure', 'Changing event types')
  const { filter, setFilter } = useCatalogAddress()
  const [open, setOpen] = useState<'create' | 'import' | null>(null)
  const query = useInfiniteQuery(
    trpc.eventTypes.list.infiniteQueryOptions({ ...scope, ...filter }, { ...byCursor, placeholderData: keepPreviousData }),
  )
  useRowKeys(query.data?.pages.flatMap(page => page.rows.map(({ name }) => name)) ?? [])
  const close = () => setOpen(null)
  return (
    <>
      <PageBar title="Event types">
        <ExportMenu />
        <Button icon={Upload} disabledReason={reason} onClick={() => setOpen('import')}>
          <span className="max-card:sr-only">Import</span>
        </Button>
        <Button variant="primary" icon={Plus} disabledReason={reason} onClick={() => setOpen('create')}>
          <span className="max-card:sr-only">New event type</span>
        </Button>
      </PageBar>
      <main>
        <h1 className="sr-only">Event types</h1>
        <Toolbar>
          <SearchField by="Name or description" text={filter.text} onSearch={text => setFilter({ ...filter, text })} />
          <Segmented
            label="Which event types"
            options={views}
            value={filter.archived ? 'archived' : 'active'}
            onChange={view => setFilter({ ...filter, archived: view === 'archived' })}
          />
        </Toolbar>
        <CatalogList
          query={query}
          empty={
            <EmptyCatalog filter={filter} onFilter={setFilter} onCreate={() => setOpen('create')} onImport={() => setOpen('import')} />
          }
        />
      </main>
      {open === 'create' && <NewEventType onClose={close} />}
      {open === 'import' && <ImportDialog onClose={close} />}
    </>
  )
}

/** The filter stands in the address alone; typing is no step that Back undoes. */
function useCatalogAddress() {
  const path = usePathname()
  const filter = readCatalogFilter(useSearchParams())
  const setFilter = (next: CatalogFilter) => {
    const search = writeCatalogFilter(next)
    window.history.replaceState(null, '', search === '' ? path : `${path}?${search}`)
  }
  return { filter, setFilter }
}
