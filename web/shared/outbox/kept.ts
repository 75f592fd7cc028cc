// Reading that still answers without a network: the last good answer is kept.
import { asProblem } from '@shared/api'
import { cityMoment } from '@shared/words'
import { watched } from './reach'
import { shelf } from './shelf'

export const keepCopy = (name: string, value: unknown): Promise<void> => shelf.keep({ name, value, at: cityMoment() })
export const copyOf = async <T>(name: string): Promise<T | undefined> => (await shelf.copy(name))?.value as T | undefined

/** For `useLoad`: asks the server, or shows what it said last when the network is gone. */
export function kept<T>(name: string, read: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  return async (signal) => {
    try {
      const got = await watched(read(signal))
      await keepCopy(name, got)
      return got
    } catch (failure) {
      const copy = asProblem(failure).isOffline ? await copyOf<T>(name) : undefined
      if (copy === undefined) throw failure
      return copy
    }
  }
}
