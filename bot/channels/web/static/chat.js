// Makes the chat work without loading the page again. The form works by itself where this doesn't run.
import { Composer } from './chat/composer.js'
import { MessageLog } from './chat/log.js'
import { Outbox } from './chat/outbox.js'
import { PhotoField } from './chat/photo.js'
import { offerPlace } from './chat/place.js'
import { offerMap } from './chat/place_map.js'
import { suggestPlaces } from './chat/place_search.js'
import { Problem } from './chat/problem.js'
import { listen } from './chat/stream.js'

const form = document.getElementById('compose')
if (form) {
  const words = document.getElementById('words').dataset
  const log = new MessageLog(document.getElementById('messages'), document.getElementById('typing'), words)
  const problem = new Problem(document.getElementById('problem'), words)
  const photo = new PhotoField(form, words, problem)
  const outbox = new Outbox(form, log, words)
  const composer = new Composer(form, outbox, photo, problem)
  outbox.onRefused = (message, item) => composer.giveBack(message, item)
  outbox.onProgress = (share) => photo.showProgress(share)
  document.getElementById('choices').addEventListener('submit', (event) => {
    event.preventDefault()
    const { value, textContent } = event.submitter
    problem.clear()
    outbox.send({ payload: value, shown: textContent.trim(), wasPressed: true })
  })
  offerPlace(document.getElementById('share-place'), words, problem, (lat, lon) =>
    outbox.send({ lat, lon, shown: words.place, wasPressed: false })
  )
  suggestPlaces(document.getElementById('place-search'), words, (text, shown) =>
    outbox.send({ text, shown, wasPressed: true })
  )
  log.onAsked = offerMap(document.getElementById('find-place'), (lat, lon) =>
    outbox.send({ lat, lon, shown: words.mapPlace, wasPressed: true })
  )
  log.showAsked()
  listen(log, words)
  if (log.lastId > 0) log.showEnd()
}
