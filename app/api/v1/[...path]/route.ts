import { app } from '#server/rest/app.ts'

/** The same API for `next dev`, where nothing stands before Next. */
const answer = (request: Request) => app.fetch(request)

export { answer as DELETE, answer as GET, answer as HEAD, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT }
