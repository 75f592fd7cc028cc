// Which page stands under the address behind `#`, and who may open it.
import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { loadSession, may } from '@shared/session'
import { articles, bulk, caseShow, cases, approvals, colourWeek, places, presence, contacts, customFields, declareForms, duplicates, entries, exportList, home, imports, outgoing, people, person, personForm, personSheet, password, releases, shell, signIn } from '@shared/words/console'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** Any one of these; nothing when everybody signed in may. */
    needs?: readonly string[]
    isOpen?: boolean
  }
}

export const pages: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('./sign-in/SignIn.vue'), meta: { title: signIn.title, isOpen: true } },
  { path: '/password', component: () => import('./sign-in/PasswordForm.vue'), meta: { title: password.title } },
  {
    path: '/',
    component: () => import('./shell/ShellFrame.vue'),
    meta: { title: shell.title },
    children: [
      { path: '', component: () => import('./home/HomeShow.vue'), meta: { title: home.title } },
      { path: 'refused', component: () => import('./shell/ShellRefused.vue'), meta: { title: shell.refused } },
      { path: 'people', component: () => import('./people/PersonList.vue'), meta: { title: people.title, needs: ['person.view'] } },
      { path: 'people/new', component: () => import('./people/PersonForm.vue'), meta: { title: personForm.title, needs: ['person.register'] } },
      { path: 'people/:id/edit', component: () => import('./people/PersonForm.vue'), props: true, meta: { title: personForm.edit, needs: ['person.edit'] } },
      { path: 'people/:id/duplicates', component: () => import('./people/DuplicateList.vue'), props: true, meta: { title: duplicates.title, needs: ['person.edit'] } },
      { path: 'people/:id/sheet', component: () => import('./people/PersonSheet.vue'), props: true, meta: { title: personSheet.title, needs: ['person.view'] } },
      { path: 'people/:id', component: () => import('./people/PersonShow.vue'), props: true, meta: { title: person.title, needs: ['person.view'] } },
      { path: 'imports', component: () => import('./imports/ImportPage.vue'), meta: { title: imports.title, needs: ['person.import'] } },
      { path: 'bulk', component: () => import('./bulk/BulkList.vue'), meta: { title: bulk.title, needs: ['person.edit'] } },
      { path: 'bulk/new', component: () => import('./bulk/BulkNew.vue'), meta: { title: bulk.newTitle, needs: ['person.edit'] } },
      { path: 'bulk/:id', component: () => import('./bulk/BulkShow.vue'), props: true, meta: { title: bulk.title, needs: ['person.edit'] } },
      { path: 'exports', component: () => import('./exports/ExportList.vue'), meta: { title: exportList.title, needs: ['person.view'] } },
      { path: 'cases', component: () => import('./cases/CaseList.vue'), meta: { title: cases.title, needs: ['case.view'] } },
      { path: 'cases/:id', component: () => import('./cases/CaseShow.vue'), props: true, meta: { title: caseShow.title, needs: ['case.view'] } },
      { path: 'entries', component: () => import('./stays/EntryList.vue'), meta: { title: entries.title, needs: ['observation.confirm'] } },
      { path: 'releases', component: () => import('./stays/ReleaseList.vue'), meta: { title: releases.title, needs: ['observation.sign', 'observation.issue'] } },
      { path: 'contacts', component: () => import('./tracing/ContactList.vue'), meta: { title: contacts.title, needs: ['contact.file'] } },
      { path: 'places', component: () => import('./passes/PlaceList.vue'), meta: { title: places.title, needs: ['place.manage'] } },
      { path: 'presence', component: () => import('./passes/PresenceSearch.vue'), meta: { title: presence.title, needs: ['place.trace'] } },
      { path: 'colour-week', component: () => import('./passes/ColourWeek.vue'), meta: { title: colourWeek.title, needs: ['figures.view', 'audit.read'] } },
      { path: 'declare-forms', component: () => import('./forms/FormEdit.vue'), meta: { title: declareForms.title, needs: ['policy.edit'] } },
      { path: 'fields', component: () => import('./fields/FieldList.vue'), meta: { title: customFields.title, needs: ['policy.edit'] } },
      { path: 'articles', component: () => import('./articles/ArticleList.vue'), meta: { title: articles.title, needs: ['article.edit'] } },
      { path: 'articles/:id', component: () => import('./articles/ArticleShow.vue'), props: true, meta: { title: articles.formTitle, needs: ['article.edit'] } },
      { path: 'outgoing', component: () => import('./outgoing/OutgoingList.vue'), meta: { title: outgoing.title, needs: ['org.edit'] } },
      { path: 'approvals', component: () => import('./tracing/ApprovalList.vue'), meta: { title: approvals.title, needs: ['approval.decide'] } },
    ],
  },
  { path: '/:rest(.*)*', redirect: '/' },
]

export const router = createRouter({ history: createWebHashHistory(), routes: pages, scrollBehavior: () => ({ top: 0 }) })

router.beforeEach(async ({ meta, path, fullPath }) => {
  if (meta.isOpen) return true
  const who = await loadSession()
  if (who.kind !== 'staff') return { path: '/sign-in', query: fullPath === '/' ? {} : { to: fullPath } }
  if (who.must_change_password && path !== '/password') return { path: '/password', query: { to: fullPath } }
  return !meta.needs || meta.needs.some(may) ? true : '/refused'
})

router.afterEach(({ meta }) => {
  document.title = meta.title ? `${meta.title} · ${shell.title}` : shell.title
})
