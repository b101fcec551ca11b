// Keeps the number of answers up to date while the page is open; without scripts it is as old as the page.
// It stops by itself, since each look counts as something that the member of staff does.
const SECONDS = 15
const MOST_LOOKS = 40

const shown = document.querySelector('[data-live-count]')

if (shown) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'app-link-button'
  shown.after(button)
  let looks = 0
  let timer = 0

  const look = async () => {
    const answer = await fetch(shown.dataset.liveCount, { headers: { Accept: 'application/json' } }).catch(() => null)
    if (answer?.ok && answer.headers.get('content-type')?.includes('json')) {
      const { responses } = await answer.json()
      shown.textContent = responses.toLocaleString('en-GB')
    }
    looks += 1
    if (looks >= MOST_LOOKS || !answer?.ok) stop()
  }
  const start = () => {
    looks = 0
    timer = window.setInterval(look, SECONDS * 1000)
    button.textContent = 'Stop counting live'
  }
  const stop = () => {
    window.clearInterval(timer)
    timer = 0
    button.textContent = 'Count live'
  }
  button.addEventListener('click', () => (timer ? stop() : start()))
  start()
}
