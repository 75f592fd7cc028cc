// Who is at this phone: the server says, or, without a network, whoever was signed in last.
import { asProblem } from '@shared/api'
import { copyOf, keepCopy, watched, wipe } from '@shared/outbox'
import { forgetDrafts } from '@shared/form'
import { loadSession, refreshSession, resumeSession, session, signInStaff, signOut, type Session } from '@shared/session'

const SESSION = 'session'
export const isIn = (): boolean => session.value?.kind === 'staff'

async function keep(said: Session): Promise<Session> {
  if (said.kind === 'staff') await keepCopy(SESSION, said)
  return said
}

export async function arrive(): Promise<void> {
  try {
    await keep(await watched(loadSession()))
  } catch (failure) {
    const last = asProblem(failure).isOffline ? await copyOf<Session>(SESSION) : undefined
    if (last) resumeSession(last)
  }
}

export async function enter(username: string, password: string): Promise<Session> {
  const before = await copyOf<Session>(SESSION)
  const said = await signInStaff(username, password)
  if (before && (before.name !== said.name || before.phone_masked !== said.phone_masked)) await wipe()
  return keep(said)
}

export const askAnew = (): Promise<Session> => refreshSession().then(keep)

/** Nothing stays on the phone. */
export async function leave(): Promise<void> {
  await signOut()
  await wipe()
  forgetDrafts()
}
