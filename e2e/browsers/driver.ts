/** A real browser as the smoke test drives it: real key and pointer events, and questions to the page. */
export interface Driver {
  /** As a person would call it, with its version. */
  name: string
  open(url: string): Promise<void>
  /** Sends questions and clicks to the only frame of the page, until another page is opened. */
  enterFrame(): Promise<void>
  /** Whether the browser keeps the cookies of a frame of another site. WebKit keeps no `Secure` cookie of plain HTTP. */
  keepsFrameCookies: boolean
  /** Sets the size of the page's view, in CSS pixels, as near as the browser allows. */
  resize(width: number, height: number): Promise<void>
  /** Works out an expression in the page and answers with its value, which travels as JSON. */
  ask(expression: string): Promise<unknown>
  click(at: { x: number; y: number }): Promise<void>
  type(text: string): Promise<void>
  press(key: Key): Promise<void>
  /** A picture of what is visible, as PNG. */
  picture(): Promise<Uint8Array>
  /** Where the browser puts what it downloads. */
  downloads: string
  close(): Promise<void>
}

/** The keys that the test presses, with their codes in WebDriver (https://www.w3.org/TR/webdriver2/#keyboard-actions). */
export const keyCodes = {
  Enter: '\uE007',
  Tab: '\uE004',
  ArrowDown: '\uE015',
  Escape: '\uE00C',
} as const
export type Key = keyof typeof keyCodes
