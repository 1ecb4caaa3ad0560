"""The texts of new files: ``netinv.toml`` and ``secrets.toml``, every line commented out."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from netinv.config import Settings
from netinv.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable


def setting_words() -> dict[str, str]:
    """What each setting of the file is for, in the language in use."""
    return {
        "lang": _("Language: en or vi. Without it, that of the environment."),
        "theme": _("Colours of the terminal interface: terminal (its own), dark, light or contrast."),
        "vantage": _("Names of the devices that this machine is attached to; empty: those of the province’s own site."),
        "icmp": _("Whether devices are pinged."),
        "snmp_engine": _("Who speaks SNMP: auto, gufo or pysnmp."),
        "timeout_s": _("Seconds to wait for an answer; a device’s own column timeout_s goes before it."),
        "retries": _("How often a question without an answer is asked again."),
        "max_repetitions": _("Rows asked for at once (GETBULK); a device’s own column goes before it."),
        "jobs": _("Devices asked at the same time."),
        "ssh_jobs": _("SSH connections at the same time."),
        "device_deadline_s": _("Seconds that one device may take in a sweep."),
        "deadline_s": _("Seconds that a sweep may take; then it stores what it has."),
        "service_timeout_s": _("Seconds that the check of one service may take."),
        "service_jobs": _("Services checked at the same time, beside the devices."),
        "certificate_days": _("Days before the end of a service’s certificate from which on it is told."),
        "ca_file": _(
            "Certificates of authorities that services are signed by, beside those that the system believes (PEM);"
            " beside this file or with its whole path."
        ),
        "dns_servers": _(
            "Who is asked in checks of dns://NAME, as 10.0.0.53 or 10.0.0.53:5353; default: the system’s."
        ),
        "stale_after_s": _("Seconds after which the last sweep’s news count as old."),
        "flap_threshold": _("Changes at once, or as good as, from which on a thing flaps: one problem, not many."),
        "flap_calm": _("What must be left of that number for it to be calm again."),
        "flap_half_life_s": _("Seconds after which a change counts half; several sweeps long."),
        "errors_per_s": _("Errors a second at which a port’s link is degraded."),
        "discards_per_s": _("Discarded packets a second at which a port’s link is degraded."),
        "load_share": _("Share of its capacity at which a link is degraded: 0.9 is 90 %."),
        "clock_off_s": _("Seconds from which on a device’s clock is far off."),
        "oldest_snmp": _("The oldest version of SNMP that is thought safe enough: v1, v2c or v3."),
        "keep_counters_days": _("Days for which measurements are kept as each sweep took them."),
        "keep_five_minutes_days": _("Days for which they are kept in steps of five minutes, after that in hours."),
        "keep_hours_days": _("Days for which they are kept in hours, after that in days."),
        "keep_measurements_days": _("Days after which measurements are dropped."),
        "keep_alerts_days": _("Days for which alerts that were sent are kept."),
        "alert_deadline_s": _("Seconds that a sweep may take to send alerts, after it has stored what it found."),
        "max_rows": _("Rows of a device’s table that are read at most."),
        "vendor_files": _(
            "A folder of your own vendor files (docs/vendors.md), beside this file or with its whole path."
        ),
        "availability_target": _(
            "Per cent of the time that units should be up: what netinv report availability holds them to."
        ),
        "letterhead": _("Lines at the head of reports: who reports."),
        "letterhead_place": _("The place that stands before the date of a report."),
        "indicator_files": _(
            "A folder of your own indicators for netinv report coverage, beside this file or with its path."
        ),
        "end_of_support": _(
            "A file that says when the support of which models ends, beside this file or with its path."
        ),
    }


def settings_text() -> str:
    """A ``netinv.toml`` with every setting and its default, commented out."""
    intro = _(
        "# Settings of netinv: take the # off a line to change it.\n"
        "# The command line and the variables NETINV_… go before this file."
    )
    lines = [intro]
    words = setting_words()
    for setting in fields(Settings):
        if setting.name in words:
            lines += ["", f"# {words[setting.name]}", f"# {setting.name} = {_toml(setting.name, setting.default)}"]
    lines += ["", "# " + _("Where devices that netinv discover finds belong: the first rule that fits."), *_PLACEMENT]
    lines += ["", "# " + _("Other keys for the terminal interface, by action; the reference names them."), *_KEYS]
    lines += ["", "# " + _("Where alerts go, and which; secrets stand in secrets.toml."), *_ALERTS]
    return "\n".join(lines) + "\n"


_PLACEMENT = (
    "# [[placement]]",
    '# site = "246"',
    '# range = "10.26.3.0/24"',
    '# name = "^lapthach-"',
    '# location = "Lập Thạch"',
    '# behind = "lapthach-r1"',
)
_KEYS = ("# [keys]", '# quit = "Q"', '# back = ["Esc", "Backspace"]')
_ALERTS = (
    "# [[channels]]",
    '# name = "mail"',
    '# kind = "apprise"             # apprise, webhook, syslog',
    '# credential = "alerts-mail"',
    "# [[alerts]]",
    '# channels = ["mail"]',
    '# severities = ["error"]',
    "# repeat_s = 3600",
)


def _toml(name: str, value: object) -> str:
    if value is None:
        value = {
            "lang": "en",
            "vendor_files": "vendors",
            "ca_file": "ca.pem",
            "letterhead_place": "Vĩnh Yên",
            "indicator_files": "indicators",
            "end_of_support": "support.toml",
        }[name]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return "[]" if isinstance(value, tuple) else str(value)


_COMMUNITY = """# [{name}]
# kind = "snmp-v2c"              # {or_v1}
# community = "{placeholder}"
"""
_USER = """# [{name}]
# kind = "snmp-v3"
# user = "{placeholder}"
# auth_protocol = "SHA-256"      # MD5, SHA, SHA-224, SHA-256, SHA-384, SHA-512, none
# auth_password = "{placeholder}"
# priv_protocol = "AES-128"      # DES, AES-128, AES-192, AES-256, none
# priv_password = "{placeholder}"
"""
_LOGIN = """# [{name}]
# kind = "ssh"
# username = "{placeholder}"
# password = "{placeholder}"          # {or_key}
"""
_CHANNEL = """# [alerts-mail]
# kind = "apprise"
# url = "mailtos://{placeholder}@example.org?to=noc@example.org"
"""


def secrets_text(snmp: Iterable[str] = (), ssh: Iterable[str] = ()) -> str:
    """A ``secrets.toml`` with a commented form for each credential name, or for one of each kind."""
    words = {
        "placeholder": _("fill-in"),
        "or_v1": _("or snmp-v1"),
        "or_key": _("or key_file = a path"),
    }
    intro = _(
        "# Secrets of netinv: one table for each credential that the inventory names.\n"
        "# Fill one in and take the # off its lines. Only you may read this file (mode 600)."
    )
    snmp, ssh = list(snmp), list(ssh)
    if not snmp and not ssh:
        snmp, ssh = ["campus", "core-v3"], ["ops"]
    # A name says little about its kind; a v3 in it is the hint we take.
    blocks = [(_USER if "v3" in name else _COMMUNITY).format(name=name, **words) for name in snmp]
    blocks += [_LOGIN.format(name=name, **words) for name in ssh]
    blocks.append(_CHANNEL.format(**words))
    return "\n".join([intro, "", *blocks])
