"""The language in which cue patterns are written."""

from __future__ import annotations

import pytest

from bot.domain.danger_patterns import PatternError, parse_pattern, parse_set


def finds(pattern: str, line: str) -> bool:
    """Whether the pattern is in the line of words."""
    return parse_pattern(pattern, {}).find(f" {line} ") is not None


class TestFinding:
    @pytest.mark.parametrize(
        ("pattern", "line"),
        [
            ("on fire", "the house is on fire now"),
            ("house|flat burning", "my flat burning"),
            ("(next door|over the road) is", "smoke over the road is black"),
            ("is? hitting", "he hitting me"),
            ("is? hitting", "he is hitting me"),
            ("hit ..2 me", "hit both of me"),
            ("hit ..2 me", "hit me"),
            ("strangl*", "he strangled her"),
            ("*swim", "outswim him"),
            ("^ help", "help us"),
            ("help $", "please help"),
            ("help $", "please help . ."),
            ("Größe café", "die grosse cafe"),
            ("着火", "房 子 着 火 了"),
            ("bater-me", "está bater me".replace("á", "a")),
            ("б'є", "він бє мене"),
        ],
    )
    def test_it_finds(self, pattern: str, line: str) -> None:
        assert finds(pattern, line)

    @pytest.mark.parametrize(
        ("pattern", "line"),
        [
            ("fire", "fireworks"),
            ("hit ..2 me", "hit three times with me"),
            ("hit ..2 me", "hit it . me"),
            ("^ help", "no help"),
            ("help $", "help desk"),
            ("hit ..3 me", "hit ~ me"),
        ],
    )
    def test_it_does_not_find(self, pattern: str, line: str) -> None:
        assert not finds(pattern, line)

    def test_it_knows_named_sets(self) -> None:
        who = parse_set(["he", "my ..1 (dad|uncle)"], {})
        pattern = parse_pattern("{who} is hitting", {"who": who})
        assert pattern.find(" my step dad is hitting ")
        assert not pattern.find(" the door is hitting ")


class TestRefusing:
    @pytest.mark.parametrize(
        ("pattern", "reason"),
        [
            ("(fire", "not closed"),
            ("fire)", "where a word should"),
            ("? fire", "where a word should"),
            ("{nobody} fire", "no set of words called 'nobody'"),
            ("fi*re", "only at an end"),
            ("*", "only at an end"),
            ("..3", "no word in it"),
            ("^ $", "no word in it"),
        ],
    )
    def test_it_says_what_is_wrong(self, pattern: str, reason: str) -> None:
        with pytest.raises(PatternError, match=reason.replace("(", r"\(")):
            parse_pattern(pattern, {})
