// A file from the server into the person's downloads.
import { asProblem } from '@shared/api'
import { download } from '@shared/api/download'

/** What went wrong in words, or nothing. */
export async function saveAs(path: string, body: unknown, name: string): Promise<string> {
  try {
    const address = URL.createObjectURL(await download(path, body))
    const link = Object.assign(document.createElement('a'), { href: address, download: name })
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
    return ''
  } catch (failure) {
    const problem = asProblem(failure)
    return problem.detail || problem.title
  }
}
