/** What the list shows, as it stands in the address. */
export type CatalogFilter = { text: string; archived: boolean }

export const readCatalogFilter = (params: Pick<URLSearchParams, 'get'>): CatalogFilter => ({
  text: (params.get('q') ?? '').trim().slice(0, 256),
  archived: params.get('archived') === 'true',
})

/** Only what differs from the plain list. */
export const writeCatalogFilter = ({ text, archived }: CatalogFilter): string =>
  new URLSearchParams({ ...(text !== '' && { q: text }), ...(archived && { archived: 'true' }) }).toString()

/** What event types are grouped by: the first part of their name. */
export const prefixOf = (name: string): string => name.split('.', 1)[0] ?? name
