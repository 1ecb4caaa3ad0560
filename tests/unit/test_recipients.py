"""Channels and alert rules in netinv.toml: what is read, and each fault in words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from netinv import config
from netinv.app.sweeps import troubles
from netinv.errors import ConfigError
from netinv.recipients import KINDS, AlertRule, Channel

HOOK = '[[channels]]\nname = "hook"\nkind = "webhook"\nurl = "https://noc.example/in"\n'


def read(folder: Path, text: str) -> config.Settings:
    (folder / "netinv.toml").write_text(text)
    return config.load({"db": folder / "inventory.db"}, {})


def test_channels_and_rules_are_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        HOOK
        + '[[channels]]\nname = "siem"\nkind = "syslog"\naddress = "[2001:db8::9]:1514"\ntransport = "tls"\n'
        + 'format = "cef"\nca_file = "ca.pem"\n'
        + '[[channels]]\nname = "mail"\nkind = "apprise"\ncredential = "noc-mail"\n'
        + '[[alerts]]\nchannels = ["hook", "siem"]\nsites = ["243"]\nseverities = ["error"]\nkinds = ["link"]\n'
        + 'days = ["mon", "tue"]\nhours = "22:00-06:00"\nafter_s = 300\nrepeat_s = 3600\nlang = "vi"\n',
    )
    assert settings.channels == (
        Channel("hook", "webhook", url="https://noc.example/in"),
        Channel("siem", "syslog", host="2001:db8::9", port=1514, transport="tls", format="cef", ca_file="ca.pem"),
        Channel("mail", "apprise", credential="noc-mail"),
    )
    assert settings.alerts == (
        AlertRule(("hook", "siem"), ("243",), ("error",), ("link",), ("mon", "tue"), (1320, 360), 300.0, 3600.0, "vi"),
    )


def test_rules_know_every_kind_of_problem() -> None:
    assert set(KINDS) >= troubles.KINDS


@pytest.mark.parametrize(("transport", "port"), [("udp", 514), ("tcp", 601), ("tls", 6514)])
def test_a_syslog_receiver_has_the_registered_port(tmp_path: Path, transport: str, port: int) -> None:
    text = f'[[channels]]\nname = "s"\nkind = "syslog"\naddress = "siem"\ntransport = "{transport}"\n'
    (channel,) = read(tmp_path, text).channels
    assert (channel.host, channel.port) == ("siem", port)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("channels = 3\n", "must be tables"),
        ('[[channels]]\nkind = "webhook"\n', "needs a name and a kind, one of apprise, webhook, syslog"),
        ('[[channels]]\nname = "x"\nkind = "pager"\n', "needs a name and a kind"),
        (HOOK + HOOK, "two channels are named “hook”"),
        (HOOK + 'token = "s3cret"\n', "unknown key “token”: use name, kind, url, credential, ca_file"),
        ('[[channels]]\nname = "x"\nkind = "webhook"\n', "needs url, or a credential"),
        ('[[channels]]\nname = "x"\nkind = "webhook"\nurl = "noc.example/in"\n', "must begin with https://"),
        ('[[channels]]\nname = "x"\nkind = "webhook"\nurl = "https://u:p@h/"\n', "belongs into secrets.toml"),
        ('[[channels]]\nname = "x"\nkind = "apprise"\n', "credential must name"),
        ('[[channels]]\nname = "x"\nkind = "syslog"\n', "HOST:PORT"),
        ('[[channels]]\nname = "x"\nkind = "syslog"\naddress = "h:99999"\n', "HOST:PORT"),
        ('[[channels]]\nname = "x"\nkind = "syslog"\naddress = "udp://h"\n', "HOST:PORT"),
        ('[[channels]]\nname = "x"\nkind = "syslog"\naddress = "h"\nca_file = "x"\n', "certificates belong to"),
        ('[[channels]]\nname = "x"\nkind = "syslog"\naddress = "h"\ntransport = "sctp"\n', "one of udp, tcp, tls"),
        ('[[channels]]\nname = "x"\nkind = "syslog"\naddress = "h"\nformat = "leef"\n', "one of rfc5424, cef"),
        ('[[alerts]]\nseverities = ["error"]\n', "channels must name at least one"),
        ('[[alerts]]\nchannels = ["hok"]\n' + HOOK, "names a channel “hok” that is not there: there are hook"),
        (HOOK + '[[alerts]]\nchannels = ["hook"]\nseverities = ["info"]\n', "one of error, warning"),
        (HOOK + '[[alerts]]\nchannels = ["hook"]\nkinds = ["port"]\n', "one of device, link"),
        (HOOK + '[[alerts]]\nchannels = ["hook"]\nhours = "7-18"\n', "07:00-18:30"),
        (HOOK + '[[alerts]]\nchannels = ["hook"]\nhours = "07:00-07:00"\n', "07:00-18:30"),
        (HOOK + '[[alerts]]\nchannels = ["hook"]\ndays = ["monday"]\n', "one of mon, tue"),
        (HOOK + '[[alerts]]\nchannels = ["hook"]\nafter_s = "5"\n', "a number of seconds"),
        (HOOK + '[[alerts]]\nchannels = ["hook"]\nrepeat_s = 1\n', "between 60 and"),
        (HOOK + '[[alerts]]\nchannels = ["hook"]\nlang = "fr"\n', "one of en, vi"),
        (HOOK + '[[alerts]]\nchannels = ["hook"]\nchannel = "x"\n', "unknown key “channel”"),
    ],
)
def test_each_fault_is_named_and_no_secret_is(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert why in str(caught.value)
    assert "netinv.toml" in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert "u:p@" not in str(caught.value)


@pytest.mark.parametrize(
    ("rule", "inside", "outside"),
    [
        (AlertRule(("c",)), ["2026-11-25 03:00", "2026-11-28 23:59"], []),
        (AlertRule(("c",), hours=(420, 1080)), ["2026-11-25 07:00", "2026-11-25 17:59"], ["2026-11-25 18:00"]),
        # A Wednesday's night lasts into Thursday, a Tuesday's is not asked for.
        (
            AlertRule(("c",), days=("wed",), hours=(1320, 360)),
            ["2026-11-25 22:00", "2026-11-26 05:59"],
            ["2026-11-25 05:59", "2026-11-26 06:00", "2026-11-26 22:30"],
        ),
        (AlertRule(("c",), days=("sat", "sun")), ["2026-11-28 00:00"], ["2026-11-27 23:59"]),
    ],
)
def test_hours_and_days(rule: AlertRule, inside: list[str], outside: list[str]) -> None:
    assert [at for at in inside if not rule.at_work(datetime.fromisoformat(at))] == []
    assert [at for at in outside if rule.at_work(datetime.fromisoformat(at))] == []
