// Makes the queue quicker for who looks at it: live counts, ticks, single keys. It works without this file.
import { follow } from './queue/counts.js'
import { listen } from './queue/shortcuts.js'
import { count } from './queue/ticks.js'

const queue = document.querySelector('[data-queue]')
if (queue) {
  follow(queue)
  count(queue)
  listen(queue)
}
