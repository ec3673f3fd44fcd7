import { curl } from '#components/reference/languages/curl.ts'
import { go } from '#components/reference/languages/go.ts'
import { python } from '#components/reference/languages/python.ts'
import { typescript } from '#components/reference/languages/typescript.ts'
import type { ExampleRequest } from '#components/reference/request.ts'

const writers = { curl, typescript, python, go }
export type Language = keyof typeof writers
export type Examples = Record<Language, string>

export const writeExamples = (request: ExampleRequest): Examples => ({
  curl: curl(request),
  typescript: typescript(request),
  python: python(request),
  go: go(request),
})
