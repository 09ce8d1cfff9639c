import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { PlainForm } from './inputs.ts'

/** React and the inputs, nothing else. */
const root = document.getElementById('root')
if (!root) throw new Error('The page has no place for the form.')
const onChange = () => performance.mark('first-field')
createRoot(root).render(
  createElement(PlainForm, { propsOf: (name) => (name === 'owner' ? { onChange } : {}) }),
)
