"""A small domain with forms, for the tests of our parts of Rasa's server."""

from rasa.shared.core.domain import Domain

DOMAIN = Domain.from_yaml(
    """
intents: [greet, report]
entities: [value]
slots:
  step:
    type: text
    mappings:
    - type: custom
  told:
    type: bool
    mappings:
    - type: custom
forms:
  report_form:
    required_slots: [step]
  other_form:
    required_slots: [told]
actions: [action_open, action_answer]
"""
)
