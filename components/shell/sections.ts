import { Activity, Braces, CodeXml, ListRestart, type LucideIcon, Mail, Send, Server, Settings, Store } from 'lucide-react'
import {
  applicationsPath,
  auditPath,
  deliveriesPath,
  developersPath,
  eventTypesPath,
  membersPath,
  messagesPath,
  newReplayPath,
  operationalWebhooksPath,
  overviewPath,
  referencePath,
  replaysPath,
  requestLogPath,
  type Slugs,
  settingsPath,
  signaturePath,
  systemPath,
  transferPath,
} from '#components/shell/paths.ts'

export type Page = { name: string; pathIn: (slugs: Slugs) => string }

/** The tabs of the sections that have some. */
export const developerPages: readonly Page[] = [
  { name: 'API keys', pathIn: developersPath },
  { name: 'Request log', pathIn: requestLogPath },
  { name: 'Operational webhooks', pathIn: operationalWebhooksPath },
  { name: 'Signature debugger', pathIn: slugs => signaturePath(slugs) },
  { name: 'API reference', pathIn: () => referencePath },
]
export const settingsPages: readonly Page[] = [
  { name: 'Environment', pathIn: settingsPath },
  { name: 'Export and compare', pathIn: transferPath },
  { name: 'Members', pathIn: membersPath },
  { name: 'Audit log', pathIn: auditPath },
]
const replayPages: readonly Page[] = [{ name: 'New replay', pathIn: slugs => newReplayPath(slugs, new URLSearchParams()) }]

/** What an environment consists of, in the order of the nav; `pages`: what else of a section can be gone to at once. */
export const sections: readonly (Page & { icon: LucideIcon; pages?: readonly Page[] })[] = [
  { name: 'Overview', icon: Activity, pathIn: overviewPath },
  { name: 'Messages', icon: Mail, pathIn: messagesPath },
  { name: 'Deliveries', icon: Send, pathIn: deliveriesPath },
  { name: 'Replays', icon: ListRestart, pathIn: replaysPath, pages: replayPages },
  { name: 'Applications', icon: Store, pathIn: applicationsPath },
  { name: 'Event types', icon: Braces, pathIn: eventTypesPath },
  { name: 'Developers', icon: CodeXml, pathIn: developersPath, pages: developerPages },
  { name: 'Settings', icon: Settings, pathIn: settingsPath, pages: settingsPages },
  { name: 'System', icon: Server, pathIn: systemPath },
]

/** Whether a page is of a section. The overview stands above all others: only its own page is its. */
export const isWithin = (path: string, section: string, slugs: Slugs): boolean =>
  path === section || (section !== overviewPath(slugs) && path.startsWith(`${section}/`))
