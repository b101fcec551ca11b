// Single keys that move in the queue and tick. They can be turned off, and never act while somebody types.

const TYPED_IN = 'textarea, select, input:not([type=checkbox]):not([type=radio]), [contenteditable]'

/** Listens to keys unless the account has them turned off; the list of them opens either way. */
export function listen (queue) {
  const help = queue.querySelector('[data-shortcuts]')
  const opener = queue.querySelector('[data-open-shortcuts]')
  const rows = [...queue.querySelectorAll('[data-row]')]

  opener.hidden = false
  opener.addEventListener('click', () => help.showModal())

  /** The row that somebody is at; -1 before the first. */
  function here () {
    return rows.findIndex((row) => row.contains(document.activeElement))
  }

  function go (step) {
    const at = here()
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)
    const link = rows[next] && rows[next].querySelector('a')
    if (!link) return
    link.focus()
    link.scrollIntoView({ block: 'nearest' })
  }

  function tick () {
    const row = rows[here()]
    const box = row && row.querySelector('input[name=concern]')
    if (!box) return
    box.checked = !box.checked
    box.dispatchEvent(new Event('change', { bubbles: true }))
  }

  function openRow () {
    const row = rows[here()]
    if (row) row.querySelector('a').click()
  }

  const keys = {
    j: () => go(1),
    k: () => go(-1),
    x: tick,
    o: openRow,
    '/': () => queue.querySelector('[name=q]').focus(),
    n: () => queue.querySelector('[data-news] a')?.click(),
    '?': () => help.showModal()
  }

  if (help.dataset.shortcuts !== 'on') return
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return
    if (event.target instanceof Element && event.target.closest(TYPED_IN)) return
    // On a link Enter opens it by itself; on a tick it would send the form.
    const isEnterOnTick = event.key === 'Enter' && event.target.matches?.('input[name=concern]')
    const act = isEnterOnTick ? openRow : Object.hasOwn(keys, event.key) ? keys[event.key] : null
    if (!act) return
    event.preventDefault()
    act()
  })
}
