// Lets staff draw boxes on a photo. What is drawn is written into the form's fields, which work without this.
const SVG = 'http://www.w3.org/2000/svg'
const SIDES = ['left', 'top', 'width', 'height']
const SMALLEST = 0.5

const photo = document.querySelector('[data-redact]')
const details = document.getElementById('redact')

if (photo && details) {
  const form = details.querySelector('form')
  const sheet = document.createElementNS(SVG, 'svg')
  sheet.setAttribute('viewBox', '0 0 100 100')
  sheet.setAttribute('preserveAspectRatio', 'none')
  sheet.setAttribute('aria-hidden', 'true')
  photo.append(sheet)
  for (const part of form.querySelectorAll('[data-draw]')) part.hidden = false

  const rows = () => [...form.querySelectorAll('.app-box')]
  const fieldsOf = (row) => SIDES.map((side) => row.querySelector(`[name=${side}]`))
  const isEmpty = (row) => fieldsOf(row).every((field) => field.value.trim() === '')

  /** The fields for a box that is to be drawn: the first empty ones, or new ones. */
  function freeRow () {
    const known = rows()
    const free = known.find(isEmpty)
    if (free) return free
    const row = known[0].cloneNode(true)
    const number = known.length + 1
    row.querySelector('legend').textContent = `Box ${number}`
    for (const [index, field] of fieldsOf(row).entries()) {
      field.id = `box-${number}-${SIDES[index]}`
      field.closest('div').querySelector('label').htmlFor = field.id
    }
    known.at(-1).after(row)
    return row
  }

  function write (row, values) {
    for (const [index, field] of fieldsOf(row).entries()) field.value = values[index]
    draw()
  }

  function draw () {
    sheet.replaceChildren(...rows().filter((row) => !isEmpty(row)).map((row) => {
      const box = document.createElementNS(SVG, 'rect')
      for (const [index, field] of fieldsOf(row).entries()) {
        const value = Math.max(0, parseFloat(field.value.replace(',', '.')) || 0)
        box.setAttribute(['x', 'y', 'width', 'height'][index], value)
      }
      return box
    }))
  }

  function pointOf (event) {
    const frame = sheet.getBoundingClientRect()
    const inside = (value) => Math.min(100, Math.max(0, value * 100))
    return [inside((event.clientX - frame.left) / frame.width), inside((event.clientY - frame.top) / frame.height)]
  }

  let begun = null
  let row = null
  sheet.addEventListener('pointerdown', (event) => {
    details.open = true
    sheet.setPointerCapture(event.pointerId)
    begun = pointOf(event)
    row = freeRow()
    event.preventDefault()
  })
  sheet.addEventListener('pointermove', (event) => {
    if (begun) write(row, boxBetween(begun, pointOf(event)))
  })
  sheet.addEventListener('pointerup', (event) => {
    if (!begun) return
    const box = boxBetween(begun, pointOf(event))
    const isTooSmall = Number(box[2]) < SMALLEST || Number(box[3]) < SMALLEST
    write(row, isTooSmall ? ['', '', '', ''] : box)
    begun = null
  })
  sheet.addEventListener('pointercancel', () => {
    if (begun) write(row, ['', '', '', ''])
    begun = null
  })
  form.querySelector('[data-undo]').addEventListener('click', () => {
    const last = rows().filter((one) => !isEmpty(one)).at(-1)
    if (last) write(last, ['', '', '', ''])
  })
  form.addEventListener('input', draw)
  draw()

  function boxBetween (one, other) {
    const left = Math.min(one[0], other[0])
    const top = Math.min(one[1], other[1])
    return [left, top, Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1])].map((value) => value.toFixed(1))
  }
}
