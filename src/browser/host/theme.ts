import type { Theme } from '#contract/host-messages.ts'

type Colors = NonNullable<Theme['colors']>
type ColorName = keyof Colors
type Scheme = 'light' | 'dark'

/** The custom property of each colour that a portal may set (styles/tokens.css). */
const properties: Readonly<Record<ColorName, string>> = {
  surface: '--surface',
  surfaceRaised: '--surface-raised',
  surfaceSunken: '--surface-sunken',
  ink: '--ink',
  inkQuiet: '--ink-quiet',
  accent: '--accent',
  accentInk: '--accent-ink',
}

/** What is written on what: each pair that text is set in, by its custom properties. */
const pairs: readonly (readonly [string, string])[] = [
  ...['--surface', '--surface-raised', '--surface-sunken'].flatMap((ground) =>
    ['--ink', '--ink-quiet', '--accent', '--danger', '--success', '--warning'].map(
      (ink) => [ink, ground] as const,
    ),
  ),
  ['--accent-ink', '--accent'],
  ['--ink', '--accent-soft'],
  ['--ink', '--warning-soft'],
]

/** WCAG 2.2, 1.4.3: text of ordinary size. */
const leastContrast = 4.5

/** `#rrggbb` to the contrast ratio of WCAG 2.2: 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/**
 * The colours of a theme that can be taken: those whose every pair can be read, with each other and with the desk's own
 * (`ownColor`, `#rrggbb`). The colours of a pair that cannot are refused, which may put other pairs right or wrong, so
 * it is looked at again until nothing changes.
 */
export function readableColors(
  colors: Colors,
  schemes: readonly Scheme[],
  ownColor: (property: string, scheme: Scheme) => string,
): { taken: ReadonlyMap<string, string>; refusedPairs: number } {
  const taken = new Map<string, string>()
  for (const [name, property] of Object.entries(properties)) {
    const color = isColorName(name) ? colors[name] : undefined
    if (color !== undefined) taken.set(property, color)
  }
  let refusedPairs = 0
  const isUnreadable = ([ink, ground]: readonly [string, string]) =>
    (taken.has(ink) || taken.has(ground)) &&
    schemes.some((scheme) => {
      const colorOf = (property: string) => taken.get(property) ?? ownColor(property, scheme)
      return contrast(colorOf(ink), colorOf(ground)) < leastContrast
    })
  for (;;) {
    const pair = pairs.find(isUnreadable)
    if (!pair) return { taken, refusedPairs }
    refusedPairs += 1
    for (const property of pair) taken.delete(property)
  }
}

/** Puts a theme on the page in place of an earlier one; answers with how many pairs of colours it refused. */
export function applyTheme(theme: Theme, root: HTMLElement): number {
  const { scheme = 'auto', colors = {}, font, radiusPx, density } = theme
  root.style.removeProperty('color-scheme')
  for (const property of Object.values(properties)) root.style.removeProperty(property)
  const schemes: readonly Scheme[] = scheme === 'auto' ? ['light', 'dark'] : [scheme]
  const { taken, refusedPairs } = readableColors(colors, schemes, ownColorOf(root))
  for (const [property, color] of taken) root.style.setProperty(property, color)
  if (scheme !== 'auto') root.style.setProperty('color-scheme', scheme)
  setOrRemove(root, '--font', font === undefined ? null : `${font}, system-ui, sans-serif`)
  setOrRemove(root, '--radius', radiusPx === undefined ? null : `${radiusPx}px`)
  const isCompact = density === 'compact'
  setOrRemove(root, '--control', isCompact ? '2rem' : null)
  setOrRemove(root, '--space-4', isCompact ? '0.75rem' : null)
  setOrRemove(root, '--space-5', isCompact ? '1rem' : null)
  setOrRemove(root, '--space-6', isCompact ? '1.25rem' : null)
  return refusedPairs
}

function setOrRemove(root: HTMLElement, property: string, value: string | null) {
  if (value === null) root.style.removeProperty(property)
  else root.style.setProperty(property, value)
}

/** Reads the desk's own colours as the browser resolves them: `light-dark()` takes the side of the probe's scheme. */
function ownColorOf(root: HTMLElement): (property: string, scheme: Scheme) => string {
  return (property, scheme) => {
    const probe = document.createElement('i')
    probe.style.colorScheme = scheme
    probe.style.color = `var(${property})`
    root.append(probe)
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/\d+/g) ?? []).map(
      Number,
    )
    probe.remove()
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
  }
}

function luminance(color: string): number {
  const parts = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  const [red = 0, green = 0, blue = 0] = parts
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function isColorName(name: string): name is ColorName {
  return Object.hasOwn(properties, name)
}
