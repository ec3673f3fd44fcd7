import { Activity, Braces, CodeXml, ListRestart, type LucideIcon, Mail, Send, Server, Settings, Store } from 'lucide-react'
import {
  applicationsPath,
  deliveriesPath,
  developersPath,
  eventTypesPath,
  messagesPath,
  overviewPath,
  replaysPath,
  type Slugs,
  settingsPath,
  systemPath,
} from '#components/shell/paths.ts'

/** What an environment consists of, in the order of the nav. */
export const sections: readonly { name: string; icon: LucideIcon; pathIn: (slugs: Slugs) => string }[] = [
  { name: 'Overview', icon: Activity, pathIn: overviewPath },
  { name: 'Messages', icon: Mail, pathIn: messagesPath },
  { name: 'Deliveries', icon: Send, pathIn: deliveriesPath },
  { name: 'Replays', icon: ListRestart, pathIn: replaysPath },
  { name: 'Applications', icon: Store, pathIn: applicationsPath },
  { name: 'Event types', icon: Braces, pathIn: eventTypesPath },
  { name: 'Developers', icon: CodeXml, pathIn: developersPath },
  { name: 'Settings', icon: Settings, pathIn: settingsPath },
  { name: 'System', icon: Server, pathIn: systemPath },
]

/** Whether a page is of a section. The overview stands above all others: only its own page is its. */
export const isWithin = (path: string, section: string, slugs: Slugs): boolean =>
  path === section || (section !== overviewPath(slugs) && path.startsWith(`${section}/`))
