import { NotFoundPage } from '#components/shell/not-found-page.tsx'

export default function NoEventType() {
  return <NotFoundPage what="event type" reason="It may be of another environment, or it was expunged." />
}
