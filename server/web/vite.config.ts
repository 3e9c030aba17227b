import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { contentSecurityPolicy } from './build/policy.ts'
import { apiDocument } from './build/apiDocument.ts'
import { weigh } from './build/weigh.ts'
import { vantInRem } from './build/vantInRem.ts'
import { sampleTokens } from './build/sampleTokens.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const api = process.env.YIHUYIMA_URL ?? 'http://localhost:8080'
const proxy = { '/v1': api, '/demo': api }

export default defineConfig({
  plugins: [vue(), apiDocument(here('../../miniprogram-api/src/main/resources/openapi/openapi.yaml')), sampleTokens(), weigh()],
  css: { postcss: { plugins: [vantInRem()] } },
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    // Old Android phones are what these pages are for; WeChat's own browser is newer than this.
    target: ['chrome80', 'safari13.1', 'firefox78'],
    // A small picture inlined as data: is carried by every page that does not show it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: {
        index: here('index.html'),
        neutral: here('neutral.html'),
        dynamic: here('dynamic.html'),
        docs: here('docs.html'),
      },
    },
  },
  server: { proxy },
  // What the server sends with every page; a page that breaks it must break here first.
  preview: { port: 4173, strictPort: true, headers: { 'Content-Security-Policy': contentSecurityPolicy }, proxy },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts'], environment: 'node' },
})
