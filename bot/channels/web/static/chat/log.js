// The list of messages: adds what is new once, and never moves what somebody is reading.

const NEAR_END = 200
const FITS = 0.8

export class MessageLog {
  constructor (list, typing, words) {
    this.list = list
    this.typing = typing
    this.words = words
    /** Told whether the newest message asks for a place. */
    this.onAsked = () => {}
  }

  /** Says whether a place is waited for now. */
  showAsked () {
    const said = [...this.list.querySelectorAll('.app-message:not(.app-message--news)')].at(-1)
    this.onAsked(Boolean(said?.matches('[data-asks-place]')))
  }

  /** The newest message that the page knows, as a number; 0 when there is none. */
  get lastId () {
    const ids = [...this.list.querySelectorAll('[data-message]')].map((item) => Number(item.dataset.message))
    return Math.max(0, ...ids)
  }

  /** Shows what is being sent, before the server has it. */
  addWaiting (text) {
    this.clearChoices()
    const item = document.createElement('li')
    item.className = 'app-message app-message--mine app-message--waiting'
    const body = document.createElement('div')
    body.className = 'app-message__body'
    const said = document.createElement('p')
    said.className = 'app-message__text'
    said.textContent = text
    body.append(said)
    item.append(body)
    // What one has just typed oneself needs no reading out.
    item.setAttribute('aria-live', 'off')
    this.list.append(item)
    this.showEnd()
    return item
  }

  /** Says on the waiting message that it hasn't gone out, with a button to try at once. */
  markUnsent (item, onRetry) {
    this.clearMark(item)
    item.classList.add('app-message--unsent')
    const note = document.createElement('p')
    note.className = 'govuk-body-s app-message__note'
    note.setAttribute('role', 'status')
    note.textContent = this.words.offline
    const again = document.createElement('button')
    again.type = 'button'
    again.className = 'govuk-button govuk-button--secondary app-message__note'
    again.textContent = this.words.again
    again.addEventListener('click', onRetry)
    item.append(note, again)
    this.showEnd()
  }

  clearMark (item) {
    item.classList.remove('app-message--unsent')
    for (const note of item.querySelectorAll('.app-message__note')) note.remove()
  }

  /** Adds messages of the server, leaving out those that are there; returns the new answers. */
  add (html, waiting = null) {
    const isAtEnd = this.isNearEnd()
    const parsed = document.createElement('template')
    parsed.innerHTML = html
    const fresh = [...parsed.content.children].filter((item) => !document.getElementById(item.id))
    // News answers nothing: what was offered before it stays open.
    if (fresh.some((item) => !item.classList.contains('app-message--news'))) this.clearChoices()
    for (const item of fresh) {
      if (item.classList.contains('app-message--mine') && waiting) {
        waiting.replaceWith(item)
        waiting = null
      } else {
        this.list.append(item)
      }
    }
    if (waiting) waiting.remove()
    if (fresh.length > 0) this.showAsked()
    if (isAtEnd && fresh.length > 0) this.showEnd(fresh[0])
    return fresh.filter((item) => item.classList.contains('app-message--theirs'))
  }

  /** Puts messages that were changed in place of those that the page shows. */
  change (html) {
    const parsed = document.createElement('template')
    parsed.innerHTML = html
    for (const item of [...parsed.content.children]) {
      const shown = document.getElementById(item.id)
      if (shown && shown.textContent !== item.textContent) shown.replaceWith(item)
    }
  }

  setTyping (isTyping) {
    this.typing.hidden = !isTyping
  }

  clearChoices () {
    for (const choices of this.list.querySelectorAll('.app-message:not(.app-message--news) .app-choices')) choices.remove()
  }

  isNearEnd () {
    const end = this.list.getBoundingClientRect().bottom
    return end - window.innerHeight < NEAR_END
  }

  /** Brings the newest messages into view with the field to answer in, or their beginning if they are long. */
  showEnd (first = this.list.lastElementChild) {
    if (!first) return
    const field = document.getElementById('text')
    const height = field.getBoundingClientRect().bottom - first.getBoundingClientRect().top
    if (height < window.innerHeight * FITS) field.scrollIntoView({ block: 'end' })
    else first.scrollIntoView({ block: 'start' })
  }
}
