"""Puts our parts in the place of Rasa's; only in the process that serves, not where models are trained."""

import functools


def install() -> None:
    """Replace them: after nlu.serve.prepare, before Rasa's server starts. A second call changes nothing."""
    import rasa.core.actions.action
    import rasa.core.actions.forms
    import rasa.core.agent
    import rasa.server
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.shared.core.events import Event

    from nlu.server.action_calls import HubAction
    from nlu.server.processor import HubProcessor
    from nlu.server.remembered_rules import remember

    # Each module looks the class up by this name when it needs one.
    rasa.core.actions.action.RemoteAction = HubAction
    rasa.core.actions.forms.RemoteAction = HubAction
    rasa.core.agent.MessageProcessor = HubProcessor
    if not hasattr(RulePolicy._get_possible_keys, "is_remembering"):
        RulePolicy._get_possible_keys = remember(RulePolicy._get_possible_keys)
        # Rasa looks through all kinds of events for each one; there are none that come later.
        Event.resolve_by_type = staticmethod(functools.cache(Event.resolve_by_type))
    # Written out for a debug log that is never on, at every look at the rules.
    RulePolicy.format_tracker_states = staticmethod(_nothing)
    # Only the hub talks to this server, and no page of another site: headers that say so are for browsers.
    rasa.server.configure_cors = _nothing


def _nothing(*_given: object) -> str:
    return ""
