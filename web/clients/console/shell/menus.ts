// The menus by permission; the server decides, this only hides.
import { may } from '@shared/session'
import { menus } from '@shared/words/console'

export interface MenuItem {
  title: string
  to: string
  /** Any one of these; nothing when everybody signed in may. */
  needs: readonly string[]
  /** Another client's address, left of the console. */
  isOutside?: boolean
}
export interface MenuGroup {
  title: string
  items: readonly MenuItem[]
}

const GROUPS: readonly MenuGroup[] = [
  {
    title: menus.people,
    items: [
      { title: menus.peopleList, to: '/people', needs: ['person.view'] },
      { title: menus.peopleNew, to: '/people/new', needs: ['person.register'] },
      { title: menus.imports, to: '/imports', needs: ['person.import'] },
      { title: menus.bulk, to: '/bulk', needs: ['person.edit'] },
      { title: menus.exports, to: '/exports', needs: ['person.view'] },
      { title: menus.entries, to: '/entries', needs: ['observation.confirm'] },
      { title: menus.releases, to: '/releases', needs: ['observation.sign', 'observation.issue'] },
      { title: menus.contacts, to: '/contacts', needs: ['contact.file'] },
      { title: menus.presence, to: '/presence', needs: ['place.trace'] },
      { title: menus.places, to: '/places', needs: ['place.manage'] },
    ],
  },
  {
    title: menus.control,
    items: [
      { title: menus.cases, to: '/cases', needs: ['case.view'] },
      { title: menus.dispatch, to: '/cases?state=filed', needs: ['case.dispatch'] },
      { title: menus.late, to: '/cases?light=red', needs: ['case.view'] },
    ],
  },
  {
    title: menus.news,
    items: [
      { title: menus.newsToRead, to: '/h5/#/news', needs: [], isOutside: true },
      { title: menus.articles, to: '/articles', needs: ['article.edit'] },
    ],
  },
  { title: menus.approval, items: [{ title: menus.approvals, to: '/approvals', needs: ['approval.decide'] }] },
  {
    title: menus.figures,
    items: [
      { title: menus.screen, to: '/screen/', needs: ['figures.view'], isOutside: true },
      { title: menus.colourWeek, to: '/colour-week', needs: ['figures.view', 'audit.read'] },
    ],
  },
  {
    title: menus.settings,
    items: [
      { title: menus.declareForms, to: '/declare-forms', needs: ['policy.edit'] },
      { title: menus.customFields, to: '/fields', needs: ['policy.edit'] },
      { title: menus.outgoing, to: '/outgoing', needs: ['org.edit'] },
    ],
  },
]

/** What somebody with these permissions finds; groups without anything are left out. */
export function ownMenus(holds: (permission: string) => boolean = may): MenuGroup[] {
  return GROUPS.map(({ title, items }) => ({ title, items: items.filter(({ needs }) => !needs.length || needs.some(holds)) })).filter(
    ({ items }) => items.length,
  )
}
