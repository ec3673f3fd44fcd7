import { z } from 'zod'
import { EndpointIn, EndpointOut, EndpointUpsertIn } from '#server/endpoints/schema.ts'

/** What Posthorn tells the company itself. Written by the database (see the migrations), by the transaction that does what is told. */
export const operationalEventTypes = [
  'endpoint.created',
  'endpoint.updated',
  'endpoint.deleted',
  'endpoint.enabled',
  'endpoint.disabled',
  'endpoint.failing', // Svix has no such warning
  'message.attempt.failing',
  'message.attempt.exhausted',
  'message.attempt.recovered',
  'background_task.finished',
] as const

const eventTypes = z.array(z.enum(operationalEventTypes)).nullish().meta({ description: 'Empty or null: all.' })

/** Endpoints for operational events are like any other, without channels. */
export const OperationalEndpointIn = EndpointIn.omit({ channels: true }).extend({ eventTypes }).meta({ id: 'OperationalWebhookEndpointIn' })
export type OperationalEndpointIn = z.input<typeof OperationalEndpointIn>

export const OperationalEndpointUpsertIn = EndpointUpsertIn.omit({ channels: true })
  .extend({ eventTypes })
  .meta({ id: 'OperationalWebhookEndpointUpsertIn' })

export const OperationalEndpointOut = EndpointOut.omit({ channels: true })
