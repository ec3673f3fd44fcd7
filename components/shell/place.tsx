'use client'
import { createContext, type ReactNode, useContext } from 'react'
import type { roleMay } from '#server/auth/permissions.ts'

/** Where the reader is, by the address, and what they may do there. */
export type Place = {
  organization: { slug: string; name: string }
  environment: { slug: string; name: string; demo: boolean }
  role: Parameters<typeof roleMay>[0]
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
