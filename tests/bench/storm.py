"""A sweep that notes when the last answer was in, and sends its alerts as the command does.

``python -m tests.bench.storm FOLDER`` prints JSON: the monotonic time of the last answer, the states, the causes.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from netinv import config
from netinv.app.alerts.delivering import deliver
from netinv.app.sweeps import gathering, sweeping


def main() -> None:
    """Sweep, send, tell."""
    settings = config.load({"db": Path(sys.argv[1], "inventory.db")})
    gather, ended = gathering.gather, []

    def noting(*words: Any) -> Any:
        gathered = gather(*words)
        ended.append(time.monotonic())
        return gathered

    gathering.gather = noting  # type: ignore[assignment]  # the same with a note
    swept = sweeping.sweep(settings, only=None, progress=lambda _done, _total: None)
    deliver(settings)
    print(
        json.dumps({"last_answer": ended[0], "states": swept.report["states"], "causes": len(swept.report["causes"])})
    )


main()
