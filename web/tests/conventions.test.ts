import { expect, test } from 'vitest'

const files = import.meta.glob<string>(['../clients/**/*.{vue,ts,html}', '../shared/**/*.{vue,ts,css}', '!../**/*.test.ts', '!../**/schema.d.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
const all = Object.entries(files).map(([path, text]) => ({ path: path.replace('../', ''), text }))

const offenders = (wrong: (file: { path: string; text: string }) => boolean): string[] =>
  all.filter(wrong).map(({ path }) => path)

test('the conventions see a plausible number of files', () => {
  expect(all.length).toBeGreaterThan(40)
})

test('a file stays within its size', () => {
  const limit = (path: string): number => (path.endsWith('.ts') && !path.startsWith('shared/words/') ? 300 : 400)

  expect(offenders(({ path, text }) => text.split('\n').length > limit(path))).toEqual([])
})

test('Chinese text lives in shared/words only', () => {
  const isWord = (path: string): boolean => path.startsWith('shared/words/') || path.endsWith('.html')
  const withoutComments = (text: string): string =>
    text.replace(/\/\*[^]*?\*\/|<!--[^]*?-->|^\s*\/\/.*$/gm, '')

  expect(offenders(({ path, text }) => !isWord(path) && /\p{Script=Han}/u.test(withoutComments(text)))).toEqual([])
})

test('only shared/api talks to a server', () => {
  const talks = /\b(fetch|XMLHttpRequest|EventSource|WebSocket|sendBeacon)\b\s*\(/

  expect(offenders(({ path, text }) => !path.startsWith('shared/api/') && talks.test(text))).toEqual([])
})

test('nothing needs more than a strict content security policy', () => {
  const loose = /v-html|innerHTML|\beval\(|new Function\(|<[^>]* style="|<style>[^]*<\/style>[^]*<\/head>|<script(?![^>]*(src|setup))/

  expect(offenders(({ text }) => loose.test(text))).toEqual([])
})

test('no address outside our own server is named', () => {
  expect(offenders(({ text }) => /https?:\/\/(?!www\.w3\.org)/.test(text))).toEqual([])
})

test('style rules never shout', () => {
  expect(offenders(({ text }) => text.includes('!important'))).toEqual([])
})
