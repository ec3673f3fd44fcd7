import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { configurationFile, configurationPage } from '#cli/configuration-page.ts'

test('docs/configuration.md lists the variables as they are; npm run docs writes it', () => {
  expect(readFileSync(configurationFile, 'utf8')).toBe(configurationPage())
})
