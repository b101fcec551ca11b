// Suggests places while a name is typed. Where this doesn't run, the form leads to a page that lists them.

const PAUSE = 250
const FEWEST_LETTERS = 2

/** Lists places under the form as buttons, and calls `onPick(words, name)` for the one that is picked. */
export function suggestPlaces (form, words, onPick) {
  const field = form.elements.q
  const list = document.getElementById('places')
  const count = document.getElementById('places-found')
  let timer = null
  let latest = 0

  async function search () {
    clearTimeout(timer)
    const typed = field.value.trim()
    const turn = ++latest
    if (typed.length < FEWEST_LETTERS) {
      show([], '')
      return
    }
    const answer = await fetch(`/api/chat/places?${new URLSearchParams({ q: typed })}`).catch(() => null)
    const places = answer?.ok ? (await answer.json()).places : []
    // An older answer that comes late is not what is typed now.
    if (turn === latest) show(places, places.length > 0 ? words.placesFound : words.placesNone)
  }

  function show (places, said) {
    count.textContent = said
    list.replaceChildren(...places.map((place) => asChoice(place)))
  }

  function asChoice (place) {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'govuk-button govuk-button--secondary app-choice'
    button.textContent = place.name
    button.addEventListener('click', () => {
      field.value = ''
      show([], '')
      form.closest('details').open = false
      onPick(place.words, place.name)
    })
    const item = document.createElement('li')
    item.append(button)
    return item
  }

  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(search, PAUSE)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    search()
  })
}
