// Says how many concerns are ticked, and ticks all of the page at once.

/** Counts the ticks of the queue's form. */
export function count (queue) {
  const boxes = [...queue.querySelectorAll('input[name=concern]')]
  const all = queue.querySelector('[data-tick-all]')
  const told = queue.querySelector('[data-ticked]')
  if (!boxes.length || !all) return

  function show () {
    const ticked = boxes.filter((box) => box.checked).length
    const words = ticked === 1 ? '1 ticked' : `${ticked} ticked`
    if (told.textContent !== words) told.textContent = words
    all.textContent = ticked === boxes.length ? 'Tick none' : 'Tick all on this page'
  }

  all.hidden = false
  all.addEventListener('click', () => {
    const are = !boxes.every((box) => box.checked)
    for (const box of boxes) box.checked = are
    show()
  })
  queue.addEventListener('change', show)
  // A browser that comes back to the page may tick again what was ticked.
  window.addEventListener('pageshow', show)
  show()
}
