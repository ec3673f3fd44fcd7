/** What is removed with the demo, counted. */
export type DemoContents = { applications: number; endpoints: number; eventTypes: number; messages: number; apiKeys: number }
