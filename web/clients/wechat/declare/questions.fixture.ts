// Questions for page tests.
import type { Question } from './answers'

export const question = (id: string, label: string, kind: Question['kind'], choices: readonly [string, string][] = []): Question => ({
  id, label, kind, required: true, most: 50, example: '', help: '', choices: choices.map(([value, word]) => ({ value, label: word })),
})
