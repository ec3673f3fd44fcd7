/** For infinite queries of lists whose pages name where the next one begins; null: nowhere. */
export const byCursor = { getNextPageParam: (page: { cursor: string | null }) => page.cursor, initialCursor: null }
