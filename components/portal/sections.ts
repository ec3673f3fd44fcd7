import { words } from '#components/portal/words.ts'
import {
  activityPath,
  eventTypesPath,
  messagesPath,
  overviewPath,
  replaysPath,
  type Slugs,
  signaturePath,
} from '#components/shell/paths.ts'
import type { Tab } from '#components/shell/tabs.tsx'

const below = (href: string) => (path: string) => path === href || path.startsWith(`${href}/`)

/** What a portal consists of, in the order of its tabs. It begins with the endpoints, whose pages are below the portal's own address. */
export function sectionsOf(slugs: Slugs): Tab[] {
  const home = overviewPath(slugs)
  return [
    {
      name: words.sections.endpoints,
      href: home,
      holds: path => path === home || below(`${home}/endpoints`)(path) || below(replaysPath(slugs))(path),
    },
    { name: words.sections.catalogue, href: eventTypesPath(slugs), holds: below(eventTypesPath(slugs)) },
    { name: words.sections.messages, href: messagesPath(slugs), holds: below(messagesPath(slugs)) },
    { name: words.sections.activity, href: activityPath(slugs) },
    { name: words.sections.tools, href: signaturePath(slugs) },
  ]
}
