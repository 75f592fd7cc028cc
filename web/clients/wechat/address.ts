// The address behind `#`: what is on show, and how a page asks for another.
import { shallowRef, type Component } from 'vue'

export interface Here {
  path: string
  params: Record<string, string>
  query: URLSearchParams
  page: Component
}

/** The page on show; undefined until the first one is there. */
export const here = shallowRef<Here>()

export function addressOf(path: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString()
  return search ? `${path}?${search}` : path
}
export const go = (address: string): void => void (location.hash = address)
/** Without a way back to the page that was left. */
export const replace = (address: string): void => location.replace(`#${address}`)
