import { explain } from '#cli/failure.ts'

try {
  const { program } = await import('#cli/program.ts')
  await program().parseAsync()
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = 1
}
