import type { Plugin } from 'postcss'

/** What Vant's sizes are drawn for: 16 px a rem, as in src/style/tokens.css. */
const ROOT_PX = 16
/** A hairline stays one pixel however large the type is. */
const HAIRLINE_PX = 1

/** `12px` → `0.75rem`, in every size of a declaration. */
export function inRem(value: string): string {
  return value.replace(/(-?(?:\d+\.?\d*|\.\d+))px\b/g, (size, px: string) =>
    Math.abs(Number(px)) <= HAIRLINE_PX ? size : `${Number((Number(px) / ROOT_PX).toFixed(4))}rem`,
  )
}

/**
 * Vant's sizes in rem, so that the large mode grows them as it grows ours. A media query is left as it is: its px are the
 * phone's. Vant's icons are a font inside its style sheet, which the policy refuses: better here than on somebody's phone.
 */
export function vantInRem(): Plugin {
  const isVants = (file: string | undefined) => /[\\/]node_modules[\\/]vant[\\/]/.test(file ?? '')
  return {
    postcssPlugin: 'yihuyima-vant-in-rem',
    Once(root, { result }) {
      if (!isVants(result.opts.from ?? root.source?.input.file)) return
      root.walkAtRules('font-face', (rule) => {
        throw rule.error('the policy forbids fonts from data: use a slot with a picture of ours instead of a Vant icon')
      })
      root.walkDecls((declaration) => {
        declaration.value = inRem(declaration.value)
      })
    },
  }
}
