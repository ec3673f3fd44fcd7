import { Command } from 'commander'

export const buildCommand = (): Command =>
  new Command('build').description('Build dashboard and portal for posthorn web. posthorn start does it by itself.').action(async () => {
    const { buildWeb, isBuilt } = await import('#cli/web-build.ts')
    if (isBuilt()) return console.log('Nothing to do: the build is of the files as they are.')
    await buildWeb({}, new AbortController().signal)
  })
