import { createServer } from 'node:http'
import { config } from '#server/config.ts'
import { closePools } from '#server/db.ts'
import { log } from '#server/log.ts'
import { notifier, stopListening } from '#server/notify.ts'
import { version } from '#server/version.ts'
import { metricsText } from '#worker/metrics.ts'
import { startWorker } from '#worker/worker.ts'

const worker = await startWorker(version)

const health = createServer((request, response) => {
  if (request.url === '/healthz') return response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}')
  if (request.url !== '/metrics') return response.writeHead(404).end()
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metricsText(worker))
})

/** Health is for people and orchestrators: a port that is taken is no reason not to deliver, so the next ones are tried. */
function listenFrom(port: number): void {
  health.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' && port < config.workerPort + 100) listenFrom(port + 1)
    else log.warn({ error: error.message }, 'the health port could not be opened')
  })
  health.listen(port, '127.0.0.1', () => {
    health.removeAllListeners('error')
    process.send?.({ kind: 'ready', worker: worker.id, healthPort: port })
  })
}
listenFrom(config.workerPort)

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  log.info('the worker finishes what is in flight')
  health.close()
  await worker.drain()
  stopListening()
  await notifier().close()
  await closePools()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// The supervisor is gone: what it started must not live on without it.
if (process.send) process.on('disconnect', stop)
