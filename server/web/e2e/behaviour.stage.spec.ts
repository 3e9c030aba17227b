import { expect } from '@playwright/test'
import { SIGNED_IN } from './gallery'
import { test, TODAY, type Reply } from './stage'

/** All scenes of the gallery are played on one page, so a scene must not find anything of the one before. */

const EMPTY: Reply = { status: 200, type: 'application/json', body: '{}' }
const square = (side: number): Reply => ({ status: 200, type: 'image/svg+xml', body: `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"/>` })

test('a scene leaves nothing to the next', async ({ stage }) => {
  const { page } = stage
  const first = await stage.set({
    cookies: [SIGNED_IN],
    answer: ({ name }) => {
      if (name === 'GET /v1/hangs') return 'never'
      if (name === 'GET /v1/worker') return { status: 200, type: 'text/javascript', body: '' }
      return name === 'GET /v1/picture' ? square(10) : EMPTY
    },
  })
  await page.goto('/neutral.html')
  expect(await page.evaluate(ofPicture)).toBe(10)
  await page.evaluate(async () => {
    localStorage.setItem('left', 'over')
    sessionStorage.setItem('left', 'over')
    window.name = 'left over'
    document.cookie = 'left=over; max-age=999999'
    await (await caches.open('left over')).put('/left-over', new Response('left over'))
    await new Promise((open) => Object.assign(indexedDB.open('left over'), { onsuccess: open }))
    await navigator.serviceWorker.register('/v1/worker')
    history.pushState({}, '', '?left-over')
    document.documentElement.classList.add('large')
    void fetch('/v1/hangs')
    setInterval(() => {
      void fetch('/v1/left-over')
      console.error('left over')
    }, 50)
    addEventListener('pagehide', () => {
      localStorage.setItem('left', 'over')
      console.error('left over')
    })
  })
  await page.mouse.click(180, 300)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark', reducedMotion: 'no-preference' })
  await expect.poll(() => first).toContain('left over ')
  await page.context().setOffline(true)

  const asked: string[] = []
  const second = await stage.set({ cookies: [], answer: ({ name }) => (asked.push(name), name === 'GET /v1/picture' ? square(20) : EMPTY) })
  await page.goto('/neutral.html')
  await stage.settled()
  expect(await page.evaluate(() => document.querySelector('html:hover'))).toBeNull()
  const found = await page.evaluate(async () => ({
    kept: [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length],
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookies: document.cookie,
    name: window.name,
    large: document.documentElement.className,
    at: location.pathname + location.search,
    online: navigator.onLine,
    media: ['print', '(prefers-color-scheme: dark)', '(prefers-reduced-motion: no-preference)'].filter((media) => matchMedia(media).matches),
    width: innerWidth,
    day: new Date().toISOString().slice(0, 10),
    before: history.length,
  }))
  expect(found).toEqual({ kept: [0, 0, 0, 0], workers: 0, cookies: '', name: '', large: '', at: '/neutral.html', online: true, media: [], width: 360, day: TODAY, before: 2 })
  expect(await page.evaluate(ofPicture)).toBe(20)
  expect(new Set(asked)).toEqual(new Set(['GET /v1/picture']))
  expect(second).toEqual([])
})

test('what would reach into the next scene is refused', async ({ stage }) => {
  const { page } = stage
  expect(() => page.route('**', () => undefined)).toThrow('next scene')
  expect(() => page.context().grantPermissions(['camera'])).toThrow('next scene')
  expect(() => page.clock.install()).toThrow('next scene')
  expect(() => page.setViewportSize({ width: 1, height: 1 })).toThrow('next scene')
})

async function ofPicture(): Promise<number> {
  const picture = new Image()
  picture.src = '/v1/picture'
  await picture.decode()
  return picture.width
}
