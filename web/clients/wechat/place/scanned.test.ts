import { expect, test } from 'vitest'
import { codeIn } from './scanned'

const CODE = 'a'.repeat(190)

test("the code is what follows our page's address", () => {
  expect(codeIn(`https://city.example/h5/#/place/${CODE}`)).toBe(CODE)
})

test('a pass, another page or a short word is no place', () => {
  for (const text of ['LF1:ABC', 'https://city.example/', `https://city.example/h5/#/pass/${CODE}`, '#/place/short']) expect(codeIn(text)).toBeUndefined()
})
