// The root page's own script: shows what arrives, and copies a key. It asks the sandbox for nothing but this page.
const live = document.getElementById('live')
const state = document.getElementById('state')
const rows = () => [...live.querySelectorAll('[data-key]')]
const keys = (test) =>
  new Set(
    rows()
      .filter(test)
      .map((row) => row.dataset.key),
  )
const detailsOf = (row) => (row.matches('details') ? row : row.querySelector('details'))

const events = new EventSource('./')
events.addEventListener('open', () => {
  state.textContent = 'Live'
  state.dataset.live = ''
})
events.addEventListener('error', () => {
  state.textContent = 'Not connected'
  delete state.dataset.live
})
events.addEventListener('message', (event) => {
  const before = keys(() => true)
  const opened = keys((row) => detailsOf(row)?.open)
  // The sandbox wrote and escaped it, as it did the page itself.
  live.innerHTML = event.data
  for (const row of rows()) {
    row.classList.toggle('new', !before.has(row.dataset.key))
    if (opened.has(row.dataset.key)) detailsOf(row).open = true
  }
})

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = 'Copy'), 2000)
  })
}
