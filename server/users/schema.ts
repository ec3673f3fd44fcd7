import { z } from 'zod'

const link = z.string().max(200)
/** The limits keep a guess from costing more than a password. */
const password = z.string().min(12, 'Use 12 characters or more.').max(200, 'Use 200 characters or fewer.')

export const CreateAccountIn = z.object({
  link,
  name: z.string().trim().min(1, 'Enter your name.').max(100, 'Use 100 characters or fewer.'),
  email: z.email('Enter an e-mail address.').max(254),
  password,
})
export type CreateAccountIn = z.infer<typeof CreateAccountIn>

export const ResetPasswordIn = z.object({ link, password })
export type ResetPasswordIn = z.infer<typeof ResetPasswordIn>

export const AcceptInviteIn = CreateAccountIn.omit({ email: true })
export type AcceptInviteIn = z.infer<typeof AcceptInviteIn>

export const LinkIn = z.object({ link })
