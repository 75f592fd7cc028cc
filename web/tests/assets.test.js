// @vitest-environment node
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { beforeAll, expect, test, vi } from 'vitest'
import { settingsFor } from '../build.js'

const KB = 1024
let output

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production')
  ;({ output } = await build(settingsFor('wechat', false)))
  vi.unstubAllEnvs()
}, 60_000)

/** Everything fetched before the page is usable: the page's own piece, the entry, and all they import. */
function firstLoadOf(pages) {
  const byName = new Map(output.map((piece) => [piece.fileName, piece]))
  const wanted = new Set()
  const want = (name) => {
    if (wanted.has(name) || !byName.has(name)) return
    wanted.add(name)
    const piece = byName.get(name)
    for (const other of [...(piece.imports ?? []), ...(piece.viteMetadata?.importedCss ?? [])]) want(other)
  }
  for (const piece of output) if (piece.isEntry || piece.facadeModuleId?.endsWith(`/wechat/${pages}.ts`)) want(piece.fileName)
  return [...wanted].reduce((total, name) => total + gzipSync(byName.get(name).code ?? byName.get(name).source).length, 0)
}

const together = ['report/pages', 'records/pages', 'checks/pages', 'pass/pages', 'gate/pages', 'enterprise/pages', 'unit/pages', 'unit/links', 'declare/pages', 'news/pages', 'self-check/pages', 'me/pages', 'sign-in/pages', 'tip/pages', 'checks/forms', 'checks/history', 'me/identity']

test.each(together)('the pages of %s are on a phone in under 50 KB', (pages) => {
  const bytes = firstLoadOf(pages)

  expect(bytes).toBeGreaterThan(30 * KB)
  expect(bytes).toBeLessThan(50 * KB)
})

test('no page needs inline script or style', () => {
  const html = output.find((piece) => piece.fileName.endsWith('.html')).source

  expect(html).not.toMatch(/<style|<script(?![^>]*src=)| style=/)
})

test('built code evaluates no text', () => {
  expect(output.filter((piece) => piece.code && /\beval\(|new Function\(/.test(piece.code)).map((piece) => piece.fileName)).toEqual([])
})

test('a gate phone is told to keep only files of this build', () => {
  const { source } = output.find((piece) => piece.fileName.endsWith('/sw.js'))
  const files = JSON.parse(/const FILES = (\[.*\])/.exec(source)[1])
  const built = new Set(output.map((piece) => `/${piece.fileName}`))

  expect(files.length).toBeGreaterThan(20)
  expect(files.filter((name) => name !== '/h5/' && !built.has(name))).toEqual([])
})
