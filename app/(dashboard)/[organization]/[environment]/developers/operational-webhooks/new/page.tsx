import type { Metadata } from 'next'
import { NewOperationalWebhookScreen } from '#components/endpoints/endpoint-form-screen.tsx'

export const metadata: Metadata = { title: 'New endpoint' }

export default function NewOperationalWebhookPage() {
  return <NewOperationalWebhookScreen />
}
