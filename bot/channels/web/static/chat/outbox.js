// Sends messages one after another, and keeps trying while there is no connection.
import { post, RefusedError } from './post.js'

const WAITS = [2000, 5000, 15000, 30000, 60000]

export class Outbox {
  constructor (form, log, words) {
    this.form = form
    this.log = log
    this.words = words
    this.queue = []
    this.isBusy = false
    this.onRefused = () => {}
    this.onProgress = () => {}
    window.addEventListener('online', () => this.retry())
    window.addEventListener('beforeunload', (event) => {
      if (this.queue.length > 0) event.preventDefault()
    })
  }

  /** Sends `{text}`, `{payload}`, `{lat, lon}` and `photo`; `shown` is what the page shows meanwhile. */
  send (item) {
    // The key stays the same over all tries, so that the server takes the message once.
    item.id = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2)
    item.tries = 0
    item.element = this.log.addWaiting(item.shown)
    this.queue.push(item)
    this.pump()
  }

  retry () {
    clearTimeout(this.timer)
    this.pump()
  }

  async pump () {
    if (this.isBusy) return
    this.isBusy = true
    while (this.queue.length > 0 && await this.sendFirst());
    this.isBusy = false
  }

  /** Whether the first message of the queue has been dealt with. */
  async sendFirst () {
    const item = this.queue[0]
    this.log.clearMark(item.element)
    this.log.setTyping(true)
    try {
      const answer = await post(this.form, item, this.onProgress)
      this.queue.shift()
      this.show(answer, item)
      return true
    } catch (error) {
      if (error instanceof RefusedError) {
        this.queue.shift()
        item.element.remove()
        this.onRefused(error.message, item)
        return true
      }
      this.wait(item)
      return false
    } finally {
      this.log.setTyping(false)
      this.onProgress(null)
    }
  }

  show (answer, item) {
    if (answer.reload && this.queue.length === 0) {
      // Another language was chosen: what stands around the conversation has to follow.
      window.location.reload()
      return
    }
    const answers = this.log.add(answer.html, item.element)
    // The pressed button is gone: go on reading at the answer. Who typed stays in the field.
    if (item.wasPressed && answers.length > 0) {
      answers[0].tabIndex = -1
      answers[0].focus({ preventScroll: true })
    }
  }

  wait (item) {
    this.log.markUnsent(item.element, () => this.retry())
    const pause = WAITS[Math.min(item.tries, WAITS.length - 1)]
    item.tries += 1
    this.timer = setTimeout(() => this.pump(), pause)
  }
}
