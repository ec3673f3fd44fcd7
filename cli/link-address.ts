/** Set-up and reset share a page. The token is in the fragment, which browsers send to nobody. */
export const linkAddress = (url: string, token: string): string => `${url}/setup#${token}`
