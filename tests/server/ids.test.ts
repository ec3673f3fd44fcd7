import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pool } from '#server/db.ts'
import { type Entity, formatId, idFloor, parseId, prefixes, randomToken, timeOfId } from '#server/ids.ts'

const entities = Object.keys(prefixes) as Entity[]

test('an id is its prefix and the TypeID form of the UUID', () => {
  // Vectors of the TypeID specification (spec/valid.yml).
  expect(formatId('message', '00000000-0000-0000-0000-000000000000')).toBe('msg_00000000000000000000000000')
  expect(formatId('message', '00000000-0000-0000-0000-00000000000a')).toBe('msg_0000000000000000000000000a')
  expect(formatId('message', 'ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe('msg_7zzzzzzzzzzzzzzzzzzzzzzzzz')
  expect(formatId('message', '01890a5d-ac96-774b-bcce-b302099a8057')).toBe('msg_01h455vb4pex5vsknk084sn02q')
})

test('every UUID survives the way out and back, and only as the same kind of entity', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom(...entities), fc.constantFrom(...entities), (uuid, entity, other) => {
      const text = formatId(entity, uuid)
      expect(parseId(entity, text)).toBe(uuid)
      if (other !== entity) expect(parseId(other, text)).toBeNull()
    }),
  )
})

test.each([
  '',
  'msg_',
  'msg_01h455vb4pex5vsknk084sn02',
  'msg_01h455vb4pex5vsknk084sn02qq',
  'msg_01h455vb4pex5vsknk084sn02i',
  'msg_8zzzzzzzzzzzzzzzzzzzzzzzzz',
  'MSG_01h455vb4pex5vsknk084sn02q',
  'app_01h455vb4pex5vsknk084sn02q',
  "msg_'; drop table message; --aa",
])('%j is no message id', text => expect(parseId('message', text)).toBeNull())

test('the database makes version 7 ids in order of time', async () => {
  const { rows } = await pool.query<{ id: string; at: Date }>('select uuid_v7() as id, clock_timestamp() as at from generate_series(1, 3)')
  for (const { id, at } of rows) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Math.abs(timeOfId(id).getTime() - at.getTime())).toBeLessThanOrEqual(5)
  }
})

test('what is made later has the greater id, within one millisecond too', async () => {
  // Every tenth, so that none is of the same microsecond as the one before.
  const { rows } = await pool.query<{ id: string }>(
    'select id from (select n, uuid_v7() as id from generate_series(1, 1000) n) made where n % 10 = 0 order by n',
  )
  const ids = rows.map(({ id }) => id)
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids.map(id => timeOfId(id).getTime())).size).toBeLessThan(ids.length)
})

test('the floor of a moment is the same here and in SQL, and sorts before every id of that moment', async () => {
  const moment = new Date('2026-11-22T13:37:00.123Z')
  const { rows } = await pool.query<{ floor: string; time: Date }>(
    'select uuid_v7_floor($1::timestamptz) as floor, uuid_v7_time(uuid_v7_floor($1::timestamptz)) as time',
    [moment],
  )
  expect(rows[0]).toEqual({ floor: idFloor(moment), time: moment })
  expect(timeOfId(idFloor(moment))).toEqual(moment)
})

test('tokens are base 62, of the length asked for, and do not repeat', () => {
  const tokens = Array.from({ length: 100 }, () => randomToken())
  for (const token of tokens) expect(token).toMatch(/^[0-9A-Za-z]{32}$/)
  expect(new Set(tokens).size).toBe(100)
  expect(randomToken(7)).toHaveLength(7)
})
