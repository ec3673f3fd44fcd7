import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

const own = defineConfig({ test: { fileParallelism: false } })

/** `npm run test:clients`: what needs other languages, one toolchain at a time. */
const config = mergeConfig(base, own)
config.test.include = ['tests/**/languages.test.ts']
config.test.exclude = []

export default config
