// Keeps a stream of events open while the page is looked at, for whoever wants to hear what the hub says by itself.

const AGAIN = 30000
const HIDDEN_FOR = 60000
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'focus']

/** Opens the stream whose address `address` returns; `events` holds what to do with each kind, given its data. */
export function keepListening (address, events) {
  let source = null
  let timer = null

  function open () {
    clearTimeout(timer)
    if (source || document.hidden) return
    source = new EventSource(address())
    for (const [kind, hear] of Object.entries(events)) {
      source.addEventListener(kind, (event) => hear(JSON.parse(event.data)))
    }
    // The hub may end it after a while; who is still there shows it by doing something.
    source.addEventListener('over', close)
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
  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, open, { passive: true })
  window.addEventListener('pagehide', close)
  open()
}
