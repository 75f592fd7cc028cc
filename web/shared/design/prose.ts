// The few kinds of markup an article may hold, as data: read, drawn and written back without ever trusting markup.

export interface Piece {
  tag: string
  attributes: Readonly<Record<string, string>>
  children: readonly Prose[]
}
export type Prose = string | Piece

const KEPT = new Set(['p', 'h2', 'h3', 'ul', 'ol', 'li', 'blockquote', 'strong', 'em', 'br', 'a', 'img', 'hr'])
const SAME: Readonly<Record<string, string>> = { b: 'strong', i: 'em', div: 'p', h1: 'h2', h4: 'h3' }
const DROPPED = new Set(['script', 'style', 'template', 'iframe', 'object', 'embed', 'svg', 'math', 'noscript', 'title', 'textarea', 'select'])
const EMPTY = new Set(['br', 'img', 'hr'])
const LINK = /^(https:\/\/|tel:)/
const PICTURE = /^\/api\/[\w/-]+$/

function attributesOf(tag: string, element: Element): Record<string, string> {
  if (tag === 'a') {
    const href = element.getAttribute('href') ?? ''
    return LINK.test(href) ? { href } : {}
  }
  if (tag === 'img') {
    const src = element.getAttribute('src') ?? ''
    return { ...(PICTURE.test(src) && { src }), alt: element.getAttribute('alt') ?? '' }
  }
  return {}
}

/** What stands below a node; anything unknown gives way to what it holds. */
export function proseOf(node: Node): Prose[] {
  return [...node.childNodes].flatMap((child): Prose[] => {
    if (child.nodeType === Node.TEXT_NODE) return [child.nodeValue ?? '']
    if (!(child instanceof Element)) return []
    const name = child.tagName.toLowerCase()
    if (DROPPED.has(name)) return []
    const tag = SAME[name] ?? name
    const children = proseOf(child)
    if (!KEPT.has(tag)) return children
    const attributes = attributesOf(tag, child)
    return tag === 'img' && !attributes['src'] ? [] : [{ tag, attributes, children: EMPTY.has(tag) ? [] : children }]
  })
}

/** Markup in a document of its own, where nothing is loaded and nothing runs. */
export const readProse = (markup: string): Prose[] => proseOf(new DOMParser().parseFromString(markup, 'text/html').body)

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

export const writeProse = (prose: readonly Prose[]): string =>
  prose
    .map((piece) => {
      if (typeof piece === 'string') return escaped(piece)
      const attributes = Object.entries(piece.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`)
      const open = `<${piece.tag}${attributes.join('')}>`
      return EMPTY.has(piece.tag) ? open : `${open}${writeProse(piece.children)}</${piece.tag}>`
    })
    .join('')

/** Nodes to put into a page that is being edited. */
export const nodesOf = (prose: readonly Prose[]): Node[] =>
  prose.map((piece) => {
    if (typeof piece === 'string') return document.createTextNode(piece)
    const element = document.createElement(piece.tag)
    for (const [name, value] of Object.entries(piece.attributes)) element.setAttribute(name, value)
    element.append(...nodesOf(piece.children))
    return element
  })
