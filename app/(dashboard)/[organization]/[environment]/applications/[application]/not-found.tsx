import { NotFoundPage } from '#components/shell/not-found-page.tsx'

export default function NothingThere() {
  return <NotFoundPage what="application or endpoint" reason="Its id may be of another environment, or it was deleted." />
}
