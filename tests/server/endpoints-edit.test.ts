import { expect, test } from 'vitest'
import { editEndpoint } from '#server/endpoints/edit.ts'
import { getEndpoint } from '#server/endpoints/queries.ts'
import { formatId } from '#server/ids.ts'
import { write } from '#server/writes.ts'
import { seedMerchant } from '#tests/support/seed.ts'

test('who saves what was changed meanwhile writes nothing, unless they insist', async () => {
  const { context, uid, addEndpoint } = await seedMerchant()
  const path = { application: uid, endpoint: formatId('endpoint', await addEndpoint('https://hooks.example.com/a')) }
  const edit = (description: string, seenAt?: string) =>
    write(context, tx => editEndpoint(context, path, { value: { description }, headers: { headers: { 'x-by': description } }, seenAt }, tx))
  const { updatedAt } = await getEndpoint(context, path)

  const first = await edit('first', updatedAt)
  expect(first).toMatchObject({ description: 'first' })
  const { updatedAt: afterFirst } = await getEndpoint(context, path)
  expect(await edit('second', updatedAt)).toBeNull()
  expect(await getEndpoint(context, path)).toMatchObject({ description: 'first', updatedAt: afterFirst })
  expect(await edit('second', afterFirst)).toMatchObject({ description: 'second' })
  expect(await edit('third')).toMatchObject({ description: 'third' })
})
