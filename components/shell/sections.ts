import { type LucideIcon, Mail, Send, Store } from 'lucide-react'
import { applicationsPath, deliveriesPath, messagesPath, type Slugs } from '#components/shell/paths.ts'

/** What an environment consists of, in the order of the nav. */
export const sections: readonly { name: string; icon: LucideIcon; pathIn: (slugs: Slugs) => string }[] = [
  { name: 'Messages', icon: Mail, pathIn: messagesPath },
  { name: 'Deliveries', icon: Send, pathIn: deliveriesPath },
  { name: 'Applications', icon: Store, pathIn: applicationsPath },
]
