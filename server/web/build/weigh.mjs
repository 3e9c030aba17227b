/** Prints what a first visit to each page loads, compressed: the shell, its styles, and the scripts that the page needs. */
import { readFileSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
const LIMIT_BYTES = 150_000

const weights = new Map()
function weightOf(file) {
  if (!weights.has(file)) weights.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 6 }).length)
  return weights.get(file)
}

/** The files of an entry and of all it imports statically. */
function filesOf(key, found = new Set()) {
  const chunk = manifest[key]
  if (!chunk || found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const css of chunk.css ?? []) found.add(css)
  for (const asset of chunk.assets ?? []) found.add(asset)
  for (const imported of chunk.imports ?? []) filesOf(imported, found)
  return found
}

const families = ['my', 'sign-in', 'code', 'home', 'news', 'scan', 'staff']
const pages = Object.keys(manifest).filter((key) => families.some((family) => key.startsWith(`src/${family}/`) && /Page\.vue$/.test(key)))
let over = false
const rows = pages.map((page) => {
  const files = new Set([...filesOf('index.html'), ...filesOf(page)])
  // What these pages fetch at once beside themselves.
  if (/MyHouseholdPage|ScannedPage/.test(page)) filesOf('src/my/HouseholdPart.vue', files)
  const bytes = weightOf('index.html') + [...files].reduce((sum, file) => sum + weightOf(file), 0)
  if (bytes > LIMIT_BYTES) over = true
  return [page.replace('src/', ''), bytes]
})
for (const [page, bytes] of rows.sort((a, b) => b[1] - a[1])) console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${page}`)
for (const page of ['neutral.html', 'dynamic.html', 'docs.html']) {
  const html = readFileSync(new URL(page, dist), 'utf8')
  const files = [...html.matchAll(/\/(assets\/[^"]+)"/g)].map((match) => match[1])
  const bytes = weightOf(page) + [...new Set(files)].reduce((sum, file) => sum + weightOf(file), 0)
  console.log(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${page}`)
}
// Only for this; what stands in dist is what the server serves.
rmSync(new URL('.vite', dist), { recursive: true })
if (over) {
  console.error(`A page weighs more than ${LIMIT_BYTES / 1000} kB compressed.`)
  process.exit(1)
}
