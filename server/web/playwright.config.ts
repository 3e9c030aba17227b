import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** The browser of the machine; none is downloaded. */
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'
const asRoot = process.getuid?.() === 0
/** Where the built pages are served for the gallery; another port lets two checkouts draw side by side. */
const preview = process.env.YIHUYIMA_PREVIEW_PORT ?? '4173'
/** The built pages: drawn as they were built for the server (`dist`), or built for the gallery alone. */
const pages = process.env.YIHUYIMA_PAGES ?? 'test-results/dist'
/** A server that is already up (scripts/demo); without it the built pages are served by `vite preview`. */
const server = process.env.YIHUYIMA_URL

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/runs',
  fullyParallel: true,
  workers: 2,
  reporter: [['list']],
  // On a machine that is busy with other tests a page takes its time; what never comes is found all the same.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    baseURL: server ?? `http://localhost:${preview}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // Half-faded words have no contrast; what moves is at its end at once.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: existsSync(chromium) ? chromium : undefined, args: asRoot ? ['--no-sandbox'] : [] },
  },
  projects: [
    { name: 'gallery-phone', testMatch: /gallery.*\.spec\.ts/, use: { viewport: { width: 360, height: 740 }, baseURL: `http://localhost:${preview}` } },
    { name: 'gallery-desktop', testMatch: /gallery.*\.spec\.ts/, use: { viewport: { width: 1366, height: 768 }, baseURL: `http://localhost:${preview}` } },
    { name: 'behaviour', testMatch: /behaviour.*\.spec\.ts/, use: { viewport: { width: 360, height: 740 }, baseURL: `http://localhost:${preview}` } },
    { name: 'flows', testMatch: /flows.*\.spec\.ts/, use: { viewport: { width: 390, height: 844 } } },
  ],
  // Against a server that is up nothing is served from here. Never one that happens to be on the port: it may serve other pages.
  webServer: server ? undefined : { command: `npx vite preview --outDir ${pages} --port ${preview} --strictPort`, url: `http://localhost:${preview}/neutral.html`, reuseExistingServer: false, timeout: 30_000 },
})
