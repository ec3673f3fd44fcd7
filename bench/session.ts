import type { LoadMethods } from '#bench/load/main.ts'
import { type Cluster, startCluster } from '#bench/machine/database.ts'
import { type Running, start } from '#bench/machine/processes.ts'
import type { ReceiverMethods } from '#bench/receiver/main.ts'
import { type Remote, remote } from '#bench/remote.ts'

/** What all scenarios share: one database cluster, one receiver, one load generator, each a process of its own. */
export type Session = {
  cluster: Cluster
  load: Remote<LoadMethods>
  receiver: Remote<ReceiverMethods>
  processes: { load: Running; receiver: Running }
  /** Address of an endpoint that behaves as the path says, see bench/receiver/main.ts. */
  endpointUrl: (path: string) => string
}

export async function openSession(): Promise<Session> {
  const cluster = await startCluster()
  const receiverProcess = await start({ name: 'receiver', script: 'bench/receiver/main.ts' })
  const loadProcess = await start({ name: 'load generator', script: 'bench/load/main.ts' })
  const receiver = remote<ReceiverMethods>(receiverProcess.child)
  const port = await receiver.port()
  return {
    cluster,
    load: remote<LoadMethods>(loadProcess.child),
    receiver,
    processes: { load: loadProcess, receiver: receiverProcess },
    endpointUrl: path => `http://127.0.0.1:${port}${path}`,
  }
}
