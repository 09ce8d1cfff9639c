import { expect, test } from 'vitest'
import formLayout from '../examples/form-layout.json' with { type: 'json' }
import { readFormLayout } from './form-layout.ts'

test('the three dialects of a form layout are read alike', () => {
  expect(readFormLayout(JSON.stringify(formLayout))).toEqual({
    Sections: [
      {
        DisplayName: 'Task Details',
        Fields: [
          { SchemaName: 'OwnerId', Colspan: 2, IsDisabled: false },
          { SchemaName: 'Name', Colspan: 2, IsDisabled: false },
        ],
      },
      {
        DisplayName: 'Visit',
        Fields: [{ SchemaName: 'mx_Custom_1', Colspan: 1, IsDisabled: false }],
      },
    ],
    AvailableFields: [{ SchemaName: 'Priority', Colspan: 1, IsDisabled: true }],
  })
})

test.each([null, '', '{', '[]', '7', '"x"'])('form layout %j is none', (text) => {
  expect(readFormLayout(text)).toBeNull()
})

test('a field of a layout that cannot be read leaves the others in place', () => {
  const layout = { Sections: [{ Fields: [7, { SchemaName: 'Name', Disabled: 'True' }] }, null] }
  expect(readFormLayout(JSON.stringify(layout))?.Sections).toEqual([
    { DisplayName: '', Fields: [{ SchemaName: 'Name', Colspan: null, IsDisabled: true }] },
  ])
})
