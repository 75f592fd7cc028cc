// What the task pages share: its shape, its light, reading it with or without a network.
import { api, ask, type components } from '@shared/api'
import { copyOf, keepCopy, kept } from '@shared/outbox'
import type { LightLevel } from '@shared/words'

export type Task = components['schemas']['TaskOut']
export type TaskDetail = components['schemas']['TaskDetail']

export const subjectOf = (key: string): string => `case:${key}`
export const lightOf = (task: Task): LightLevel => task.light as LightLevel
export const TONES = { green: 'green', yellow: 'yellow', red: 'red', none: 'gray' } as const
/** Kinds answered in words, not verified at the door. */
export const isAnswered = ({ kind }: Task): boolean => ['help', 'missed_checks', 'appeal', 'place'].includes(kind)

const detail = (key: string) => (signal: AbortSignal) => ask(api.GET('/api/worker/tasks/{key}', { params: { path: { key } }, signal }))
export const readTask = (key: string): ((signal: AbortSignal) => Promise<TaskDetail>) => kept(`task/${key}`, detail(key))
export const readTasks = kept('tasks', (signal) => ask(api.GET('/api/worker/tasks', { signal })))

/** One's own tasks are kept whole before going out, for stairwells without a network. */
export async function packTasks(tasks: readonly Task[]): Promise<void> {
  const { signal } = new AbortController()
  for (const { key } of tasks.slice(0, 30)) {
    if (!navigator.onLine) return
    if (await copyOf(`task/${key}`)) continue
    await detail(key)(signal).then((got) => keepCopy(`task/${key}`, got)).catch(() => undefined)
  }
}
