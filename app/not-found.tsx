import { Door } from '#components/account/door.tsx'

export default function NotFound() {
  return (
    <Door title="Nothing is here" intro="The address is wrong, or you are not a member of the organization that it belongs to.">
      <a href="/" className="link justify-self-start">
        To the overview
      </a>
    </Door>
  )
}
