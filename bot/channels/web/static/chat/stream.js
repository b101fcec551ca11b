// Listens for what the hub says by itself while the page is looked at.

const AGAIN = 30000
const HIDDEN_FOR = 60000

/** Adds every new answer to the log, and shows who of the staff is typing. */
export function listen (log, words) {
  const typist = document.getElementById('person-typing')
  let source = null
  let timer = null

  function open () {
    clearTimeout(timer)
    if (source) return
    source = new EventSource(`/chat/events?after=${log.lastId}`)
    source.addEventListener('answer', (event) => log.add(JSON.parse(event.data).html))
    source.addEventListener('change', (event) => log.change(JSON.parse(event.data).html))
    source.addEventListener('typing', (event) => {
      const { name } = JSON.parse(event.data)
      typist.textContent = name ? words.personTyping.replace('%{name}', name) : ''
    })
    source.addEventListener('error', () => {
      // A lost connection comes back by itself; a refusal doesn't.
      if (source && source.readyState === EventSource.CLOSED) {
        close()
        timer = setTimeout(open, AGAIN)
      }
    })
  }

  function close () {
    if (source) source.close()
    source = null
  }

  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer)
    if (document.hidden) timer = setTimeout(close, HIDDEN_FOR)
    else open()
  })
  window.addEventListener('pagehide', close)
  open()
}
