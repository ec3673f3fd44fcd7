import { Hmac } from 'node:crypto'
import { poisonWord } from '#tests/chaos/poison-word.ts'

/**
 * Preloaded into a worker (`node --import`): the process dies, as by a fault of its own, when it signs a payload with this word in it.
 * The product knows nothing of it.
 */
const update = Hmac.prototype.update as (this: Hmac, data: string | NodeJS.ArrayBufferView) => Hmac
Hmac.prototype.update = function (this: Hmac, data: string | NodeJS.ArrayBufferView) {
  if (Buffer.isBuffer(data) && data.includes(poisonWord)) process.kill(process.pid, 'SIGKILL')
  return update.call(this, data)
} as typeof Hmac.prototype.update
