import { NotFoundPage } from '#components/shell/not-found-page.tsx'

export default function NoReplay() {
  return <NotFoundPage what="replay" reason="Its id may be of another environment." />
}
