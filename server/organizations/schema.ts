/** An environment that somebody may open. */
export type EnvironmentChoice = { organization: { slug: string; name: string }; environment: { slug: string; name: string; demo: boolean } }
