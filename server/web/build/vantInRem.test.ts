import postcss from 'postcss'
import { describe, expect, it } from 'vitest'
import { inRem, vantInRem } from './vantInRem'

const put = (css: string, from: string) => postcss([vantInRem()]).process(css, { from }).css
const VANT = '/x/node_modules/vant/es/popup/index.css'

describe('sizes of Vant', () => {
  it('are in rem, hairlines in px', () => {
    expect(inRem('0 24px -8px .5px 1px')).toBe('0 1.5rem -0.5rem .5px 1px')
    expect(inRem('calc(100vw - var(--van-padding-md) * 2)')).toBe('calc(100vw - var(--van-padding-md) * 2)')
  })

  it('are changed in Vant alone, and not in what asks how wide the phone is', () => {
    const css = '@media(max-width:321px){.a{--b: 16px;width:320px}}'
    expect(put(css, VANT)).toBe('@media(max-width:321px){.a{--b: 1rem;width:20rem}}')
    expect(put(css, '/x/src/style/base.css')).toBe(css)
  })

  it('do not bring a font that the policy refuses', () => {
    expect(() => put('@font-face{src:url(data:font/woff2;base64,AA)}', VANT)).toThrow('policy')
  })
})
