/**
 * How Node runs web and worker. Both make much short-lived garbage; left alone, V8 lets it grow to twice the memory that they need.
 * A small young generation is collected more often, which costs nothing that the benchmarks see.
 */
export const nodeOptions: readonly string[] = ['--max-semi-space-size=4', '--max-old-space-size=512']
