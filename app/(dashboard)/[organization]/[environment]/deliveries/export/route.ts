import type { NextRequest } from 'next/server'
import { readFilter } from '#components/deliveries/filters.ts'
import { openPlace } from '#server/auth/session.ts'
import { exportUndelivered } from '#server/deliveries/export.ts'
import { exportFormats } from '#server/deliveries/export-format.ts'
import { AppError } from '#server/errors.ts'

const types = { csv: 'text/csv; charset=utf-8', json: 'application/json' } as const

/** The list of deliveries as a file, by the same address as the list; whoever may see the one may have the other. */
export async function GET(request: NextRequest, { params }: RouteContext<'/[organization]/[environment]/deliveries/export'>) {
  const { organization, environment } = await params
  const opened = await openPlace(organization, environment)
  if (opened === null) return Response.json({ detail: 'Not found' }, { status: 404 })
  const search = request.nextUrl.searchParams
  const format = exportFormats.find(each => each === search.get('format')) ?? 'csv'
  try {
    const file = await exportUndelivered(opened.context, readFilter(search), format, request.signal)
    const headers = { 'content-type': types[format], 'content-disposition': `attachment; filename="deliveries.${format}"` }
    return new Response(file, { headers })
  } catch (error) {
    if (error instanceof AppError) return Response.json({ detail: error.message }, { status: error.status })
    throw error
  }
}
