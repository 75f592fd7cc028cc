import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import LfProse from './LfProse.vue'
import { nodesOf, readProse, writeProse } from './prose'

const again = (markup: string): string => writeProse(readProse(markup))

describe('an article’s markup', () => {
  test.each([
    ['<script>alert(1)</script><p>字</p>', '<p>字</p>'],
    ['<p onclick="x()">字</p>', '<p>字</p>'],
    ['<img src="x" onerror="x()"><p>字</p>', '<p>字</p>'],
    ['<img src="https://spy.example/a.gif">', ''],
    ['<a href="javascript:x()">字</a>', '<a>字</a>'],
    ['<svg><a href="https://a.example">字</a></svg>', ''],
    ['<section><b>字</b></section>', '<strong>字</strong>'],
    ['<p>&lt;script&gt;</p>', '<p>&#60;script&#62;</p>'],
    ['<img src="/api/news/articles/a/files/b" alt="&quot;图">', '<img src="/api/news/articles/a/files/b" alt="&#34;图">'],
  ])('%s is kept as %s', (written, kept) => {
    expect(again(written)).toBe(kept)
    expect(again(kept)).toBe(kept)
  })

  test('is drawn without handlers, with links that open apart', () => {
    const drawn = mount(LfProse, { props: { body: '<p onclick="x()">见<a href="https://a.example/">链接</a></p><script>x()</script>' } })

    expect(drawn.html()).not.toMatch(/script|onclick/)
    expect(drawn.get('a').attributes()).toMatchObject({ target: '_blank', rel: 'noopener noreferrer' })
  })

  test('goes into the page being edited as nodes', () => {
    const host = document.createElement('div')
    host.append(...nodesOf(readProse('<h2>题</h2><p>一<br>二</p>')))

    expect(host.querySelector('p')?.childNodes).toHaveLength(3)
  })
})
