import { z } from 'zod'
import { catalogSchema, catalogTypes } from '#server/event-types/catalog.ts'
import { operation, reply } from '#server/rest/operation.ts'

const tag = 'Event type'

export const catalogOperations = [
  operation({
    method: 'get',
    path: '/catalog/types.ts',
    operationId: 'v1.catalog.types',
    summary: 'Get the catalogue as TypeScript',
    description:
      'A module with a type for the payload of each event type, by the newest version of its schema, and a function that verifies a webhook.',
    tag,
    permission: 'read',
    produces: 'text/plain; charset=utf-8',
    responses: { 200: z.string() },
    run: async ({ context }) => reply(200, await catalogTypes(context)),
  }),
  operation({
    method: 'get',
    path: '/catalog/schema.json',
    operationId: 'v1.catalog.schema',
    summary: 'Get the catalogue as one JSON Schema',
    description: 'Each event type stands under `definitions` by its name, with the newest version of its schema.',
    tag,
    permission: 'read',
    responses: { 200: z.looseObject({}) },
    run: async ({ context }) => reply(200, await catalogSchema(context)),
  }),
]
