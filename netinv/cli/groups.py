"""Options that go together, stated once: a command takes them as one parameter, the command line sees each of them."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def grouped(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command as the command line sees it: in the place of each group the options that it is made of.

    A group is a parameter whose type is a class of named tuples; the fields of that are annotated as options are.
    """
    own = inspect.signature(command, eval_str=True)
    groups = {name: one.annotation for name, one in own.parameters.items() if hasattr(one.annotation, "_fields")}

    @wraps(command)
    def called(**given: Any) -> Any:
        made = {name: group(*map(given.pop, group._fields)) for name, group in groups.items()}
        return command(**given, **made)

    seen = own.replace(parameters=list(_seen(own, groups)))
    called.__signature__ = seen  # type: ignore[attr-defined]  # what inspect asks for, by its own documentation
    called.__annotations__ = {name: one.annotation for name, one in seen.parameters.items()}
    return called


def _seen(own: inspect.Signature, groups: dict[str, Any]) -> Iterator[inspect.Parameter]:
    """By keyword only, as they are called: so one that must be given may follow one that has a default."""
    for name, one in own.parameters.items():
        if name not in groups:
            yield one.replace(kind=one.KEYWORD_ONLY)
            continue
        for field, annotation in get_type_hints(groups[name], include_extras=True).items():
            default = groups[name]._field_defaults.get(field, one.empty)
            yield inspect.Parameter(field, one.KEYWORD_ONLY, default=default, annotation=annotation)
