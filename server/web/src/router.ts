import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { onSignInNeeded } from './api/client'
import { forgetWhoIAm, principal } from './api/session'
import { rememberTheWayBack } from './sign-in/wayBack'

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./home/HomePage.vue') },
  { path: '/h/:code', component: () => import('./code/ScannedPage.vue') },
  { path: '/d/:handle', component: () => import('./code/MomentaryPage.vue') },
  { path: '/sign-in', component: () => import('./sign-in/HouseholdSignInPage.vue') },
  { path: '/staff/sign-in', component: () => import('./sign-in/StaffSignInPage.vue') },
  { path: '/staff/second-factor', component: () => import('./sign-in/SecondFactorPage.vue') },
  { path: '/bind/door', component: () => import('./sign-in/DoorCodePage.vue') },
  { path: '/lost-phone', component: () => import('./sign-in/LostPhonePage.vue') },
  { path: '/bind', component: () => import('./sign-in/BindPage.vue') },
  { path: '/my', component: () => import('./my/MyHouseholdPage.vue') },
  { path: '/my/apply', component: () => import('./my/ChooseProgrammePage.vue') },
  { path: '/my/apply/:programmeCode', component: () => import('./my/ApplyPage.vue') },
  { path: '/my/applications', component: () => import('./my/MyApplicationsPage.vue') },
  { path: '/my/applications/:id', component: () => import('./my/MyApplicationPage.vue') },
  { path: '/my/dynamic-code', component: () => import('./my/DynamicCodePage.vue') },
  { path: '/my/looks', component: () => import('./my/LooksPage.vue') },
  { path: '/my/devices', component: () => import('./my/DevicesPage.vue') },
  { path: '/my/proxies', component: () => import('./my/ProxiesPage.vue') },
  { path: '/my/consents', component: () => import('./my/ConsentsPage.vue') },
  { path: '/my/export', component: () => import('./my/ExportPage.vue') },
  { path: '/my/file', component: () => import('./register/MyFilePage.vue') },
  { path: '/my/policies', component: () => import('./policy/MyPoliciesPage.vue') },
  { path: '/my/rights', component: () => import('./my/RightsPage.vue') },
  { path: '/my/invitations', component: () => import('./my/InvitationsPage.vue') },
  { path: '/my/phone', component: () => import('./my/MyPhonePage.vue') },
  { path: '/my/messages', component: () => import('./policy/MessagesPage.vue') },
  { path: '/my/unbind', component: () => import('./my/UnbindPage.vue') },
  { path: '/news', component: () => import('./news/NewsPage.vue') },
  { path: '/news/new', component: () => import('./staff/NewNewsPage.vue') },
  { path: '/policies', component: () => import('./policy/CataloguePage.vue') },
  { path: '/policies/:policyCode([A-Z0-9_]+)', component: () => import('./policy/PolicyPage.vue') },
  { path: '/self-test', component: () => import('./self-test/SelfTestPage.vue') },
  { path: '/scan', component: () => import('./scan/ScanPage.vue') },
  { path: '/cadre', component: () => import('./staff/CadrePage.vue') },
  { path: '/households/:householdId(\\d+)', component: () => import('./staff/HouseholdPage.vue') },
  { path: '/households/:householdId(\\d+)/file', component: () => import('./register/FilePage.vue') },
  { path: '/households/:householdId(\\d+)/policies', component: () => import('./policy/HouseholdPoliciesPage.vue') },
  { path: '/imports', component: () => import('./spreadsheet/ImportsPage.vue') },
  { path: '/imports/:importId(\\d+)', component: () => import('./spreadsheet/ImportPage.vue') },
  { path: '/households/:householdId(\\d+)/members', component: () => import('./register/MembersPage.vue') },
  { path: '/inbox', component: () => import('./staff/InboxPage.vue') },
  { path: '/inbox/:id', component: () => import('./staff/InboxPage.vue') },
  { path: '/payments', component: () => import('./staff/PaymentsPage.vue') },
  { path: '/audit', component: () => import('./audit/AuditPage.vue') },
  { path: '/rights', component: () => import('./staff/RightsDeskPage.vue') },
  { path: '/codes', component: () => import('./staff/CodesPage.vue') },
  { path: '/codes/:householdId/card', component: () => import('./staff/CardPage.vue') },
  { path: '/account', component: () => import('./admin/AccountPage.vue') },
  { path: '/accounts', component: () => import('./admin/AccountsPage.vue') },
  { path: '/organisations', component: () => import('./admin/OrganisationsPage.vue') },
  { path: '/partners', component: () => import('./admin/PartnersPage.vue') },
  { path: '/standards', component: () => import('./admin/StandardsPage.vue') },
  { path: '/coverage', component: () => import('./policy/CoveragePage.vue') },
  { path: '/keys', component: () => import('./admin/KeysPage.vue') },
  { path: '/retention', component: () => import('./staff/RetentionPage.vue') },
  { path: '/:rest(.*)*', component: () => import('./home/NotFoundPage.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

onSignInNeeded(() => {
  const staff = principal.value?.kind === 'STAFF' || principal.value?.kind === 'PAIRED'
  forgetWhoIAm()
  const here = router.currentRoute.value
  rememberTheWayBack(here.fullPath)
  void router.replace(staff || /^\/(cadre|households|inbox|imports|rights|payments|codes|audit|accounts?|organisations|standards|coverage|partners|keys|scan|news\/new|staff)/.test(here.path) ? '/staff/sign-in' : '/sign-in')
})
