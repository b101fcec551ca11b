"""Shows a post as each channel will show it, in each of its languages."""

from __future__ import annotations

from markupsafe import Markup

from bot.console.console import ConsoleServices
from bot.db.models import Post
from bot.domain.danger_languages import ENGLISH
from bot.services.post_markup import fits_caption, to_html, to_telegram_preview


def preview(services: ConsoleServices, post: Post) -> dict[str, object]:
    """What the template of the preview needs; all HTML in it is cleaned of all but a few tags."""
    texts = services.posts.sent.texts
    languages = [ENGLISH, *sorted(post.versions)]
    words = {lang: texts.words(post, lang) for lang in languages}
    messages = {lang: texts.message(post, lang) for lang in languages}
    return {
        "titles": {lang: one.title for lang, one in words.items()},
        "alts": {lang: one.alt for lang, one in words.items()},
        "web": {lang: Markup(to_html(one.body)) for lang, one in words.items()},  # noqa: S704
        "chat": {lang: Markup(to_html(one.text)) for lang, one in messages.items()},  # noqa: S704
        "telegram": {lang: Markup(to_telegram_preview(one.text)) for lang, one in messages.items()},  # noqa: S704
        "has_caption": {lang: fits_caption(one) for lang, one in messages.items()},
        "buttons": {lang: [button.title for button in one.buttons] for lang, one in messages.items()},
        "without": [lang for lang in services.languages if not texts.has_words(post, lang)],
        "link": texts.link(post),
    }
