import { expect, test } from 'vitest'
import { readDocument } from '#components/settings/read-document.ts'

test.each([
  ['an export', '{"version": 1, "eventTypes": [], "settings": {}}', { document: { version: 1, eventTypes: [], settings: {} } }],
  ['a part of one', '{"settings": {"payloadDays": 7}}', { document: { settings: { payloadDays: 7 } } }],
  ['no JSON', '{\n  "settings": {,\n}', { fault: { line: 2, place: '', message: expect.stringContaining('Expected property name') } }],
  ['nothing', '', { fault: { line: 1, place: '', message: 'Unexpected end of JSON input' } }],
  ['another document', '{"openapi": "3.1.0"}', { fault: { line: 1, place: '', message: expect.stringContaining('no export') } }],
  ['a list', '[]', { fault: { line: 1, place: '', message: expect.stringContaining('no export') } }],
  ['null', 'null', { fault: { line: 1, place: '', message: expect.stringContaining('no export') } }],
])('%s', (_, text, read) => expect(readDocument(text)).toEqual(read))
