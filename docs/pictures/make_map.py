"""Make the picture of the HTML map: a simulated province, swept, exported, and seen by a headless Chromium.

Run it with the project's Python: ``.venv/bin/python -m docs.pictures.make_map``. Needs Chromium and its driver.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from netinv import i18n
from netinv.app import demonstrating
from netinv.app.views.graphing import export
from netinv.store.reading.reader import Reader
from tests.interface.browser import Browser

FOLDER = Path(__file__).parent
UNITS = 169


def main() -> None:
    """Write ``map.png``."""
    i18n.use("en")
    with tempfile.TemporaryDirectory() as folder, demonstrating.province(UNITS, None) as settings:
        list(demonstrating.sweep_and_tell(settings))
        page = Path(folder, "map.html")
        with Reader(settings.db) as reader:
            page.write_bytes(export(reader, "html", "full", "plain"))
        with Browser(Path(folder, "profile"), 1240, 860) as browser:
            browser.open(page)
            browser.run("netinv.cy.getElementById('device:lapthach-r1').select()")
            time.sleep(1)  # the drawing of the choice
            browser.screenshot(FOLDER / "map.png")


main()
