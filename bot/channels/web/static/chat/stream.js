// Hears what the hub says by itself in a chat.
import { keepListening } from '../listening.js'

/** Adds every new answer to the log, and shows who of the staff is typing. */
export function listen (log, words) {
  const typist = document.getElementById('person-typing')
  keepListening(() => `/chat/events?after=${log.lastId}`, {
    answer: ({ html }) => log.add(html),
    change: ({ html }) => log.change(html),
    typing: ({ name }) => { typist.textContent = name ? words.personTyping.replace('%{name}', name) : '' }
  })
}
