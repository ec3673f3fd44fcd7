'use client'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { newReplayPath } from '#components/shell/paths.ts'
import { useScope } from '#components/shell/place.tsx'
import { useRefusal } from '#components/shell/use-refusal.ts'
import { buttonClass, notOffered } from '#components/ui/button.tsx'

/** To the preview of a replay; a member who may not send it may still look. */
export function NewReplayLink({ primary = false }: { primary?: boolean }) {
  const scope = useScope()
  if (useRefusal('resend', 'Replaying') === notOffered) return null
  return (
    <Link href={newReplayPath(scope, new URLSearchParams())} className={buttonClass(primary ? 'primary' : 'plain')}>
      {!primary && <Plus className="icon -ml-0.5" aria-hidden />}
      New replay
    </Link>
  )
}
