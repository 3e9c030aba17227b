import { expect, type Page } from '@playwright/test'
import type Axe from 'axe-core'
import type { Principal, Schema } from '../src/api/types'
import { AXE, test, type Reply, type Stage } from './stage'

export { TODAY } from './stage'

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

/** Pictures are for people; where nobody looks at them (`YIHUYIMA_PICTURES=failed`) only a scene that failed is drawn. */
const drawn = process.env.YIHUYIMA_PICTURES !== 'failed'

/** Plays the scenes: no error on the console, nothing that the policy refuses, nothing axe finds, no sideways scrolling. */
export function gallery(title: string, scenes: readonly Scene[]): void {
  test.describe(title, () => {
    for (const scene of scenes) {
      test(scene.name, async ({ stage }, info) => {
        // The API document has some thousand elements for axe to look at.
        if (scene.path === '/docs.html') test.setTimeout(180_000)
        const { page } = stage
        const phone = info.project.name === 'gallery-phone'
        test.skip(scene.only !== undefined && scene.only !== (phone ? 'phone' : 'desktop'))
        const troubles = await stage.set({
          answer: ({ name }) => reply(scene.api?.[name] ?? standing(name, scene.as)),
          cookies: scene.as ? [SIGNED_IN] : [],
        })
        try {
          await page.goto(scene.path)
          await scene.act?.(page)
          // Looking for words that are not there yet waits longer than they take.
          await stage.settled()
          await expect(page.getByText(scene.shows).first()).toBeVisible()
          await look(stage, `${info.project.name.replace('gallery-', '')}/${scene.name}`)
          await nothingForAxe(page)
          if (phone && !scene.static) {
            // Without a click: an open dialog lies over the switch.
            await page.evaluate(() => document.documentElement.classList.add('large'))
            await look(stage, `large/${scene.name}`)
          }
          expect(troubles).toEqual([])
        } catch (error) {
          // Out of time the page is gone already, and the error says more than a missing picture.
          const picture = await page.screenshot({ animations: 'disabled' }).catch(() => undefined)
          if (picture) await info.attach('as it was', { body: picture, contentType: 'image/png' })
          throw error
        }
      })
    }
  })
}

async function look({ page, settled }: Stage, picture: string): Promise<void> {
  await settled()
  if (drawn) {
    // What lies over a page is drawn as the screen shows it; a page drawn in full would tear it off its edge.
    const covered = (await page.locator('.van-popup:not(.van-toast):visible').count()) > 0
    await page.screenshot({ path: `test-results/gallery/${picture}.png`, fullPage: !covered, animations: 'disabled' })
  }
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(sideways, 'scrolls sideways').toBe(0)
}

/** Once a scene: names, roles and colours are the same in large type, only sizes grow. All rules, in the page itself. */
async function nothingForAxe(page: Page): Promise<void> {
  await page.addScriptTag({ url: AXE })
  const violations = await page.evaluate(async () => {
    const found = await (window as unknown as { axe: typeof Axe }).axe.run(document, { resultTypes: ['violations'] })
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  })
  expect(violations).toEqual([])
}

/** What the server sets beside a session for the pages' scripts. */
export const SIGNED_IN = { name: 'yhym_in', value: '1', domain: 'localhost', path: '/' }

/** A sheet of paper, as somebody photographs it. */
const PHOTO = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"><rect width="600" height="800" fill="#8a8f94"/><g transform="rotate(-3 300 400)"><rect x="60" y="60" width="480" height="680" fill="#fbfaf6"/>${Array.from({ length: 12 }, (_, line) => `<rect x="100" y="${140 + line * 45}" width="${180 + ((line * 71) % 200)}" height="12" fill="#6b6f73"/>`).join('')}</g></svg>`

function reply(found: Answer): Reply {
  if (found === 'offline' || found === 'never') return found
  if ('svg' in found) return { status: 200, type: 'image/svg+xml', body: found.svg }
  if ('photo' in found) return { status: 200, type: 'image/svg+xml', body: PHOTO }
  const status = found.status ?? 200
  return { status, type: status >= 400 ? 'application/problem+json' : 'application/json', body: JSON.stringify(found.json) }
}

/** What every scene has: who is signed in, photos, and nothing else. */
function standing(name: string, as: Principal | null): Answer {
  const nobody = problem(401, 'sign-in-required', '请先登录')
  if (name === 'GET /v1/sessions/current') return as ? ok(as) : nobody
  if (name === 'POST /v1/sessions/refresh') return nobody
  if (name.startsWith('GET /v1/materials/')) return { photo: true }
  // What is asked beside what a scene is about, and shows nothing when there is nothing.
  if (name === 'GET /v1/policy-tasks') return ok({ items: [], next: null })
  if (name === 'GET /v1/my/messages') return ok({ items: [], next: null, unread: 0 })
  if (name.startsWith('GET /demo/')) return problem(404, 'not-found', '没有找到')
  return as ? problem(404, 'not-found', '没有找到') : nobody
}
