/**
 * A child's environment: ours, with changes. Values are read in server/config.ts alone; this passes them on unread.
 * Configuration is frozen when a process starts, so what is found out later (the embedded database's address) takes a child.
 */
export const childEnvironment = (changes: Record<string, string>): NodeJS.ProcessEnv => ({ ...process.env, ...changes })
