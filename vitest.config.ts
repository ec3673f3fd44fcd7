import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/e2e/**', 'tests/chaos/**', 'tests/**/languages.test.ts'],
    globalSetup: ['tests/support/template.ts'],
    setupFiles: ['tests/support/environment.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    retry: 0,
  },
})
