import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { CheckField, Field } from './field.tsx'

test('a field ties label and hint to its control', () => {
  const html = renderToStaticMarkup(
    <Field label="Subject" id="subject" hint="One line" error={undefined}>
      {(control) => <input {...control} />}
    </Field>,
  )
  expect(html).toContain('<label')
  expect(html).toContain('for="subject"')
  expect(html).toMatch(/<input id="subject"[^>]* aria-describedby="subject-note"/)
  expect(html).toMatch(/id="subject-note"[^>]*><span>One line</)
  expect(html).not.toContain('aria-invalid')
})

test('an error replaces the hint and marks the control', () => {
  const html = renderToStaticMarkup(
    <Field label="Subject" id="subject" hint="One line" error="Too long" isRequired>
      {(control) => <input {...control} />}
    </Field>,
  )
  expect(html).toMatch(/<input[^>]* aria-invalid="true"[^>]* aria-required="true"/)
  expect(html).toMatch(/id="subject-note"[^>]*><span>Too long</)
  expect(html).not.toContain('One line')
})

test('without hint and error nothing is described', () => {
  const html = renderToStaticMarkup(
    <Field label="Subject" error={undefined}>
      {(control) => <input {...control} />}
    </Field>,
  )
  expect(html).not.toContain('aria-describedby')
})

test('a checkbox carries its error', () => {
  const html = renderToStaticMarkup(
    <CheckField label="Sure" id="sure" error="Tick it">
      {(control) => <input type="checkbox" {...control} />}
    </CheckField>,
  )
  expect(html).toMatch(
    /<input type="checkbox" id="sure" aria-describedby="sure-note" aria-invalid="true"/,
  )
  expect(html).toContain('Tick it')
})
