import { defineConfig } from 'prisma/config'

// Prisma's native schema engine comes from a host that firewalls block; `generate` works without it, and our own runner applies the migrations.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= '/bin/true'

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
