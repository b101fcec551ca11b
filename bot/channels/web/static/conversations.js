// Shows the list of conversations anew when it changes, unless somebody is on one of its links just now.
const rows = document.getElementById('rows')
const news = document.getElementById('news')
const source = new EventSource(rows.dataset.live)
let waiting = null

source.addEventListener('list', (event) => {
  waiting = JSON.parse(event.data).html
  if (rows.contains(document.activeElement)) news.textContent = news.dataset.later
  else show()
})
source.addEventListener('over', () => {
  source.close()
  news.textContent = news.dataset.over
})
rows.addEventListener('focusout', (event) => {
  if (waiting !== null && !rows.contains(event.relatedTarget)) show()
})
window.addEventListener('pagehide', () => source.close())

function show () {
  rows.innerHTML = waiting
  waiting = null
  news.textContent = news.dataset.changed
}
