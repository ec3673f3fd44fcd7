import { Activity, type LucideIcon, Mail, Send, Store } from 'lucide-react'
import { applicationsPath, deliveriesPath, messagesPath, overviewPath, type Slugs } from '#components/shell/paths.ts'

/** What an environment consists of, in the order of the nav. */
export const sections: readonly { name: string; icon: LucideIcon; pathIn: (slugs: Slugs) => string }[] = [
  { name: 'Overview', icon: Activity, pathIn: overviewPath },
  { name: 'Messages', icon: Mail, pathIn: messagesPath },
  { name: 'Deliveries', icon: Send, pathIn: deliveriesPath },
  { name: 'Applications', icon: Store, pathIn: applicationsPath },
]

/** Whether a page is of a section. The overview stands above all others: only its own page is its. */
export const isWithin = (path: string, section: string, slugs: Slugs): boolean =>
  path === section || (section !== overviewPath(slugs) && path.startsWith(`${section}/`))
