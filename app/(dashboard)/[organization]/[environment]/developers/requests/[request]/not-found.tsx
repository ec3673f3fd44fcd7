import { NotFoundPage } from '#components/shell/not-found-page.tsx'

export default function NoRequest() {
  return (
    <NotFoundPage
      what="refused request"
      reason="It may have gone well, be older than seven days, be of another environment, or have been refused a second ago: reload the page then."
    />
  )
}
