// Keeps the counts of the views up to date, and says when concerns came that the page doesn't show yet.
import { keepListening } from '../listening.js'

/** Listens to the hub while the page is looked at. */
export function follow (queue) {
  const news = queue.querySelector('[data-news]')
  const title = document.title

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

  keepListening(() => queue.dataset.queue, { counts: show })
}
