import { TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import { readFaults } from '#components/read-faults.ts'
import { describeError } from '#components/trpc.tsx'

const refused = (...issues: { path: string; message: string }[]) =>
  TRPCClientError.from({
    error: { code: -32600, message: 'It was refused.', data: { code: 'BAD_REQUEST', httpStatus: 400, requestId: 'req_1', issues } },
  })

describe('the faults of a form', () => {
  test('are by field, whatever the procedure calls the whole', () => {
    for (const path of ['slug', 'made.slug', 'value.slug'])
      expect(readFaults(refused({ path, message: 'Taken.' }), ['name', 'slug']), path).toEqual({ of: { slug: 'Taken.' }, rest: null })
  })

  test('say what inside a field they are about, but not the number of one in a list', () => {
    const error = refused({ path: 'value.headers.x-shop', message: 'is reserved.' }, { path: 'patch.featureFlags.0', message: 'Too long.' })
    expect(readFaults(error, ['headers', 'featureFlags']).of).toEqual({ headers: 'x-shop is reserved.', featureFlags: 'Too long.' })
  })

  test('are the first of each field', () => {
    const error = refused({ path: 'name', message: 'Too short.' }, { path: 'name', message: 'Wrong.' })
    expect(readFaults(error, ['name']).of).toEqual({ name: 'Too short.' })
  })

  test('that belong to no field are said with the request id', () => {
    expect(readFaults(refused({ path: 'link', message: 'Wrong.' }), ['name'])).toEqual({ of: {}, rest: 'It was refused. (req_1)' })
    expect(readFaults(refused(), ['name'])).toEqual({ of: {}, rest: 'It was refused. (req_1)' })
    expect(readFaults(null, ['name'])).toEqual({ of: {}, rest: null })
  })
})

test('an error is described with the request id, if the server could answer', () => {
  expect(describeError(refused())).toBe('It was refused. (req_1)')
  expect(describeError(new TypeError('fetch failed'))).toBe('The server can’t be reached now.')
  expect(describeError(null)).toBeNull()
})
