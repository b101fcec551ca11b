// The field for a photo: shows it before it is sent, and how far it is on its way.

export class PhotoField {
  constructor (form, words, problem) {
    this.input = form.elements.photo
    this.preview = document.getElementById('photo-preview')
    this.picture = this.preview.querySelector('img')
    this.progress = document.getElementById('photo-progress')
    this.words = words
    this.problem = problem
    this.most = Number(words.photoMax)
    this.input.addEventListener('change', () => this.onChosen())
    this.preview.querySelector('button').addEventListener('click', () => {
      this.clear()
      this.input.focus()
    })
    // Not every browser can show every kind of photo that we take.
    this.picture.addEventListener('error', () => { this.picture.hidden = true })
  }

  get file () {
    return this.input.files[0] ?? null
  }

  /** What stands in the conversation while a photo is on its way. */
  get label () {
    return this.words.photo
  }

  onChosen () {
    this.problem.clear()
    const file = this.file
    if (!file) {
      this.clear()
      return
    }
    if (file.size > this.most) {
      this.clear()
      this.problem.showFor('photoTooLarge', this.input)
      return
    }
    this.forget()
    this.picture.hidden = false
    this.picture.src = URL.createObjectURL(file)
    this.preview.hidden = false
  }

  /** Shows the share that has gone out, from 0 to 1; null takes it away. */
  showProgress (share) {
    this.progress.hidden = share === null
    if (share !== null) this.progress.querySelector('progress').value = share
  }

  clear () {
    this.forget()
    this.input.value = ''
    this.preview.hidden = true
  }

  forget () {
    if (this.picture.src.startsWith('blob:')) URL.revokeObjectURL(this.picture.src)
    this.picture.removeAttribute('src')
  }
}
