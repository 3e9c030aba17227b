import { readFileSync, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, type BrowserContext, type Page } from '@playwright/test'
import { contentSecurityPolicy } from '../build/policy'
import { fillIn } from '../build/sampleTokens'

/**
 * Where the scenes of the gallery are played: one page for all scenes of a worker, and one server that gives out both the built
 * pages and the answers of the scene. Compared with a new page for each scene and calls caught in the browser this keeps the
 * scripts compiled and asks the test's process about no file, which is most of what a scene used to cost.
 */
export interface Stage {
  page: Page
  /** Clears away what the last scene left and plays the next by these answers; what goes wrong from here on is told. */
  set(play: Play): Promise<string[]>
  /** Returns when the page has all it asked for and all is where it ends. */
  settled(): Promise<void>
}
export interface Play {
  answer: (request: { name: string; path: string }) => Reply
  cookies: readonly { name: string; value: string; domain: string; path: string }[]
}
/** The day on which the gallery is drawn; fixtures are dated around it. */
export const TODAY = '2026-11-20'

export type Reply = { status: number; type: string; body: string } | 'offline' | 'never'

const OUT = fileURLToPath(new URL(`../${process.env.YIHUYIMA_PAGES ?? 'test-results/dist'}`, import.meta.url))
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}
/** Between two scenes: of the same origin, so that what the last one kept can be cleared, and without a script. */
const CURTAIN = '/curtain'
/** A cookie that no script sees: by it a call that the last scene sent off and did not wait for is known, and gets no answer. */
const SCENE = 'scene'
/** axe-core as a file, which the browser compiles once. */
export const AXE = '/axe.js'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'))

export const test = base.extend<object, { stage: Stage }>({
  stage: [
    async ({ browser }, use, worker) => {
      let play: Play | undefined
      let scene = 0
      const server = createServer((request, response) => {
        const of = new RegExp(`\\b${SCENE}=(\\d+)`).exec(request.headers.cookie ?? '')?.[1]
        serve(request, response, of === undefined || of === `${scene}` ? play : undefined)
      })
      await new Promise<void>((up) => server.listen(0, 'localhost', up))
      const options = worker.project.use
      const context = await browser.newContext({
        ...options.contextOptions,
        viewport: options.viewport,
        locale: options.locale,
        timezoneId: options.timezoneId,
        baseURL: `http://localhost:${(server.address() as AddressInfo).port}`,
      })
      // Once: each call adds a script to every page of the context.
      await context.clock.setFixedTime(new Date(`${TODAY}T10:00:00+08:00`))
      const page = await context.newPage()
      const devtools = await context.newCDPSession(page)
      const usualMedia = { media: null, colorScheme: 'light', forcedColors: 'none', contrast: 'no-preference', ...options.contextOptions } as const
      let troubles: string[] = []
      const waitingFor = new Set<unknown>()
      let asked = 0
      page.on('request', (request) => {
        const { pathname } = new URL(request.url())
        if (isCall(pathname) && play?.answer({ name: `${request.method()} ${pathname}`, path: pathname }) === 'never') return
        asked++
        waitingFor.add(request)
      })
      page.on('requestfinished', (request) => waitingFor.delete(request))
      // An answer whose body nobody reads is never finished.
      page.on('response', (response) => {
        if (isCall(new URL(response.url()).pathname)) waitingFor.delete(response.request())
      })
      page.on('requestfailed', (request) => waitingFor.delete(request))
      watchTroubles(page, (trouble) => troubles.push(trouble))
      // Kept by the browser from now on: a scene may be without a network.
      await page.goto(CURTAIN)
      await page.evaluate(async (axe) => void (await (await fetch(axe)).text()), AXE)
      forbidWhatStays(page, context)
      await use({
        page,
        async set(next) {
          // Whatever the last scene still asks gets no answer of the next.
          play = undefined
          const others = context.pages().filter((other) => other !== page)
          await Promise.all([context.setOffline(false), page.emulateMedia(usualMedia), page.mouse.move(-1, -1), ...others.map((other) => other.close())])
          // Ends its scripts, timers and calls.
          await page.goto(CURTAIN)
          await Promise.all([
            page.evaluate(forgetAll),
            devtools.send('Page.resetNavigationHistory'),
            context.clearCookies().then(() => context.addCookies([...next.cookies, { name: SCENE, value: `${++scene}`, domain: 'localhost', path: '/', httpOnly: true }])),
          ])
          waitingFor.clear()
          play = next
          troubles = []
          return troubles
        },
        async settled() {
          for (let still = false; !still; ) {
            const before = asked
            const unchanged = await page.evaluate(atItsEnd)
            still = unchanged && waitingFor.size === 0 && asked === before
          }
        },
      })
      await context.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
    { scope: 'worker' },
  ],
})

/** Runs in the page: what it can keep for the next page of its origin. */
async function forgetAll(): Promise<void> {
  window.name = ''
  localStorage.clear()
  sessionStorage.clear()
  const [databases, keptAnswers, workers] = await Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])
  await Promise.all([
    ...databases.map(({ name }) => new Promise((done) => Object.assign(indexedDB.deleteDatabase(name!), { onsuccess: done, onerror: done }))),
    ...keptAnswers.map((name) => caches.delete(name)),
    ...workers.map((worker) => worker.unregister()),
  ])
}

/** What could not be taken back before the next scene is not to be had; a test that needs it has a page of its own (behaviour). */
function forbidWhatStays(page: Page, context: BrowserContext): void {
  const forbid = <T extends object>(of: T, ...names: (keyof T)[]) => {
    for (const name of names) {
      Object.assign(of, { [name]: () => { throw new Error(`${String(name)} would reach into the next scene, which has the same page: write a test of behaviour`) } })
    }
  }
  forbid(page, 'addInitScript', 'addLocatorHandler', 'exposeBinding', 'exposeFunction', 'route', 'routeFromHAR', 'routeWebSocket', 'setExtraHTTPHeaders', 'setViewportSize')
  forbid(context, 'addInitScript', 'exposeBinding', 'exposeFunction', 'grantPermissions', 'route', 'routeFromHAR', 'routeWebSocket', 'setExtraHTTPHeaders', 'setGeolocation')
  forbid(context.clock, 'fastForward', 'install', 'pauseAt', 'resume', 'runFor', 'setFixedTime', 'setSystemTime')
  forbid(page.keyboard, 'down')
  forbid(page.mouse, 'down')
}

/** Runs in the page: waits for fonts and for what moves (not for what moves without end), and says whether nothing changed meanwhile. */
async function atItsEnd(): Promise<boolean> {
  let unchanged = true
  const watch = new MutationObserver(() => (unchanged = false))
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn))
  await frame()
  await frame()
  await document.fonts.ready
  const ends = document.getAnimations().filter((moving) => moving.effect?.getComputedTiming().endTime !== Infinity)
  await Promise.allSettled(ends.map((moving) => moving.finished))
  watch.disconnect()
  return unchanged
}

function isCall(path: string): boolean {
  return path.startsWith('/v1/') || path.startsWith('/demo/')
}

function serve(request: IncomingMessage, response: ServerResponse, play: Play | undefined): void {
  const path = new URL(request.url!, 'http://localhost').pathname
  if (isCall(path)) {
    const reply = play?.answer({ name: `${request.method} ${path}`, path }) ?? 'offline'
    if (reply === 'never') return
    if (reply === 'offline') return void request.socket.destroy()
    request.resume().on('end', () => response.writeHead(reply.status, { 'content-type': reply.type, 'cache-control': 'no-store' }).end(reply.body))
    return
  }
  if (path === CURTAIN) return void response.writeHead(200, { 'content-type': TYPES['.html'] }).end('<!doctype html><title>.</title>')
  if (path === AXE) return void response.writeHead(200, { 'content-type': TYPES['.js'], 'cache-control': 'max-age=31536000, immutable' }).end(axe)
  // As `vite preview` and the server do: a way within the app is the app's, a file that is missing is missing.
  const wanted = join(OUT, normalize(path))
  const found = existsSync(wanted) && statSync(wanted).isFile() ? wanted : extname(path) ? undefined : join(OUT, 'index.html')
  if (!found) return void response.writeHead(404).end()
  response.writeHead(200, {
    'content-type': TYPES[extname(found)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy,
    'cache-control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
  })
  response.end(extname(found) === '.html' ? fillIn(readFileSync(found, 'utf8')) : readFileSync(found))
}

function watchTroubles(page: Page, tell: (trouble: string) => void): void {
  page.on('pageerror', (error) => tell(error.message))
  page.on('console', (message) => {
    // Answers of 4xx and 5xx are part of the scenes, and the browser reports each of them; but nobody is asked who they are in vain.
    const answered = message.text().startsWith('Failed to load resource') && !(message.location().url.includes('/v1/sessions/') && message.text().includes('401'))
    const signingIn = /\/v1\/sessions\/(sms|staff|wechat|wecom|current\/second-factor)$/.test(message.location().url)
    if (message.type() === 'error' && !answered && !signingIn) tell(`${message.text()} ${message.location().url}`)
    if (message.type() === 'warning') tell(message.text())
  })
}
