// Which pages stand in the bar at the bottom, by what one may do.
import { iconHeart, iconHome, iconHospital, iconList, iconPerson, iconShield, iconTasks, iconTruck, type Tab } from '@shared/design'
import { operations } from '@shared/outbox'
import { may } from '@shared/session'
import { frame } from '@shared/words/app'

const { tabs: words } = frame
const ALL: readonly (Tab & { needs: readonly string[] })[] = [
  { href: '#/tasks', label: words.tasks, shape: iconTasks, needs: ['case.verify'] },
  { href: '#/people', label: words.people, shape: iconList, needs: ['case.verify'] },
  { href: '#/visits', label: words.visits, shape: iconHeart, needs: ['check.record'] },
  { href: '#/releases', label: words.releases, shape: iconShield, needs: ['observation.sign', 'observation.issue', 'observation.confirm'] },
  { href: '#/referrals', label: words.referrals, shape: iconTruck, needs: ['hospital.treat'] },
  { href: '#/patients', label: words.patients, shape: iconHospital, needs: ['hospital.treat'] },
  { href: '#/figures', label: words.figures, shape: iconHome, needs: ['figures.view'] },
]

export function tabs(): readonly Tab[] {
  const mine = ALL.filter(({ needs }) => needs.some(may)).slice(0, 4)
  return [...mine, { href: '#/me', label: words.me, shape: iconPerson, waiting: operations.value.length }]
}

export const firstPage = (): string => tabs()[0]?.href.slice(1) ?? '/me'
