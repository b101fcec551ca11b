// Draws a map on the hub's tiles, or where it has none on a plain grid. What it needs is fetched when it is first shown.
const MOST_ZOOM = 19
const SQUARE = 64

/** Makes the element a map; resolves to Leaflet and the map, which shows no place yet. */
export async function drawMap (element) {
  await Promise.all([fetchStyles(), fetchScript()])
  const Leaflet = window.L
  element.replaceChildren()
  element.hidden = false
  // A wheel that scrolls the page shall not get stuck in the map.
  const map = Leaflet.map(element, { scrollWheelZoom: false, maxZoom: MOST_ZOOM, ...motion() })
  if (isStill()) jump(map)
  map.attributionControl.setPrefix(false)
  Leaflet.control.scale({ imperial: false }).addTo(map)
  ground(Leaflet, element.dataset).addTo(map)
  return { Leaflet, map }
}

/** The hidden points in the element with what they are called; they are gone once the map is drawn. */
export function readPoints (element, name) {
  return [...element.querySelectorAll(`[data-${name}]`)].map((one) => [pointOf(one), one.textContent.trim()])
}

export function pointOf (element) {
  return [Number(element.dataset.latitude), Number(element.dataset.longitude)]
}

/** Text as an element, since Leaflet would take a string for HTML. */
export function label (text) {
  const said = document.createElement('span')
  said.textContent = text
  return said
}

function isStill () {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

function motion () {
  const moves = !isStill()
  return { fadeAnimation: moves, zoomAnimation: moves, markerZoomAnimation: moves }
}

/** Lets moves by keys be jumps; Leaflet has no setting for these. */
function jump (map) {
  const slide = map.panBy
  map.panBy = (offset, options) => slide.call(map, offset, { ...options, animate: false })
}

function ground (Leaflet, { tiles, attribution }) {
  if (tiles) {
    return Leaflet.tileLayer(tiles, { maxZoom: MOST_ZOOM, attribution: label(attribution).innerHTML, alt: '' })
  }
  const Grid = Leaflet.GridLayer.extend({
    createTile () {
      const square = document.createElement('div')
      square.className = 'app-map__square'
      return square
    }
  })
  return new Grid({ tileSize: SQUARE, maxZoom: MOST_ZOOM })
}

function fetchStyles () {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = '/static/vendor/map.css'
  return arrival(link)
}

function fetchScript () {
  const script = document.createElement('script')
  script.src = '/static/vendor/leaflet.js'
  return arrival(script)
}

function arrival (element) {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', resolve)
    element.addEventListener('error', () => reject(new Error('a part of the map did not come')))
    document.head.append(element)
  })
}
