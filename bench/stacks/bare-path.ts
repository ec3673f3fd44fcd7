import { installBarePath } from '#bench/bare-path/install.ts'
import type { Cluster } from '#bench/machine/database.ts'
import { type Stack, startStack } from '#bench/stacks/stack.ts'

/** The yardstick: what these tables and statements can do on this machine at this moment, without any feature. */
export const startBarePath = (cluster: Cluster): Promise<Stack> =>
  startStack(cluster, {
    name: 'bare-path',
    scripts: { web: 'bench/bare-path/web.ts', worker: 'bench/bare-path/worker.ts' },
    install: async database => {
      await installBarePath(database.url, database.client)
      return 'none'
    },
    variables: async () => ({}),
    profileTo: null,
  })
