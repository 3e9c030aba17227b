import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import type { Principal, Schema } from '../src/api/types'

/** The day on which the gallery is drawn; fixtures are dated around it. */
export const TODAY = '2026-11-20'

/** What stands in for the server's answer to one call. */
export type Answer =
  | { status?: number; json: unknown }
  | { svg: string }
  | { photo: true }
  /** The network fails. */
  | 'offline'
  /** No answer comes while the picture is taken. */
  | 'never'

export interface Scene {
  /** File name of the picture, such as `my-one`. */
  name: string
  path: string
  /** Who is signed in; null for nobody. */
  as: Principal | null
  /** Answers by `GET /v1/…`, path parameters filled in, without the query. */
  api?: Record<string, Answer>
  /** What is done before the picture is taken. */
  act?: (page: Page) => Promise<void>
  /** What must be on the page then, by its text. */
  shows: string
  /** A page without script has no switch for large type. */
  static?: boolean
  /** The desk of a clerk is not drawn on the phone, and the other way round. */
  only?: 'phone' | 'desktop'
}

export function ok<T>(json: T, status = 200): Answer {
  return { status, json }
}

export function problem(status: number, code: string, title: string, errors?: Schema<'Problem'>['errors']): Answer {
  const body: Schema<'Problem'> = { type: `urn:yihuyima:problem:${code}`, status, code, title, requestId: '01JD2T8Q4X', errors }
  return { status, json: body }
}

/** Draws the scenes: no error on the console, nothing that the policy refuses, nothing axe finds, no sideways scrolling. */
export function gallery(title: string, scenes: readonly Scene[]): void {
  test.describe(title, () => {
    for (const scene of scenes) {
      test(scene.name, async ({ page }, info) => {
        // The API document has some thousand elements for axe to look at.
        if (scene.path === '/docs.html') test.setTimeout(120_000)
        const phone = info.project.name === 'gallery-phone'
        test.skip(scene.only !== undefined && scene.only !== (phone ? 'phone' : 'desktop'))
        const troubles = watchTroubles(page)
        await page.clock.setFixedTime(new Date(`${TODAY}T10:00:00+08:00`))
        await answer(page, scene)
        if (scene.as) await page.context().addCookies([SIGNED_IN])
        await page.goto(scene.path)
        await scene.act?.(page)
        await expect(page.getByText(scene.shows).first()).toBeVisible()
        await look(page, `${info.project.name.replace('gallery-', '')}/${scene.name}`)
        await nothingForAxe(page)
        if (phone && !scene.static) {
          // Without a click: an open dialog lies over the switch.
          await page.evaluate(() => document.documentElement.classList.add('large'))
          await look(page, `large/${scene.name}`)
        }
        expect(troubles).toEqual([])
      })
    }
  })
}

async function look(page: Page, picture: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.waitForTimeout(60)
  // What lies over a page is drawn as the screen shows it; a page drawn in full would tear it off its edge.
  const covered = (await page.locator('.van-popup:not(.van-toast):visible').count()) > 0
  await page.screenshot({ path: `test-results/gallery/${picture}.png`, fullPage: !covered, animations: 'disabled' })
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(sideways, 'scrolls sideways').toBe(0)
}

/**
 * Once a scene: names, roles and colours are the same in large type, only sizes grow. In the page itself (legacy mode), because
 * there are no frames of other origins; the usual mode opens another page for each call, which takes longer than looking.
 */
async function nothingForAxe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
}

/** What the server sets beside a session for the pages' scripts. */
export const SIGNED_IN = { name: 'yhym_in', value: '1', domain: 'localhost', path: '/' }

function watchTroubles(page: Page): string[] {
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    // Answers of 4xx and 5xx are part of the scenes, and the browser reports each of them; but nobody is asked who they are in vain.
    const answered = message.text().startsWith('Failed to load resource') && !(message.location().url.includes('/v1/sessions/') && message.text().includes('401'))
    const signingIn = /\/v1\/sessions\/(sms|staff|wechat|wecom|current\/second-factor)$/.test(message.location().url)
    if (message.type() === 'error' && !answered && !signingIn) troubles.push(`${message.text()} ${message.location().url}`)
    if (message.type() === 'warning') troubles.push(message.text())
  })
  return troubles
}

/** A sheet of paper, as somebody photographs it. */
const PHOTO = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"><rect width="600" height="800" fill="#8a8f94"/><g transform="rotate(-3 300 400)"><rect x="60" y="60" width="480" height="680" fill="#fbfaf6"/>${Array.from({ length: 12 }, (_, line) => `<rect x="100" y="${140 + line * 45}" width="${180 + ((line * 71) % 200)}" height="12" fill="#6b6f73"/>`).join('')}</g></svg>`

async function answer(page: Page, scene: Scene): Promise<void> {
  await page.route(/^[^?]*\/(v1|demo)\//, async (route) => {
    const request = route.request()
    const name = `${request.method()} ${new URL(request.url()).pathname}`
    const found = scene.api?.[name] ?? standing(name, scene.as)
    if (found === 'offline') return route.abort('internetdisconnected')
    if (found === 'never') return
    if ('svg' in found) return route.fulfill({ contentType: 'image/svg+xml', body: found.svg })
    if ('photo' in found) return route.fulfill({ contentType: 'image/svg+xml', body: PHOTO })
    const status = found.status ?? 200
    await route.fulfill({
      status,
      contentType: status >= 400 ? 'application/problem+json' : 'application/json',
      body: JSON.stringify(found.json),
    })
  })
}

/** What every scene has: who is signed in, photos, and nothing else. */
function standing(name: string, as: Principal | null): Answer {
  const nobody = problem(401, 'sign-in-required', '请先登录')
  if (name === 'GET /v1/sessions/current') return as ? ok(as) : nobody
  if (name === 'POST /v1/sessions/refresh') return nobody
  if (name.startsWith('GET /v1/materials/')) return { photo: true }
  if (name.startsWith('GET /demo/')) return problem(404, 'not-found', '没有找到')
  return as ? problem(404, 'not-found', '没有找到') : nobody
}
