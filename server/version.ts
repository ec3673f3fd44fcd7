import manifest from '../package.json' with { type: 'json' }

/** Posthorn's version, as package.json says it; Next bundles it with the pages. */
export const { version } = manifest
