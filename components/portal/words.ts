/** What the portal's own parts say. */
export const words = {
  title: 'Webhooks',
  sections: { endpoints: 'Endpoints', catalogue: 'Event catalogue', messages: 'Messages', activity: 'Activity', tools: 'Tools' },
  sectionsLabel: 'Sections',
  opening: 'Your webhooks are being opened',
  away: { title: 'Your webhooks could not be opened', text: 'The server can’t be reached now.' },
  closed: {
    missing: {
      title: 'This page was opened without its link',
      text: 'Open it again from the page that led here: the link that it makes is what opens your webhooks.',
    },
    ended: {
      title: 'Your access has ended',
      text: 'It was open for as long as the link allowed. Open it again from the page that led here.',
    },
    used: {
      title: 'This link was used before',
      text: 'It works once. Ask for a new one, or open your webhooks from the page that led here.',
    },
    foreign: {
      title: 'This link is for another page',
      text: 'The address was changed on the way. Open it again from the page that led here.',
    },
    unable: {
      title: 'This link does not allow to read anything',
      text: 'What it may do leaves out looking at your webhooks. Ask for one that includes it.',
    },
  },
  addEndpoint: 'Add endpoint',
  noEndpoints: 'No endpoints yet. Events that happen now are kept, and sent to nobody. Add the URL that should get them.',
  activity: {
    range: 'Time range',
    what: 'activity',
    none: { title: 'Nothing was sent in this time', text: 'Choose a longer time, or send a test event from the page of an endpoint.' },
  },
  catalogue: {
    searchBy: 'Name or description',
    none: { title: 'The catalogue is empty', text: 'The kinds of events that can be sent to you will be described here.' },
    noMatch: { title: 'No event type matches', text: 'The search looks into names and descriptions.' },
    deprecated: 'Deprecated',
    version: 'Version',
    schema: 'JSON Schema',
    example: 'Example',
    typeScript: 'TypeScript',
    copy: (what: string) => `Copy ${what}`,
    noSchema: 'What its payload holds is not described.',
    what: 'event type',
  },
} as const

export type ClosedReason = keyof typeof words.closed
