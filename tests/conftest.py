"""What holds for all tests: the machine's own ways are not theirs, and examples are found by no chance."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_OF_THE_MACHINE = {
    *("LANG", "LANGUAGE", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"),
    *("PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS", "SSH_AUTH_SOCK"),
}
for _name in [name for name in os.environ if name in _OF_THE_MACHINE or name.startswith(("NETINV_", "LC_"))]:
    del os.environ[_name]
os.environ |= {"LANG": "C.UTF-8", **dict.fromkeys(("no_proxy", "NO_PROXY"), "localhost,127.0.0.1,::1")}

# A busy machine is no fault of an example. The same examples each time: what passed here passes elsewhere.
# ``--hypothesis-profile search`` looks for others.
_unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("certain", _unhurried, derandomize=True, database=None)
settings.register_profile("search", _unhurried, print_blob=True)
settings.load_profile("certain")
