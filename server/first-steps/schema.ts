/** How far an environment has come on the way to its first message; each null until it is there, whoever made it and how. */
export type FirstSteps = {
  application: { id: string; uid: string | null; name: string } | null
  /** Of the application. */
  endpoint: { id: string; url: string } | null
  /** The newest of the environment. */
  message: { id: string; endpoint: string | null } | null
  /** Address of the built-in receiver; null: none runs. */
  receiver: string | null
  /** The slug of the organization's demo. */
  demo: string | null
}
