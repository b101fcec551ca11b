// Says what went wrong, in the same place and shape as the server does.

export class Problem {
  constructor (place, words) {
    this.place = place
    this.words = words
  }

  /** Shows one of the page's own sentences. */
  showFor (name, field) {
    this.show(this.words[name], field)
  }

  show (message, field) {
    const summary = document.getElementById('problem-form').content.cloneNode(true)
    const link = summary.querySelector('a')
    link.textContent = message
    link.href = `#${field.id}`
    link.addEventListener('click', (event) => {
      event.preventDefault()
      field.focus()
    })
    this.place.replaceChildren(summary)
    const shown = this.place.firstElementChild
    shown.tabIndex = -1
    shown.focus()
  }

  clear () {
    this.place.replaceChildren()
  }
}
