// The pages and who they are for.
import type { Component } from 'vue'
import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { may, session } from '@shared/session'
import { frame } from '@shared/words/app'
import { isIn } from './arrival'
import { firstPage } from './tabs'

const page = (path: string, component: () => Promise<Component>, ...needs: string[]): RouteRecordRaw => ({ path, component, props: true, meta: { needs } })

const routes: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('./sign-in/SignIn.vue') },
  page('/tasks', () => import('./tasks/TaskList.vue'), 'case.verify'),
  page('/tasks/:id', () => import('./tasks/TaskShow.vue'), 'case.verify'),
  page('/tasks/:id/verify', () => import('./tasks/VerifyForm.vue'), 'case.verify'),
  page('/people', () => import('./people/ObservedList.vue'), 'case.verify'),
  page('/people/new', () => import('./people/RegisterForm.vue'), 'person.register'),
  page('/people/sheet', () => import('./people/SheetForm.vue'), 'person.register'),
  page('/people/:id/sheet', () => import('./people/SheetForm.vue'), 'person.register'),
  page('/visits', () => import('./visits/VisitList.vue'), 'check.record'),
  page('/visits/:id', () => import('./visits/VisitShow.vue'), 'check.record'),
  page('/releases', () => import('./visits/ReleaseList.vue'), 'observation.sign', 'observation.issue', 'observation.confirm'),
  page('/referrals', () => import('./hospital/ReferralList.vue'), 'hospital.treat'),
  page('/patients', () => import('./hospital/PatientList.vue'), 'hospital.treat'),
  page('/patients/new', () => import('./hospital/AdmitForm.vue'), 'hospital.treat'),
  page('/patients/:id', () => import('./hospital/PatientShow.vue'), 'hospital.treat'),
  page('/patients/:id/:step', () => import('./hospital/StepForm.vue'), 'hospital.treat'),
  page('/figures', () => import('./figures/FigureList.vue'), 'figures.view'),
  page('/password', () => import('./sign-in/ChangePassword.vue')),
  page('/outbox', () => import('./outbox/OutboxList.vue')),
  page('/me', () => import('./me/MeHome.vue')),
  { path: '/:rest(.*)*', redirect: () => (isIn() ? firstPage() : '/sign-in') },
]

export const router = createRouter({ history: createWebHashHistory(), routes, scrollBehavior: () => ({ top: 0 }) })

router.beforeEach((to) => {
  if (to.path === '/sign-in') return isIn() ? firstPage() : true
  if (!isIn()) return { path: '/sign-in', query: { to: to.fullPath } }
  if (session.value?.must_change_password && to.path !== '/password') return '/password'
  const needs = (to.meta['needs'] as string[] | undefined) ?? []
  return !needs.length || needs.some(may) || firstPage()
})
router.afterEach(() => void (document.title = frame.title))
// A piece that is neither kept nor reachable: the frame shows the offline page.
router.onError((_failure, to) => void (to.path !== '/me' && !navigator.onLine && router.replace('/me')))
