// Draws where a case is, and what is near by. The page says it in words too.
import { drawMap, label, pointOf, readPoints } from './map/base.js'

const ZOOM = 16
const HERE = { radius: 9, color: '#0b0c0c', weight: 2, fillColor: '#d4351c', fillOpacity: 0.9, interactive: false }
const NEAR = { radius: 6, color: '#0b0c0c', weight: 1, fillColor: '#1d70b8', fillOpacity: 0.8 }

const element = document.querySelector('[data-map]')

if (element) {
  const near = readPoints(element, 'near')
  const { Leaflet, map } = await drawMap(element)
  map.setView(pointOf(element), ZOOM)
  for (const [point, reference] of near) Leaflet.circleMarker(point, NEAR).bindTooltip(label(reference)).addTo(map)
  Leaflet.circleMarker(pointOf(element), HERE).addTo(map)
}
