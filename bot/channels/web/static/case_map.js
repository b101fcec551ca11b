// Draws where a case is: on map tiles where the hub has them, else on a plain grid. The page says it in words too.
const ZOOM = 16
const MOST_ZOOM = 19
const HERE = { radius: 9, color: '#0b0c0c', weight: 2, fillColor: '#d4351c', fillOpacity: 0.9, interactive: false }
const NEAR = { radius: 6, color: '#0b0c0c', weight: 1, fillColor: '#1d70b8', fillOpacity: 0.8 }

const element = document.querySelector('[data-map]')
const Leaflet = window.L

if (element && Leaflet) {
  const pointOf = (one) => [Number(one.dataset.latitude), Number(one.dataset.longitude)]
  const near = [...element.querySelectorAll('[data-near]')].map((one) => [pointOf(one), one.textContent])
  element.replaceChildren()
  element.hidden = false
  // A wheel that scrolls the page shall not get stuck in the map.
  const map = Leaflet.map(element, { scrollWheelZoom: false, maxZoom: MOST_ZOOM }).setView(pointOf(element), ZOOM)
  map.attributionControl.setPrefix(false)
  Leaflet.control.scale({ imperial: false }).addTo(map)

  const { tiles, attribution } = element.dataset
  if (tiles) {
    const said = document.createElement('span')
    said.textContent = attribution
    Leaflet.tileLayer(tiles, { maxZoom: MOST_ZOOM, attribution: said.innerHTML, alt: '' }).addTo(map)
  } else {
    const Grid = Leaflet.GridLayer.extend({
      createTile () {
        const square = document.createElement('div')
        square.className = 'app-map__square'
        return square
      }
    })
    new Grid({ tileSize: 64, maxZoom: MOST_ZOOM }).addTo(map)
  }
  for (const [point, reference] of near) {
    const label = document.createElement('span')
    label.textContent = reference
    Leaflet.circleMarker(point, NEAR).bindTooltip(label).addTo(map)
  }
  Leaflet.circleMarker(pointOf(element), HERE).addTo(map)
}
