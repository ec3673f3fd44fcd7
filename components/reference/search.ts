import type { Document, Resource } from '#components/reference/document.ts'
import { fieldsOf } from '#components/reference/fields.ts'
import { referencePath } from '#components/shell/paths.ts'

/** What the nav needs of an operation. `words` is what it is found by beside what is shown: names of parameters and fields. */
export type Entry = { anchor: string; summary: string; method: string; path: string; words: string }
export type Section = { name: string; slug: string; entries: Entry[] }

export const sectionsOf = (document: Document, resources: readonly Resource[]): Section[] =>
  resources.map(({ name, slug, operations }) => ({
    name,
    slug,
    entries: operations.map(({ anchor, summary, method, path, parameters, body }) => ({
      anchor,
      summary,
      method: method.toUpperCase(),
      path: path.replace('/api/v1', ''),
      words: [...parameters, ...(body ? fieldsOf(document, body) : [])].map(one => one.name).join(' '),
    })),
  }))

export const resourcePath = ({ slug }: { slug: string }): string => `${referencePath}/${slug}`

export type Found = Entry & { href: string; resource: string }

/** Every word must be somewhere; what has all of them in its name comes first, then what has them in its address, then the rest. */
export function findOperations(sections: readonly Section[], text: string): Found[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  const all = (places: string) => wanted.every(word => places.toLowerCase().includes(word))
  const rankOf = ({ summary, anchor, method, path, words }: Entry): number => {
    const name = `${summary} ${anchor}`
    return [name, `${name} ${method} ${path}`, `${name} ${method} ${path} ${words}`].findIndex(all)
  }
  return sections
    .flatMap(section =>
      section.entries.map(entry => ({ ...entry, href: `${resourcePath(section)}#${entry.anchor}`, resource: section.name })),
    )
    .map(found => ({ found, rank: rankOf(found) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ found }) => found)
}
