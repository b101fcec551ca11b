"""The HTML that the Bot API takes in messages: a few tags, rightly nested, or the message is refused."""

from __future__ import annotations

from html.parser import HTMLParser

from tests.bot_api.errors import bad_request

_TAGS = {"b", "i", "s", "u", "a", "code", "pre", "blockquote"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise bad_request(f'can\'t parse entities: Unexpected end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read_html(text: str) -> str:
    """The words without tags, as people see them; raises RefusedError for what Telegram refuses."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise bad_request(f"can't parse entities: Can't find end tag of \"{reader.open[-1]}\"")
    return "".join(reader.text)
