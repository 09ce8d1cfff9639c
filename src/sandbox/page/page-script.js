// The root page's own script: shows what arrives, and copies a key. It asks the sandbox for nothing but this page.
const live = document.getElementById('live')
const state = document.getElementById('state')
const keys = () => new Set([...live.querySelectorAll('tr[data-key]')].map((row) => row.dataset.key))

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
  const before = keys()
  // The sandbox wrote and escaped it, as it did the page itself.
  live.innerHTML = event.data
  for (const row of live.querySelectorAll('tr[data-key]')) {
    row.classList.toggle('new', !before.has(row.dataset.key))
  }
})

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = 'Copy'), 2000)
  })
}
