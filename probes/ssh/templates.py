"""What a platform's command prints, as rows of fields: TextFSM with the templates of ntc-templates."""

from __future__ import annotations

import threading

from netinv.errors import ProtocolFault, Unsupported
from netinv.i18n import _
from netinv.text import clean

Row = dict[str, str | list[str]]

_turn = threading.Lock()  # the template index is filled on first use and is not made for several threads


def parse(platform: str, command: str, text: str) -> list[Row]:
    """The rows that the template of ``platform`` and ``command`` finds; field names in lower case.

    Takes some milliseconds of CPU: call it off the event loop.

    Raises:
        Unsupported: there is no template for that platform and command.
        ProtocolFault: the text is not what the template expects.
    """
    from ntc_templates.parse import ParsingException, parse_output
    from textfsm import TextFSMError

    try:
        with _turn:
            rows = parse_output(platform=platform, command=command, data=clean(text))
    except ParsingException as error:
        if "No template found" in str(error):
            message = _("there is no template for “{command}” on {platform}")
            raise Unsupported(message.format(command=command, platform=platform)) from None
        raise _fault(platform, command) from None
    except (TextFSMError, IndexError, ValueError):
        raise _fault(platform, command) from None
    return [{str(key).lower(): value for key, value in row.items()} for row in rows]


def _fault(platform: str, command: str) -> ProtocolFault:
    message = _("the answer to “{command}” is not what {platform} is known to print")
    return ProtocolFault(message.format(command=command, platform=platform))
