// The field in which messages are written.

export class Composer {
  constructor (form, outbox, photo, problem) {
    this.field = form.elements.text
    this.outbox = outbox
    this.photo = photo
    this.problem = problem
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.send()
    })
    this.field.addEventListener('keydown', (event) => {
      // Enter sends where there is a real keyboard; with Shift it begins a new line.
      const isSend = event.key === 'Enter' && !event.shiftKey && !event.isComposing
      if (isSend && matchMedia('(pointer: fine)').matches) {
        event.preventDefault()
        this.send()
      }
    })
  }

  send () {
    const text = this.field.value.trim()
    const photo = this.photo.file
    if (!text && !photo) {
      this.problem.showFor('nothing', this.field)
      return
    }
    if (text.length > Number(this.field.closest('[data-maxlength]').dataset.maxlength)) {
      this.problem.showFor('tooLong', this.field)
      return
    }
    this.problem.clear()
    this.outbox.send({ text, photo, shown: text || this.photo.label, wasPressed: false })
    this.empty()
    this.photo.clear()
    this.field.focus()
  }

  /** Puts back what the server refused, and says why. */
  giveBack (message, item) {
    if (item.text && !this.field.value) {
      this.field.value = item.text
      this.field.dispatchEvent(new Event('input', { bubbles: true }))
    }
    this.problem.show(message, this.field)
  }

  empty () {
    this.field.value = ''
    // The counter of letters listens for this.
    this.field.dispatchEvent(new Event('input', { bubbles: true }))
  }
}
