"""Patterns of files, checked so that no hostile sysDescr can keep them busy.

Python's engine backtracks. Two shapes make that explode: a repeat within a repeat (exponential), and many unbounded
repeats one after another (the length of the text to the power of their number). Both are refused before use.
"""

from __future__ import annotations

import re
from re import _constants as constants  # type: ignore[attr-defined]  # the parser of re has no public name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

SCANNED = 512
"""Characters of a device's text that patterns are matched against."""

_MANY = 12
"""Repeats up to so many times cost no more than a fixed factor."""
_MOST_OPEN = 3
"""Open repeats in one pattern, the search's own start counted as one: 512 to the third power at the very most."""
_LATIN = frozenset(map(chr, range(256)))
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)
_BACKWARD = (constants.GROUPREF, constants.GROUPREF_EXISTS)


class PatternError(ValueError):
    """A pattern that cannot be used; the message says why and what to write instead."""


def compiled(text: str, flags: re.RegexFlag = re.S) -> re.Pattern[str]:
    """The pattern, ready to search; a dot matches line ends too, unless other flags are given.

    Raises:
        PatternError: it is no regular expression, or could take long on a hostile text.
    """
    try:
        tree = parser.parse(text, flags)
        pattern = re.compile(text, flags)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(_("no regular expression: {error}").format(error=error)) from None
    if any(kind in _BACKWARD for kind, _value in _nodes(tree)):
        raise PatternError(_("refers back to a group: repeat its pattern instead"))
    if _nested(tree, inside=False):
        raise PatternError(_("a repeat within a repeat can take for ever: use one class, like [\\w.]+"))
    anchored = bool(len(tree)) and tree[0][0] is constants.AT
    open_repeats = _open_repeats(list(tree), following=None)
    if open_repeats + (not anchored) > _MOST_OPEN:
        raise PatternError(
            _("{n} open repeats like .* can take long: begin with ^, or repeat a class that ends by itself").format(
                n=open_repeats
            )
        )
    return pattern


def _nodes(tree: Any) -> Iterator[tuple[Any, Any]]:
    for kind, value in tree:
        yield kind, value
        for inner in _inner(kind, value):
            yield from _nodes(inner)


def _inner(kind: Any, value: Any) -> list[Any]:
    """The parts of a node that are patterns themselves."""
    if kind in _REPEATS or kind is getattr(constants, "POSSESSIVE_REPEAT", None):
        return [value[2]]
    if kind is constants.SUBPATTERN:
        return [value[3]]
    if kind is constants.BRANCH:
        return list(value[1])
    if kind in (constants.ASSERT, constants.ASSERT_NOT):
        return [value[1]]
    return [value] if kind is getattr(constants, "ATOMIC_GROUP", None) else []


def _nested(tree: Any, *, inside: bool) -> bool:
    """Whether something that can match in two ways is repeated: a repeat of varying length, or alternatives."""
    for kind, value in tree:
        repeats = kind in _REPEATS and value[1] > 1
        if inside and (kind is constants.BRANCH or (kind in _REPEATS and value[0] != value[1])):
            return True
        if any(_nested(inner, inside=inside or repeats) for inner in _inner(kind, value)):
            return True
    return False


def _open_repeats(nodes: list[Any], following: Any) -> int:
    """Repeats that may end at many places. One that is followed by a character it cannot match ends at one."""
    count = 0
    for place, (kind, value) in enumerate(nodes):
        after = nodes[place + 1] if place + 1 < len(nodes) else following
        if kind in _REPEATS and value[1] > _MANY:
            count += not _ends_itself(list(value[2]), after)
        for inner in _inner(kind, value):
            if kind not in _REPEATS or value[1] == 1:
                # Behind an optional part or an alternative, what follows may be skipped to: still the same literal.
                count += _open_repeats(list(inner), after)
    return count


def _ends_itself(repeated: list[Any], after: Any) -> bool:
    if after is None:
        return True  # the end of the pattern: whatever was matched is enough
    body, following = _first_characters(repeated[0]), _first_characters(after)
    return len(repeated) == 1 and bool(body) and bool(following) and body.isdisjoint(following)


def _first_characters(node: Any) -> frozenset[str]:
    """The Latin-1 characters that a node can begin with; none where that is not simple."""
    kind, value = node
    if kind is constants.SUBPATTERN and len(value[3]):
        return _first_characters(value[3][0])
    if kind in _REPEATS and value[0] > 0:
        return _first_characters(value[2][0])
    if kind is constants.LITERAL:
        return frozenset(chr(value))
    if kind is constants.NOT_LITERAL:
        return _LATIN - {chr(value)}
    if kind is not constants.IN:
        return frozenset()
    matched = frozenset(char for char in _LATIN if any(_item_matches(kind, item, char) for kind, item in value))
    return _LATIN - matched if value[0][0] is constants.NEGATE else matched


def _item_matches(kind: Any, value: Any, char: str) -> bool:
    if kind is constants.LITERAL:
        return bool(chr(value) == char)
    if kind is constants.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    classes = {
        constants.CATEGORY_DIGIT: char.isdigit(),
        constants.CATEGORY_SPACE: char.isspace(),
        constants.CATEGORY_WORD: char.isalnum() or char == "_",
        constants.CATEGORY_NOT_DIGIT: not char.isdigit(),
        constants.CATEGORY_NOT_SPACE: not char.isspace(),
        constants.CATEGORY_NOT_WORD: not (char.isalnum() or char == "_"),
    }
    return bool(classes.get(value, True)) if kind is constants.CATEGORY else False
