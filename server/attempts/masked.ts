/** Stands in a stored request for the value of a header that the customer configured. */
export const masked = '••••••••'
