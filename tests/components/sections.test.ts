import { expect, test } from 'vitest'
import { isWithin, sections } from '#components/shell/sections.ts'

const slugs = { organization: 'acme', environment: 'production' }

test.each([
  ['/acme/production', ['Overview']],
  ['/acme/production/messages', ['Messages']],
  ['/acme/production/messages/msg_1', ['Messages']],
  ['/acme/production/deliveries', ['Deliveries']],
  ['/acme/production/system', ['System']],
])('%s is of %j', (path, names) => {
  expect(sections.filter(({ pathIn }) => isWithin(path, pathIn(slugs), slugs)).map(({ name }) => name)).toEqual(names)
})
