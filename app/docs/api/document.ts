import type { Document } from '#components/reference/document.ts'
import { readResources } from '#components/reference/document.ts'
import written from '../../../docs/openapi.json' with { type: 'json' }

/** What the server serves at /api/v1/openapi.json, which a test keeps the same. Nothing of this installation is in it. */
export const openApi = written as unknown as Document

export const resources = readResources(openApi)
