// A file the server makes for a question; apart, because no phone page needs it.
import { requestFor } from './client'
import { problemFromAnswer, problemFromFailure } from './problem'

/** The bytes of a good answer; anything else is thrown as a Problem. */
export async function download(path: string, body: unknown): Promise<Blob> {
  let response: Response
  try {
    response = await fetch(requestFor('POST', path, { body }))
  } catch (failure) {
    throw problemFromFailure(failure)
  }
  if (response.ok) return response.blob()
  throw problemFromAnswer(response.status, await response.json().catch(() => undefined))
}
