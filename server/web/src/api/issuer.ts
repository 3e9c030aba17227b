/** What the server wrote into the page: who issues these codes, whom to call, whether this is the demo. */
function meta(name: string): string {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="yihuyima-${name}"]`)?.content ?? ''
  return content.startsWith('{{') ? '' : content
}

export const issuer = meta('issuer')
export const hotline = meta('hotline')
export const hotlineTel = meta('hotline-tel') || hotline.replace(/[^0-9+]/g, '')
export const isDemo = meta('demo') === 'true'
