import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const WIDTH_PX = 640
const HEIGHT_PX = 480
/** Share of the picture's height that the card takes, as when a phone is held over it. */
const SHARE = 0.8
/** Paper and ink under a kitchen lamp: neither white nor black. */
const PAPER = 205
const INK = 45

/** The dark modules of a symbol in e2e/symbols, each row a string of 0 and 1, quiet zone included. */
export function modulesOf(name: string): boolean[][] {
  const svg = readFileSync(fileURLToPath(new URL(`symbols/${name}.svg`, import.meta.url)), 'utf8')
  const side = Number(/viewBox="0 0 (\d+)/.exec(svg)![1])
  const modules = Array.from({ length: side }, () => new Array<boolean>(side).fill(false))
  for (const [, x, y, run] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let step = 0; step < Number(run); step++) modules[Number(y)]![Number(x) + step] = true
  }
  return modules
}

/** What a camera sees that is held over the symbol, as a YUV4MPEG2 film for Chromium's fake camera. */
export function filmOf(name: string, file: string): void {
  const modules = modulesOf(name)
  const size = Math.floor(HEIGHT_PX * SHARE)
  const left = (WIDTH_PX - size) >> 1
  const top = (HEIGHT_PX - size) >> 1
  const luma = Buffer.alloc(WIDTH_PX * HEIGHT_PX, 120)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const dark = modules[Math.floor((y * modules.length) / size)]![Math.floor((x * modules.length) / size)]
      luma[(top + y) * WIDTH_PX + left + x] = dark ? INK : PAPER
    }
  }
  const chroma = Buffer.alloc((WIDTH_PX * HEIGHT_PX) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma])
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH_PX} H${HEIGHT_PX} F10:1 Ip A1:1 C420jpeg\n`), ...new Array<Buffer>(10).fill(frame)]))
}
