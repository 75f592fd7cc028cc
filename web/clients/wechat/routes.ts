// The pages and who they are for; pages that lead to each other are loaded together when the first is opened.
import type { Component } from 'vue'
import { app } from '@shared/words/wechat'

export interface Route {
  path: string
  load: () => Promise<Component>
  /** 'anyone', 'signed-in', 'citizen', or the permission staff need. */
  to: string
  title: string
}

const report = () => import('./report/pages')
const tip = () => import('./tip/pages')
const records = () => import('./records/pages')
const checks = () => import('./checks/pages')
const checkForms = () => import('./checks/forms')
const checkHistory = () => import('./checks/history')
const pass = () => import('./pass/pages')
const place = () => import('./place/pages')
const gate = () => import('./gate/pages')
const gateDesk = () => import('./gate/more')
const enterprise = () => import('./enterprise/pages')
const unit = () => import('./unit/pages')
const unitLinks = () => import('./unit/links')
const declare = () => import('./declare/pages')
const news = () => import('./news/pages')
const selfCheck = () => import('./self-check/pages')
const me = () => import('./me/pages')
const identity = () => import('./me/identity')
const signIn = () => import('./sign-in/pages')

const { tabs } = app

export const routes: readonly Route[] = [
  { path: '/report', load: () => report().then((pages) => pages.ReportForm), to: 'anyone', title: tabs.report },
  { path: '/tip', load: () => tip().then((pages) => pages.TipForm), to: 'anyone', title: tabs.report },
  { path: '/reports', load: () => records().then((pages) => pages.ReportList), to: 'citizen', title: tabs.reports },
  { path: '/pass/appeal', load: () => records().then((pages) => pages.PassAppeal), to: 'citizen', title: tabs.pass },
  { path: '/reports/:id', load: () => records().then((pages) => pages.ReportShow), to: 'citizen', title: tabs.reports },
  { path: '/check', load: () => checks().then((pages) => pages.CheckHome), to: 'citizen', title: tabs.check },
  { path: '/check/new', load: () => checkForms().then((pages) => pages.CheckForm), to: 'citizen', title: tabs.check },
  { path: '/check/history', load: () => checkHistory().then((pages) => pages.CheckHistory), to: 'citizen', title: tabs.check },
  { path: '/check/help', load: () => checkForms().then((pages) => pages.HelpForm), to: 'citizen', title: tabs.check },
  { path: '/pass', load: () => pass().then((pages) => pages.PassShow), to: 'citizen', title: tabs.pass },
  { path: '/place', load: () => place().then((pages) => pages.PlaceHome), to: 'citizen', title: tabs.pass },
  { path: '/place/:id', load: () => place().then((pages) => pages.PlaceEnter), to: 'citizen', title: tabs.pass },
  { path: '/gate', load: () => gate().then((pages) => pages.GateVerify), to: 'gate.verify', title: tabs.verify },
  { path: '/gate/register', load: () => gateDesk().then((pages) => pages.GateRegister), to: 'gate.verify', title: tabs.register },
  { path: '/gate/records', load: () => gateDesk().then((pages) => pages.GateRecords), to: 'gate.verify', title: tabs.gateRecords },
  { path: '/gate/device', load: () => gateDesk().then((pages) => pages.GateDevice), to: 'gate.verify', title: tabs.gateDevices },
  { path: '/gate/devices', load: () => gateDesk().then((pages) => pages.GateDevices), to: 'gate.manage', title: tabs.gateDevices },
  { path: '/declare', load: () => declare().then((pages) => pages.DeclareForm), to: 'declaration.submit', title: tabs.declare },
  { path: '/declarations', load: () => enterprise().then((pages) => pages.DeclareList), to: 'declaration.submit', title: tabs.declarations },
  { path: '/unit', load: () => enterprise().then((pages) => pages.UnitHome), to: 'declaration.submit', title: tabs.unit },
  { path: '/unit/links', load: () => unitLinks().then((pages) => pages.LinkList), to: 'declaration.submit', title: tabs.unit },
  { path: '/unit/table', load: () => unit().then((pages) => pages.TableImport), to: 'declaration.submit', title: tabs.unit },
  { path: '/d/:token', load: () => declare().then((pages) => pages.SelfDeclare), to: 'anyone', title: tabs.declare },
  { path: '/news', load: () => news().then((pages) => pages.NewsList), to: 'anyone', title: tabs.news },
  { path: '/news/:id', load: () => news().then((pages) => pages.NewsShow), to: 'anyone', title: tabs.news },
  { path: '/self-check', load: () => selfCheck().then((pages) => pages.SelfCheck), to: 'anyone', title: tabs.selfCheck },
  { path: '/me', load: () => me().then((pages) => pages.MeHome), to: 'anyone', title: tabs.me },
  { path: '/me/inbox', load: () => me().then((pages) => pages.InboxList), to: 'signed-in', title: tabs.me },
  { path: '/me/family', load: () => identity().then((pages) => pages.FamilyHome), to: 'citizen', title: tabs.me },
  { path: '/me/bind', load: () => identity().then((pages) => pages.BindIdentity), to: 'citizen', title: tabs.me },
  { path: '/sign-in', load: () => signIn().then((pages) => pages.SignIn), to: 'anyone', title: app.signInFirst },
]
