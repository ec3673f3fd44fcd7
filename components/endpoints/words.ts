const reasons: Record<string, string> = {
  by_user: 'A member or the API disabled it.',
  receiver_command: 'The receiver asked for it, with the header webhook-delivery: disable.',
  gone: 'It answered 410 Gone three times in a row.',
  failing: 'It had no success for five days.',
}

/** Why an endpoint is disabled, as a sentence. */
export const describeDisabled = (reason: string | null): string => reasons[reason ?? ''] ?? ''
