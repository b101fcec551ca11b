// Keeps the counts of the views up to date, and says when concerns came that the page doesn't show yet.

const AGAIN = 30000
const HIDDEN_FOR = 60000
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'focus']

/** Listens to the hub while the page is looked at. */
export function follow (queue) {
  const news = queue.querySelector('[data-news]')
  const title = document.title
  let source = null
  let timer = null

  function show (told) {
    for (const [key, count] of Object.entries(told.counts)) {
      const shown = queue.querySelector(`[data-count="${CSS.escape(key)}"]`)
      if (shown && shown.textContent !== count) shown.textContent = count
    }
    document.title = told.new ? `(${told.new}) ${title}` : title
    if (!told.new) {
      news.replaceChildren()
      return
    }
    const link = news.querySelector('a') || document.createElement('a')
    link.className = 'govuk-link'
    link.href = news.dataset.news
    link.textContent = told.new === '1' ? '1 new concern. Show it' : `${told.new} new concerns. Show them`
    if (!link.isConnected) news.replaceChildren(link)
  }

  function open () {
    clearTimeout(timer)
    if (source || document.hidden) return
    source = new EventSource(queue.dataset.queue)
    source.addEventListener('counts', (event) => show(JSON.parse(event.data)))
    // The hub ends it after a while; who is still there shows it by doing something.
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
