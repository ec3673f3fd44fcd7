import type { Metadata } from 'next'
import { SignatureScreen } from '#components/developers/signature-screen.tsx'

export const metadata: Metadata = { title: 'Signature debugger' }

export default function SignaturePage() {
  return <SignatureScreen />
}
