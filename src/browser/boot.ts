/**
 * The first script of the built page, which `vite.config.ts` puts in the place of `main.tsx`. That one is fetched
 * meanwhile, and begins when the shell has been painted and takes what is typed: drawing comes before thinking.
 */
const tag = document.querySelector<HTMLScriptElement>('script[data-page]')
const open = () => void import(new URL(tag?.dataset['page'] ?? '', document.baseURI).href)

// The task after the next frame. A frame that nobody sees is never drawn, so that the wait must end by itself.
requestAnimationFrame(() => setTimeout(open))
setTimeout(open, 500)
