// Keeps a conversation's page up to date, sends without loading it again, and tells that somebody types.
const TYPING_EVERY = 3000
const talk = document.getElementById('talk')
const changed = document.getElementById('changed')
const answer = document.getElementById('answer')
let wasUsed = false

if (talk?.dataset.live) listen()
if (answer) write(answer)

function listen () {
  const last = Math.max(0, ...[...talk.querySelectorAll('[data-message]')].map((item) => Number(item.dataset.message)))
  const source = new EventSource(`${talk.dataset.live}?after=${last}`)
  source.addEventListener('said', (event) => add(JSON.parse(event.data).html))
  source.addEventListener('changed', () => { changed.textContent = changed.dataset.changed })
  source.addEventListener('over', () => {
    source.close()
    // A page that nobody uses ends its stream, so that its session can end too.
    if (wasUsed) listen()
    else changed.textContent = changed.dataset.over
    wasUsed = false
  })
  window.addEventListener('pagehide', () => source.close())
}

function add (html) {
  const parsed = document.createElement('template')
  parsed.innerHTML = html
  const fresh = [...parsed.content.children].filter((item) => !document.getElementById(item.id))
  if (fresh.length === 0) return
  talk.append(...fresh)
  const isNearEnd = talk.getBoundingClientRect().bottom - window.innerHeight < 400
  if (isNearEnd) (answer ?? talk).scrollIntoView({ block: 'end' })
}

function write (form) {
  const field = form.elements.text
  const problem = document.getElementById('text-error')
  let lastSign = 0

  field.addEventListener('input', () => {
    wasUsed = true
    if (Date.now() - lastSign < TYPING_EVERY || field.value.trim() === '') return
    lastSign = Date.now()
    const sign = new FormData()
    sign.append('form_token', form.elements.form_token.value)
    fetch(talk.dataset.typing, { method: 'POST', body: sign }).catch(() => {})
  })
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    wasUsed = true
    const said = await post(form)
    if (said === null) {
      // Signed out, or no connection: the form itself says more.
      HTMLFormElement.prototype.submit.call(form)
      return
    }
    problem.hidden = !said.problem
    problem.textContent = said.problem ?? ''
    if (said.problem) {
      field.focus()
      return
    }
    field.value = ''
    lastSign = 0
    form.elements.key.value = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2).padEnd(8, '0')
    field.focus()
  })
}

async function post (form) {
  try {
    const response = await fetch(form.action, {
      method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' }
    })
    return response.redirected ? null : await response.json()
  } catch {
    return null
  }
}
