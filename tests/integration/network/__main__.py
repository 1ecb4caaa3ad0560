"""By hand: ``python -m tests.integration.network FOLDER`` brings the test network up until Ctrl-C.

The inventory is written to FOLDER; the command printed runs netinv at the poller. Without FOLDER: only clear leavings.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.integration.network import inventory
from tests.integration.network.network import Network, clear
from tests.integration.network.province import PLAN


def main() -> None:
    """Bring it up, say how to use it, wait."""
    if len(sys.argv) < 2:
        print("cleared:", clear())
        return
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    inventory.write(PLAN, folder)
    start = time.monotonic()
    with Network(PLAN) as network:
        up_s = time.monotonic() - start
        print(f"up in {up_s:.1f} s, LLDP complete {network.wait_for_lldp():.1f} s later")
        print(f"cd {folder} && ip netns exec {network.prefix}poller netinv …   (Ctrl-C ends it)", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("going down")


if __name__ == "__main__":
    main()
