// Offers to share where the resident is; writing the place always works too.

const OPTIONS = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 }

/** Shows the button where the browser can tell the place, and calls `onPlace(latitude, longitude)`. */
export function offerPlace (button, words, problem, onPlace) {
  if (!('geolocation' in navigator) || !window.isSecureContext) return
  button.hidden = false
  button.addEventListener('click', () => {
    problem.clear()
    button.disabled = true
    document.getElementById('status').textContent = words.finding
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        done(button)
        onPlace(coords.latitude, coords.longitude)
      },
      () => {
        done(button)
        problem.showFor('noPlace', document.getElementById('text'))
      },
      OPTIONS
    )
  })
}

function done (button) {
  button.disabled = false
  document.getElementById('status').textContent = ''
}
