import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { beforeAll, expect, test, vi } from 'vitest'
import { buildWeb, isBuilt } from '#cli/web-build.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 })

/** What a browser that has nothing yet loads before a page answers to its reader: bytes of JavaScript as they are sent, file by file. */
const limitBytes = 200_000
/** Of pages of one thing and of forms, which are reached from a list that has loaded most of it. */
const inListBytes = 210_000
const isReachedFromList = (route: string): boolean => /(\]|\/new|\/edit)$/.test(route)

beforeAll(async () => {
  if (!isBuilt()) await buildWeb({}, new AbortController().signal)
})

type Route = { route: string; firstLoadChunkPaths: string[] }

async function measure(): Promise<{ route: string; bytes: number }[]> {
  const routes = JSON.parse(await readFile('.next/diagnostics/route-bundle-stats.json', 'utf8')) as Route[]
  const paths = [...new Set(routes.flatMap(route => route.firstLoadChunkPaths))]
  const sizes = new Map(await Promise.all(paths.map(async path => [path, (await promisify(gzip)(await readFile(path))).length] as const)))
  return routes.map(({ route, firstLoadChunkPaths }) => ({
    route,
    bytes: firstLoadChunkPaths.reduce((sum, path) => sum + sizes.get(path)!, 0),
  }))
}

test('no list needs more than 200 kB of JavaScript at first, and no page of one thing more than 210', async () => {
  const pages = await measure()
  expect(pages.map(({ route }) => route)).toContain('/[organization]/[environment]/messages')
  expect(pages.filter(({ route, bytes }) => bytes > (isReachedFromList(route) ? inListBytes : limitBytes))).toEqual([])
})
