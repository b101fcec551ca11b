// Offers a map below the field, on which the place can be pressed; it is drawn when somebody wants to see it.
import { choosePlace } from '../map/choose_place.js'

/**
 * Calls `onPlace(latitude, longitude)` for the place that is said. Returns a function that opens the map when a
 * place is asked for, and closes what it opened.
 */
export function offerMap (details, onPlace) {
  const frame = details.querySelector('#place-map')
  const button = details.querySelector('#say-place')
  let chosen = null
  let wasAsked = false
  details.addEventListener('toggle', () => {
    if (!details.open) return
    choosePlace(frame, (latitude, longitude) => {
      chosen = [latitude, longitude]
      button.hidden = false
    })
  })
  button.addEventListener('click', () => {
    details.open = false
    button.hidden = true
    onPlace(...chosen)
  })
  return (isAsked) => {
    if (isAsked !== wasAsked) details.open = isAsked
    wasAsked = isAsked
  }
}
