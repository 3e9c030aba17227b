// Adds up what every test runner reported and prints the one closing line. A step that failed without a failed test
// (it did not compile, say) counts as one failure, so that the line never looks better than the run was.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [results, ...failedSteps] = process.argv.slice(2)
let passed = 0
let failed = 0
const classes = []
const SHOWN = 8
const add = (what, good, bad) => {
  passed += good
  failed += bad
  console.log(`${what}: ${good} passed, ${bad} failed`)
}

for (const module of ['qr', 'miniprogram-api', 'server', 'server/demo']) {
  const folder = join(module, 'target/surefire-reports')
  if (!existsSync(folder)) continue
  let good = 0
  let bad = 0
  for (const file of readdirSync(folder).filter((name) => /^TEST-.*\.xml$/.test(name))) {
    const suite = readFileSync(join(folder, file), 'utf8').match(/<testsuite\b[^>]*>/)[0]
    const number = (name) => Number(suite.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0)
    classes.push({ name: file.slice('TEST-'.length, -'.xml'.length).replace(/^.*\./, ''), seconds: Number(suite.match(/\btime="([\d.]+)"/)?.[1] ?? 0) })
    const wrong = number('errors') + number('failures')
    bad += wrong
    good += number('tests') - wrong - number('skipped')
  }
  add(module, good, bad)
}
classes.sort((one, other) => other.seconds - one.seconds)
if (classes.length) console.log(`the longest test classes: ${classes.slice(0, SHOWN).map(({ name, seconds }) => `${name} ${Math.round(seconds)} s`).join(', ')}`)

const vitest = join(results, 'vitest.json')
if (existsSync(vitest)) {
  const report = JSON.parse(readFileSync(vitest, 'utf8'))
  add('pages', report.numPassedTests, report.numFailedTests)
}
for (const name of ['gallery', 'flows']) {
  const file = join(results, `${name}.json`)
  if (!existsSync(file)) continue
  const { stats } = JSON.parse(readFileSync(file, 'utf8'))
  add(name, stats.expected + stats.flaky, stats.unexpected)
}
if (failed < failedSteps.length) failed = failedSteps.length
for (const step of failedSteps) console.log(`failed: ${step}`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
