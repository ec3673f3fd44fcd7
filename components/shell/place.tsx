'use client'
import { createContext, type ReactNode, useContext } from 'react'
import type { roleMay } from '#server/auth/permissions.ts'
import type { Capability } from '#server/portal/schema.ts'

type Role = Parameters<typeof roleMay>[0]

/** A member of the organization in its dashboard, or a merchant in the portal of their application. */
export type Reader =
  | { kind: 'member'; role: Role }
  | { kind: 'merchant'; application: { id: string; name: string }; capabilities: readonly Capability[] }

/** Where the reader is, by the address, and what they may do there. */
export type Place = {
  organization: { slug: string; name: string }
  environment: { slug: string; name: string; demo: boolean }
  reader: Reader
  /** Whether a message was ever posted there. */
  begun: boolean
  /** Posthorn's public address. */
  url: string
}

const PlaceContext = createContext<Place | null>(null)

export function PlaceProvider({ place, children }: { place: Place; children: ReactNode }) {
  return <PlaceContext value={place}>{children}</PlaceContext>
}

export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (place === null) throw new Error('This needs a PlaceProvider around it')
  return place
}

/** The part of every procedure's input that says where. */
export function useScope(): { organization: string; environment: string } {
  const { organization, environment } = usePlace()
  return { organization: organization.slug, environment: environment.slug }
}

/** In the portal: whose it is, and what their token may do; null in the dashboard. */
export function useMerchant(): Extract<Reader, { kind: 'merchant' }> | null {
  const { reader } = usePlace()
  return reader.kind === 'merchant' ? reader : null
}

/** The application whose portal this is, on pages that only portals have. */
export function useOwnApplication(): { id: string; name: string } {
  const merchant = useMerchant()
  if (merchant === null) throw new Error('Only a portal has an application of its own')
  return merchant.application
}

/** The reader's role, on pages that only members have. */
export function useRole(): Role {
  const { reader } = usePlace()
  if (reader.kind !== 'member') throw new Error('Only members have a role')
  return reader.role
}
