// What a gate does without network: the device, the deny list, verdicts of its own, and the queue of what it decided.
import { computed, shallowRef, watch } from 'vue'
import { api, ask, asProblem, type components } from '@shared/api'
import { copyOf, enqueue, isReached, keepCopy, keepSending, leftByOthers, refused, sendNow, waiting, watched, workAs } from '@shared/outbox'
import { session } from '@shared/session'
import { cityNow, setCityTime } from '@shared/words'
import { newKey } from '@shared/form'
import { readCode, type VerifyingKey } from './code'
import { openList, type DenyList } from './deny-list'
import { deviceNow, keepDevice, keptDevice, makePair, prove, type Device } from './device'
import { judge, type Decided } from './judge'

export * from './judge'
export { isReached, leftByOthers, refused, sendNow, waiting }

type Offline = components['schemas']['OfflineOut']
type Answers = Pick<components['schemas']['VerifyIn'], 'key' | 'gate' | 'temp_c' | 'direction' | 'key_area' | 'symptoms' | 'vehicle' | 'token' | 'phone' | 'id_number'>
interface Pack {
  keys: VerifyingKey[]
  stamp: string
  version: string
  prefixes: string
  fever_c: number
  skewMs: number
}

const PLACE = 'gate.offline'
const EVERY_MS = 60_000
const DEFAULT_FEVER_C = 37.3

export const device = shallowRef<Device>()
export const isRevoked = shallowRef(false)
export const alerts = shallowRef<Offline['alerts']>([])
const pack = shallowRef<Pack>()
const list = shallowRef<DenyList>()
/** When the list was made, by the city's clock; undefined without one. */
export const listMadeAt = computed(() => list.value?.madeAt)
export const listCount = computed(() => list.value?.count ?? 0)
/** How far this phone's clock is ahead of the server's, when they last met. */
export const skewMs = computed(() => pack.value?.skewMs ?? 0)

const REVOKED = new Set(['gate.device_revoked', 'gate.device_unknown', 'gate.bad_proof'])
/** True where the server no longer knows this phone; the page says so. */
export function heardRevoked(failure: unknown): boolean {
  if (REVOKED.has(asProblem(failure).code)) isRevoked.value = true
  return isRevoked.value
}

async function use(next: Pack): Promise<void> {
  list.value = await openList(next.stamp, next.prefixes, next.keys)
  pack.value = next
}

/** Fetches keys, list and alerts; what cannot be checked is not taken over. */
export async function sync(): Promise<void> {
  const mine = device.value
  if (!mine || isRevoked.value) return
  try {
    const sentAt = deviceNow()
    const body = { gate: mine.gate, have: pack.value?.version ?? '', ...(await prove(mine, 'list')) }
    const said = await watched(ask(api.POST('/api/gate/offline', { body })))
    const middle = (sentAt + deviceNow()) / 2
    setCityTime(said.server_time)
    const { keys, stamp, version, fever_c } = said
    const next = { keys, stamp, version, fever_c, prefixes: said.prefixes ?? pack.value?.prefixes ?? '', skewMs: Math.round(middle - Date.parse(said.server_time)) }
    await use(next)
    await keepCopy(PLACE, next)
    alerts.value = said.alerts
  } catch (failure) {
    heardRevoked(failure)
  }
}

let started: Promise<void> | undefined
async function begin(): Promise<void> {
  device.value = await keptDevice()
  const kept = await copyOf<Pack>(PLACE)
  if (kept) {
    await use(kept).catch(() => undefined)
    if (!isReached.value) setCityTime(new Date(Date.now() - kept.skewMs).toISOString())
  }
  watch(session, (who) => who?.kind === 'staff' && workAs(`${who.name} ${who.phone_masked}`), { immediate: true })
  keepSending()
  addEventListener('online', () => void sync())
  setInterval(() => document.visibilityState === 'visible' && void sync(), EVERY_MS)
  void sync()
}
/** Once a visit: what was kept, then what is new. */
export const start = (): Promise<void> => (started ??= begin())

/** Makes a key pair here and gives its public half to the server. */
export async function enrol(gate: string, name: string): Promise<void> {
  const { pair, publicKey } = await makePair()
  const said = await ask(api.POST('/api/gate/devices', { body: { key: newKey(), gate, name, public: publicKey } }))
  const made = { key: said.key, gate: said.gate, gateName: said.gate_name, name: said.name, since: said.since, pair }
  await keepDevice(made)
  device.value = made
  isRevoked.value = false
  await sync()
}

/** Gives the place up; a phone that was revoked only forgets its key. */
export async function leaveGate(): Promise<void> {
  const mine = device.value
  if (mine && !isRevoked.value) await ask(api.DELETE('/api/gate/devices/{key}', { params: { path: { key: mine.key } } }))
  await keepDevice(undefined)
  device.value = undefined
  isRevoked.value = false
}

const saidIn = ({ token, id_number, phone }: Pick<Answers, 'token' | 'id_number' | 'phone'>): string => token || id_number || phone

/** What this phone makes of it by itself; without `answers` of the code alone. */
export async function decide(who: Pick<Answers, 'token' | 'id_number' | 'phone'>, answers?: Pick<Answers, 'temp_c' | 'symptoms'>): Promise<Decided> {
  const code = who.token ? await readCode(who.token, pack.value?.keys ?? []) : undefined
  const isListed = Boolean(code && list.value && ((await list.value.has(code.serial)) || (await list.value.has(code.nonce))))
  const degrees = Number(answers?.temp_c ?? 0)
  return judge({
    code, byNumber: !who.token, isListed, now: cityNow(),
    listAgeMs: list.value && cityNow() - list.value.madeAt,
    isHot: degrees >= (pack.value?.fever_c ?? DEFAULT_FEVER_C),
    hasSigns: answers?.symptoms.some((sign) => sign !== '00') ?? false,
  })
}

/** Online: the check as it is sent, signed where this phone is enrolled. */
export async function signed(answers: Answers): Promise<components['schemas']['VerifyIn']> {
  const mine = device.value
  if (!mine) return { ...answers, proof: '', device_at: new Date(deviceNow()).toISOString() }
  return { ...answers, ...(await prove(mine, 'verify', answers.key, saidIn(answers))) }
}

/** Kept here and sent when it can be, under the key it has already. */
export async function queueCheck(answers: Answers, decided: Decided, title: string): Promise<void> {
  const mine = device.value
  if (!mine) throw new Error('not enrolled')
  const age = listMadeAt.value === undefined ? null : Math.max(0, Math.round((cityNow() - listMadeAt.value) / 1000))
  const proof = await prove(mine, 'upload', answers.key, saidIn(answers), decided.verdict)
  const body = { ...answers, ...decided, ...proof, list_age_s: age }
  await enqueue({ key: answers.key, subject: `gate/${answers.key}`, action: 'gate.check', title, path: '/api/gate/uploads', body })
}

type Registration = components['schemas']['RegistrationIn']
export async function signedRegistration(said: Omit<Registration, 'proof' | 'device_at'>): Promise<Registration> {
  const mine = device.value
  if (!mine) return { ...said, proof: '', device_at: new Date(deviceNow()).toISOString() }
  return { ...said, ...(await prove(mine, 'register', said.key, said.phone)) }
}

export const queueRegistration = async (body: Registration, title: string): Promise<void> =>
  void (await enqueue({ key: body.key, subject: `gate/${body.key}`, action: 'gate.register', title, path: '/api/gate/registrations', body: { ...body } }))
