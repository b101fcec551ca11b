// Posts one message to the server.

const PATIENCE = 60000

/** The server understood and won't take it; the message says why, in words for the resident. */
export class RefusedError extends Error {}

/** Sends an item of the outbox; throws RefusedError, or any other error when a later try may work. */
export async function post (form, item, onProgress) {
  let answer = await postOnce(form, item, onProgress)
  if (answer.body?.error?.code === 'session_over') {
    await renewToken(form)
    answer = await postOnce(form, item, onProgress)
  }
  if (answer.status >= 200 && answer.status < 300) return answer.body
  if (answer.status >= 500 || !answer.body?.error) throw new Error('not answered')
  throw new RefusedError(answer.body.error.message)
}

function postOnce (form, item, onProgress) {
  // Not fetch: only this tells how much of a photo has gone out.
  const request = new XMLHttpRequest()
  request.open('POST', form.action)
  request.setRequestHeader('Accept', 'application/json')
  request.responseType = 'json'
  request.timeout = item.photo ? PATIENCE * 5 : PATIENCE
  return new Promise((resolve, reject) => {
    request.onload = () => resolve({ status: request.status, body: request.response })
    request.onerror = request.ontimeout = request.onabort = () => reject(new Error('no connection'))
    if (item.photo) {
      request.upload.onprogress = (event) => {
        if (event.lengthComputable) onProgress(event.loaded / event.total)
      }
    }
    request.send(fieldsOf(form, item))
  })
}

function fieldsOf (form, item) {
  const fields = new FormData()
  fields.append('form_token', form.elements.form_token.value)
  fields.append('message_id', item.id)
  for (const name of ['text', 'payload', 'lat', 'lon']) {
    if (item[name] !== undefined) fields.append(name, item[name])
  }
  if (item.photo) fields.append('photo', item.photo, item.photo.name)
  return fields
}

/** A page that was open for long has an old token; a new page has a new one, and brings a new cookie. */
async function renewToken (form) {
  const page = await fetch('/chat', { headers: { Accept: 'text/html' } })
  const parsed = new DOMParser().parseFromString(await page.text(), 'text/html')
  const fresh = parsed.querySelector('#compose [name=form_token]')
  if (!fresh) throw new Error('no new form')
  for (const field of document.querySelectorAll('[name=form_token]')) field.value = fresh.value
}
