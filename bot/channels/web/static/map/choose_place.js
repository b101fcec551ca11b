// Lets a resident press where it is on a map, and says in words what is there.
import { drawMap, label, readPoints } from './base.js'

const MARK = { radius: 9, color: '#0b0c0c', weight: 2, fillColor: '#d4351c', fillOpacity: 0.9, interactive: false }
const TOWN = { radius: 4, color: '#0b0c0c', weight: 1, fillColor: '#fff', fillOpacity: 1, interactive: false }

/**
 * Shows the map in `frame`, once. `onChosen(latitude, longitude, place)` is called for each press; `place` has the
 * `name`, `area` and `area_name` of what is near, or is null outside the area.
 */
export async function choosePlace (frame, onChosen) {
  if (frame.dataset.drawn) return
  frame.dataset.drawn = 'yes'
  const element = frame.querySelector('[data-map]')
  const said = frame.querySelector('[role=status]')
  const towns = readPoints(element, 'town')
  frame.hidden = false
  const { Leaflet, map } = await drawMap(element).catch(() => ({}))
  if (!map) {
    frame.hidden = true
    return
  }
  map.fitBounds(towns.map(([point]) => point), { padding: [30, 30] })
  for (const [point, name] of towns) {
    // Tiles have the names themselves.
    if (element.dataset.tiles) break
    Leaflet.circleMarker(point, TOWN)
      .bindTooltip(label(name), { permanent: true, direction: 'right', className: 'app-map__name' })
      .addTo(map)
  }
  const mark = Leaflet.circleMarker(map.getCenter(), MARK)
  let latest = 0

  async function choose ({ lat, lng }) {
    const turn = ++latest
    const point = Leaflet.latLng(lat, lng).wrap()
    mark.setLatLng(point).addTo(map)
    const place = await findNearest(point)
    if (turn !== latest || place === undefined) return
    const { near, outside } = frame.dataset
    said.textContent = place ? near.replace('%{place}', place.name).replace('%{area}', place.area_name) : outside
    onChosen(point.lat, point.lng, place)
  }

  map.on('click', ({ latlng }) => choose(latlng))
  element.addEventListener('keydown', (event) => {
    // Who moves the map by its arrow keys chooses what is in the middle.
    if (event.key !== 'Enter' || event.target !== element) return
    event.preventDefault()
    choose(map.getCenter())
  })
}

/** What is known near a point: null outside the area, undefined where that couldn't be asked. */
async function findNearest ({ lat, lng }) {
  const answer = await fetch('/api/chat/places/nearest', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ lat, lon: lng })
  }).catch(() => null)
  return answer?.ok ? (await answer.json()).place : undefined
}
