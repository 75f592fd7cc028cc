// A failed request as one kind of error (RFC 9457), whatever went wrong.
import { problems } from '@shared/words'

interface ProblemFields {
  code: string
  title: string
  status?: number
  detail?: string
  fields?: Record<string, string>
}

export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly title: string
  readonly status: number
  readonly detail: string
  /** Field name → what is wrong with it, for showing beside the field. */
  readonly fields: Readonly<Record<string, string>>

  constructor({ code, title, status = 0, detail = '', fields = {} }: ProblemFields) {
    super(detail || title)
    this.code = code
    this.title = title
    this.status = status
    this.detail = detail
    this.fields = fields
  }

  get isOffline(): boolean {
    return this.code === 'offline' || this.code === 'timeout'
  }
}

/** What fetch threw: no network, our own timeout, or something unexpected. */
export function problemFromFailure(failure: unknown): Problem {
  if (failure instanceof Problem) return failure
  if (failure instanceof DOMException && failure.name === 'TimeoutError')
    return new Problem({ code: 'timeout', title: problems.timeout })
  if (failure instanceof TypeError) return new Problem({ code: 'offline', title: problems.offline })
  return new Problem({ code: 'unreadable', title: problems.unreadable })
}

/** What the server answered with an error status. */
export function problemFromAnswer(status: number, body: unknown): Problem {
  const said = isRecord(body) ? body : {}
  const known = status === 401 ? problems.unauthorised : status === 403 ? problems.forbidden : undefined
  const fallback = known ?? (status >= 500 ? problems.server : problems.unknown)
  return new Problem({
    code: text(said.code) || `http.${status}`,
    title: text(said.title) || fallback,
    status,
    detail: text(said.detail),
    fields: fieldErrors(said.errors ?? said.fields),
  })
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function fieldErrors(errors: unknown): Record<string, string> {
  if (Array.isArray(errors))
    return Object.fromEntries(
      errors.filter(isRecord).map((error) => [text(error.field), text(error.title) || text(error.message)]),
    )
  if (isRecord(errors)) return Object.fromEntries(Object.entries(errors).map(([field, said]) => [field, text(said)]))
  return {}
}
