// Starts the components that every page may have. Pages work without this file.
import {
  createAll,
  Button,
  CharacterCount,
  ErrorSummary,
  ExitThisPage,
  ServiceNavigation,
  SkipLink
} from './vendor/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
for (const component of [Button, CharacterCount, ErrorSummary, ExitThisPage, ServiceNavigation, SkipLink]) {
  createAll(component)
}
