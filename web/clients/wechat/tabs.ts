// Which pages stand in the bar at the bottom, by who is signed in.
import { iconBuilding, iconGate, iconHeart, iconList, iconPen, iconPerson, iconScan, iconShield, type Tab } from '@shared/design'
import { isStaff, may, session } from '@shared/session'
import { app } from '@shared/words/wechat'

const me = (): Tab => ({ href: '#/me', label: app.tabs.me, shape: iconPerson, waiting: session.value?.unread ?? 0 })

const CITIZEN: readonly Tab[] = [
  { href: '#/report', label: app.tabs.report, shape: iconPen },
  { href: '#/reports', label: app.tabs.reports, shape: iconList },
  { href: '#/check', label: app.tabs.check, shape: iconHeart },
  { href: '#/pass', label: app.tabs.pass, shape: iconShield },
]
const GATE: readonly Tab[] = [
  { href: '#/gate', label: app.tabs.verify, shape: iconScan },
  { href: '#/gate/register', label: app.tabs.register, shape: iconPen },
  { href: '#/gate/records', label: app.tabs.gateRecords, shape: iconList },
  { href: '#/gate/device', label: app.tabs.gateDevices, shape: iconGate },
]
const AGENT: readonly Tab[] = [
  { href: '#/unit', label: app.tabs.unit, shape: iconBuilding },
  { href: '#/declare', label: app.tabs.declare, shape: iconPen },
  { href: '#/declarations', label: app.tabs.declarations, shape: iconList },
]

export function tabs(): readonly Tab[] {
  if (!isStaff.value) return [...CITIZEN, me()]
  return [...(may('gate.verify') ? GATE : []), ...(may('declaration.submit') ? AGENT : []), me()]
}

export const firstPage = (): string => tabs()[0]?.href.slice(1) ?? '/me'
