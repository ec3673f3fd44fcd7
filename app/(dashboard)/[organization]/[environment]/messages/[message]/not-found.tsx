import { NotFoundPage } from '#components/shell/not-found-page.tsx'

export default function NoMessage() {
  return <NotFoundPage what="message" reason="Its id may be of another environment, or it is older than what is kept." />
}
