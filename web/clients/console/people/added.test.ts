import { describe, expect, it } from 'vitest'
import { askedOf, spanOf, toldSpan } from './added'

describe('what a search asks of added fields', () => {
  it('is read from the address, and a broken one asks nothing', () => {
    expect(askedOf('{"custom_1":"A"}')).toEqual({ custom_1: 'A' })
    expect(askedOf('{')).toEqual({})
    expect(askedOf('null')).toEqual({})
    expect(askedOf('')).toEqual({})
  })

  it('is a span with one end or two, or nothing', () => {
    expect(spanOf('1..5')).toEqual(['1', '5'])
    expect(spanOf('..5')).toEqual(['', '5'])
    expect(spanOf('3')).toEqual(['3', '3'])
    expect(toldSpan(['1', ''])).toBe('1..')
    expect(toldSpan(['', ''])).toBe('')
  })
})
