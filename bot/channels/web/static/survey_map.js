// Answers a question for a place by a press on the map. Writing a name or choosing the area works without this.
import { choosePlace } from './map/choose_place.js'

const OUTSIDE = 'outside'
const frame = document.getElementById('place-map')
const area = document.getElementById('area')

if (frame && area) {
  choosePlace(frame, (latitude, longitude, place) => {
    area.value = place ? place.area : OUTSIDE
    // A name that was written before would count for more than the area.
    document.getElementById('answer').value = ''
  })
}
