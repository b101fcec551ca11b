// Suggests places while staff type where something is. Without this the form finds the place when it is sent.
const PAUSE = 250
const FEWEST_LETTERS = 2

const field = document.getElementById('place')
const list = document.getElementById('place-list')

if (field && list) {
  field.setAttribute('list', list.id)
  let timer = null
  let latest = 0

  async function suggest () {
    const turn = ++latest
    const typed = field.value.trim()
    if (typed.length < FEWEST_LETTERS) return
    const answer = await fetch(`/console/report/places?${new URLSearchParams({ q: typed })}`).catch(() => null)
    if (!answer?.ok || turn !== latest) return
    list.replaceChildren(...(await answer.json()).map((words) => {
      const option = document.createElement('option')
      option.value = words
      return option
    }))
  }

  field.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(suggest, PAUSE)
  })
}
