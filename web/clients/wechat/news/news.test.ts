import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { serve } from '../../../tests/server'
import NewsBoard from './NewsBoard.vue'

describe('the board of headlines', () => {
  const row = { kind: 'news', summary: '', publish_at: '2020-02-10T01:00:00Z', source_name: '', cover: null }
  const nation = { as_of: '2020-02-10T01:00:00Z', confirmed: 40171, suspected: 23589, cured: 3281, dead: 908, current: null }

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const items = [{ ...row, key: 'a', title: '甲' }, { ...row, key: 'b', title: '乙' }]
    serve({ 'GET /api/news/headlines': () => ({ items, nation }) })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  async function board() {
    const found = mount(NewsBoard, { attachTo: document.body })
    await vi.waitFor(() => expect(found.find('.title').exists()).toBe(true))
    return found
  }

  test('takes turns by itself and stands still when it is told to', async () => {
    const found = await board()
    vi.advanceTimersByTime(5000)
    await flushPromises()
    expect(found.get('.title').text()).toBe('乙')

    await found.get('button[aria-label="暂停轮播"]').trigger('click')
    vi.advanceTimersByTime(20_000)
    await flushPromises()

    expect(found.get('.title').text()).toBe('乙')
    found.unmount()
  })

  test('is turned by the arrow keys, around its ends, past the figures of the country', async () => {
    const found = await board()
    await found.trigger('keydown', { key: 'ArrowLeft' })

    expect(found.get('.figures').text()).toBe('累计确诊40,171现有疑似23,589累计治愈3,281累计死亡908')
    await found.trigger('keydown', { key: 'ArrowRight' })
    expect(found.get('.title').text()).toBe('甲')
    found.unmount()
  })

  test('stands still from the beginning for whoever wants less motion', async () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true }))
    const found = await board()
    vi.advanceTimersByTime(20_000)
    await flushPromises()

    expect(found.get('.title').text()).toBe('甲')
    expect(found.find('button[aria-label="开始轮播"]').exists()).toBe(true)
    found.unmount()
  })
})
