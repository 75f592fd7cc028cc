// The only place that talks to the server: one typed client, one way to fail.
import createClient from 'openapi-fetch'
import { Problem, problemFromAnswer, problemFromFailure } from './problem'
import type { paths } from './schema'

const TIMEOUT_MS = 15_000
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

const signedOutListeners = new Set<() => void>()

/** Hears of an answer that says nobody is signed in; returns how to stop hearing. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

async function guardedFetch(request: Request): Promise<Response> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(new DOMException('', 'TimeoutError')), TIMEOUT_MS)
  request.signal.addEventListener('abort', () => patience.abort(request.signal.reason))
  if (!SAFE.has(request.method)) request.headers.set('X-Lianfang', '1')
  try {
    return await fetch(request, { signal: patience.signal, credentials: 'same-origin' })
  } finally {
    clearTimeout(timer)
  }
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: guardedFetch })

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of a good answer; anything else is thrown as a Problem (or as the abort it was). */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>
  try {
    got = await answer
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
    throw problemFromFailure(failure)
  }
  if (got.response.ok) return got.data as T
  const problem = problemFromAnswer(got.response.status, got.error)
  if (problem.status === 401) signedOutListeners.forEach((listener) => listener())
  throw problem
}

export const isAbort = (failure: unknown): boolean => failure instanceof DOMException && failure.name === 'AbortError'
export const asProblem = (failure: unknown): Problem => problemFromFailure(failure)
