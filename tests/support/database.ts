import { closePools } from '#server/db.ts'
import { notifier, stopListening } from '#server/notify.ts'

/** Ends every connection of the file's database; the last thing that a file does. */
export async function closeDatabase(): Promise<void> {
  stopListening()
  await notifier().close()
  await closePools()
}
