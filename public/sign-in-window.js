// Runs in the window in which somebody has just signed in: hands the one-time code to the page that opened the window.
// Both ways carry it to this very origin only; the page takes the first and ignores the other.
const said = document.getElementById('said')
const message = { desk: 1, type: 'signed-in', code: said?.dataset.code }
window.opener?.postMessage(message, window.location.origin)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
new BroadcastChannel('appointment-desk.sign-in').postMessage(message)
window.close()
