"""Each kind of channel against a real receiver: what arrives, down and up again, what a fault is called."""

from __future__ import annotations

import json
import socket
import ssl
import time
import unicodedata
from email.header import decode_header, make_header
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest

from netinv import config
from netinv.app.alerts.delivering import deliver, send_test
from netinv.app.alerts.undelivered import send_all
from netinv.app.maintenance import maintaining
from netinv.app.maintenance.acknowledging import acknowledge_problem
from netinv.errors import NetinvError, UsageError
from tests.integration import receivers
from tests.integration.receivers import Rsyslog, http_server, smtp_server, wait_for
from tests.integration.watched import Watched, webhook
from tests.ports import free_port
from tests.swept import make_empty

PATIENCE_S = 60.0
SCHEMA = json.loads((Path(config.__file__).parent / "schemas" / "alert.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_empty(tmp_path_factory.mktemp("empty"))


def test_a_webhook_hears_of_opening_growth_and_end_and_nothing_else(empty: Path, tmp_path: Path) -> None:
    with http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        for silent in ((), (3,), (3,), (2, 3), (2, 3), (), ()):
            network.silence(*silent)
            assert [one.error for one in deliver(network.settings)] in ([], [None])
    bodies = [one.body for one in posted]
    assert [body["action"] for body in bodies] == ["open", "update", "end"]
    assert len({body["problem"] for body in bodies}) == 1
    for one in posted:
        jsonschema.validate(one.body, SCHEMA)
        assert one.path == "/in?x=1"
        assert one.headers["idempotency-key"] == one.body["id"]
    assert len({body["id"] for body in bodies}) == 3
    assert bodies[0]["name"] == "d3"
    assert "không trả lời" in bodies[0]["sentence"]
    assert f"netinv ack {bodies[0]['event']}" in bodies[0]["text"]
    assert bodies[1]["affected_sites"] == ["2"]
    assert bodies[2]["ended"] is not None
    assert network.stuck() == []


def test_a_receiver_that_was_down_gets_all_in_order_and_once(empty: Path, tmp_path: Path) -> None:
    port = free_port()
    network = Watched(empty, tmp_path, webhook(port))
    for silent in ((), (3,), (2, 3), ()):
        network.silence(*silent)
        deliver(network.settings)
    assert [action for action, _why in network.stuck()] == ["open", "update", "end"]
    assert network.stuck()[0][1] == "127.0.0.1: Connection refused"
    assert deliver(network.settings) == [], "a pause comes first"
    with http_server(port, answers=[500, 204]) as (_port, posted):
        assert send_all(network.settings, PATIENCE_S)[0].error == "127.0.0.1 answers 500 Internal Server Error"
        assert send_all(network.settings, PATIENCE_S)[0].sent == 3
        send_all(network.settings, PATIENCE_S)
    assert [one.body["action"] for one in posted] == ["open", "update", "end"]


def test_pauses_grow_up_to_a_quarter_of_an_hour(empty: Path, tmp_path: Path) -> None:
    network = Watched(empty, tmp_path, webhook(free_port()))
    network.silence()
    network.silence(3)
    for pause_s in (60, 120, 240, 480, 900, 900):
        before = time.time()
        deliver(network.settings)
        after = time.time()
        ((next_ms,),) = network.query("SELECT next_try_at FROM outbox")
        assert before + pause_s - 0.01 <= next_ms / 1000 <= after + pause_s + 0.01
        network.store_query("UPDATE outbox SET next_try_at = 0")


def test_a_wrong_token_is_a_clear_error_and_stands_nowhere(empty: Path, tmp_path: Path) -> None:
    secrets = '[hook]\nkind = "webhook"\ntoken = "s3cret-t0ken"\n'
    with http_server(answers=[401]) as (port, posted):
        network = Watched(empty, tmp_path, webhook(port) + 'credential = "hook"\n', secrets)
        network.silence()
        network.silence(3)
        (told,) = deliver(network.settings)
        assert told.error is not None
        assert "answers 401" in told.error
        assert "token or login is wrong" in told.error
        assert send_all(network.settings, PATIENCE_S)[0].sent == 1
        assert posted[0].headers["authorization"] == "Bearer s3cret-t0ken"
    assert "s3cret" not in told.error
    assert b"s3cret" not in b"".join(path.read_bytes() for path in tmp_path.glob("inventory.db*"))


def test_one_alert_that_is_refused_holds_up_no_other_problem(empty: Path, tmp_path: Path) -> None:
    with http_server(answers=[400]) as (port, posted):
        network = Watched(empty, tmp_path, webhook(port))
        network.silence()
        network.silence(1, 2, 3)  # the poller's own end: that alone is told
        network.silence()
        network.store_query("UPDATE outbox SET status = 'sent'")
        network.silence(2)
        network.store_query(
            "INSERT INTO problem (kind, name, explains, state, severity, confidence, members, affected_sites,"
            " opened_at) VALUES ('link', 'x--y', 0, 'down', 'warning', 'sure', '[]', '[]', 1)"
        )
        network.store_query(
            "INSERT INTO outbox SELECT NULL, 'other', channel, (SELECT max(id) FROM problem), action, severity, lang,"
            " title, text, replace(body, uid, 'other'), created_at, 0, status, 0, 0, NULL, NULL FROM outbox"
            " WHERE status = 'pending'"
        )
        (told,) = deliver(network.settings)
    assert (told.sent, told.failed) == (1, 1)
    assert [one.body["id"] for one in posted] == ["other"]


def test_a_webhook_over_tls_believes_only_who_signed(empty: Path, tmp_path: Path) -> None:
    certificate = receivers.certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.file, certificate.key)
    with http_server(context=context) as (port, posted):
        network = Watched(empty, tmp_path, webhook(port, "https"))
        with pytest.raises(NetinvError, match="its certificate is refused"):
            send_test(network.settings, "c")
        trusting = Watched(empty, tmp_path, webhook(port, "https") + 'ca_file = "ca.pem"\n')
        send_test(trusting.settings, "c")
    assert [one.body["action"] for one in posted] == ["test"]
    jsonschema.validate(posted[0].body, SCHEMA)


def test_a_receiver_that_never_answers_costs_its_time_and_no_more(empty: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf, http_server() as (port, posted):
        network = Watched(empty, tmp_path, webhook(deaf.getsockname()[1]))
        (tmp_path / "netinv.toml").write_text(
            f'alert_deadline_s = 5\n[[channels]]\nname = "deaf"\n{webhook(deaf.getsockname()[1])}'
            f'[[channels]]\nname = "c"\n{webhook(port)}[[alerts]]\nchannels = ["deaf", "c"]\n'
        )
        network.settings = config.load({"db": network.db}, {})
        network.silence()
        network.silence(3)
        deaf_told, told = deliver(network.settings)
    assert (told.sent, told.error) == (1, None)
    assert deaf_told.error is not None
    assert "no answer in time" in deaf_told.error
    assert len(posted) == 1


@pytest.fixture
def mail_port() -> int:
    return free_port()


def test_mail_has_the_alerts_id_and_tells_in_vietnamese(empty: Path, tmp_path: Path, mail_port: int) -> None:
    url = f"mailto://127.0.0.1:{mail_port}?mode=insecure&from=netinv@noc.example&to=night@noc.example"
    network = Watched(
        empty, tmp_path, 'kind = "apprise"\ncredential = "mail"\n', f'[mail]\nkind = "apprise"\nurl = "{url}"\n'
    )
    network.silence()
    network.silence(3)
    assert deliver(network.settings)[0].error is not None
    network.silence()
    ((uid,),) = network.query("SELECT uid FROM outbox ORDER BY id LIMIT 1")
    with smtp_server(mail_port) as mails:
        assert [(one.sent, one.error) for one in send_all(network.settings, PATIENCE_S)] == [(2, None)]
    opened, ended = mails
    assert opened.get_all("Message-ID") == [f"<{uid}@netinv.127.0.0.1>"]
    assert ended["Message-ID"] != opened["Message-ID"]
    assert "d3 không trả lời" in str(make_header(decode_header(opened["Subject"])))
    payload = opened.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert "netinv ack" in payload.decode()


INJECTED = "\r\nBcc: thief@evil.example\r\n\r\n\x1b]0;owned\x07\u202e\x9b2J"


def test_no_name_nor_comment_begins_another_header_of_a_mail(
    empty: Path, tmp_path: Path, mail_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"mailto://127.0.0.1:{mail_port}?mode=insecure&from=netinv@noc.example&to=night@noc.example"
    network = Watched(
        *(empty, tmp_path, 'kind = "apprise"\ncredential = "mail"\n'),
        *(f'[mail]\nkind = "apprise"\nurl = "{url}"\n', "repeat_s = 60\n"),
    )
    network.silence()
    hostile = "|| char(13, 10) || 'Bcc: thief@evil.example' || char(13, 10, 13, 10, 27, 155, 8238)"
    network.store_query(f"UPDATE device SET name = name {hostile}")
    network.store_query(f"UPDATE site SET name = name {hostile}")
    network.store_query(f"UPDATE link_state SET carrier = 'VNPT' {hostile}, circuit = 'C-1' {hostile}")
    network.silence(3)
    ((number,),) = network.query("SELECT id FROM problem WHERE closed_at IS NULL")
    monkeypatch.setenv("LOGNAME", f"an{INJECTED}")
    acknowledge_problem(network.settings, number, f"seen{INJECTED}")
    network.silence(2, 3)
    maintaining.add(network.settings, "1", "now", "+2h", note=f"work{INJECTED}")
    network.silence()
    with smtp_server(mail_port) as mails:
        (told,) = send_all(network.settings, PATIENCE_S)
        assert (told.failed, told.error) == (0, None)
    assert len(mails) == told.sent == 3
    texts = []
    for mail in mails:
        assert set(mail.keys()) & {"Bcc", "Cc"} == set()
        assert mail.get_all("To") == ["night@noc.example"]
        subject, payload = str(make_header(decode_header(mail["Subject"]))), mail.get_payload(decode=True)
        assert "Bcc: thief@evil.example" in subject, "the name is told, on one line"
        assert isinstance(payload, bytes)
        text = payload.decode().replace("\r\n", "\n")
        texts.append(text)
        assert not [char for char in subject + text if char != "\n" and unicodedata.category(char) in ("Cc", "Cf")]
        assert not [line for line in text.splitlines() if line.startswith("Bcc")]
    assert "an Bcc: thief@evil.example" in texts[1], "who took it on is told, on one line"


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_mail_password_is_a_clear_error_without_it(empty: Path, tmp_path: Path, mail_port: int) -> None:
    url = f"mailto://noc:wr0ng-pass@127.0.0.1:{mail_port}?mode=insecure&from=a@noc.example&to=b@noc.example"
    network = Watched(
        empty, tmp_path, 'kind = "apprise"\ncredential = "mail"\n', f'[mail]\nkind = "apprise"\nurl = "{url}"\n'
    )
    network.silence()
    network.silence(3)
    with smtp_server(mail_port, login=("noc", "right")) as mails:
        (told,) = deliver(network.settings)
    assert mails == []
    assert told.error is not None
    assert "535" in told.error
    assert told.error.endswith("the token or login is wrong: mend it in secrets.toml")
    assert "wr0ng" not in told.error
    assert network.stuck() == [("open", told.error)]


def test_a_wrong_token_of_a_service_is_named(empty: Path, tmp_path: Path) -> None:
    """As Telegram and its like refuse one: apprise's own JSON service stands for them."""
    with http_server(answers=[401]) as (port, posted):
        secrets = f'[bot]\nkind = "apprise"\nurl = "json://127.0.0.1:{port}/s3cret-t0ken"\n'
        network = Watched(empty, tmp_path, 'kind = "apprise"\ncredential = "bot"\n', secrets)
        network.silence()
        network.silence(3)
        (told,) = deliver(network.settings)
        assert told.error is not None
        assert "error=401" in told.error
        assert told.error.endswith("the token or login is wrong: mend it in secrets.toml")
        assert "s3cret" not in told.error
        assert send_all(network.settings, PATIENCE_S)[0].sent == 1
    assert posted[0].path == "/s3cret-t0ken"
    assert "d3 không trả lời" in posted[0].body["message"]


@pytest.mark.parametrize(
    ("channel", "secrets", "why"),
    [
        ('kind = "apprise"\ncredential = "mail"\n', "", "is in no source"),
        ('kind = "apprise"\ncredential = "mail"\n', '[mail]\nkind = "apprise"\nurl = "s3cret"\n', "understand its URL"),
        (
            'kind = "webhook"\ncredential = "mail"\n',
            '[mail]\nkind = "apprise"\nurl = "x://"\n',
            "is not of kind webhook",
        ),
        ('kind = "webhook"\ncredential = "m"\n', '[m]\nkind = "webhook"\ntoken = "s3cret"\n', "there is no url"),
        ('kind = "syslog"\naddress = "localhost"\ntransport = "tls"\nca_file = "no.pem"\n', "", "certificate files"),
    ],
)
def test_a_channel_that_cannot_be_opened_says_why(
    empty: Path, tmp_path: Path, channel: str, secrets: str, why: str
) -> None:
    network = Watched(empty, tmp_path, channel, secrets)
    with pytest.raises(NetinvError, match=why) as caught:
        send_test(network.settings, "c")
    assert "s3cret" not in str(caught.value)


def test_a_channel_that_is_not_there(empty: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no channel is named “x” in .*netinv\.toml: there are c"):
        send_test(Watched(empty, tmp_path, webhook(1)).settings, "x")


class Centre(NamedTuple):
    """A syslog receiver and its ports."""

    rsyslog: Rsyslog
    udp: int
    port: int


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    folder = tmp_path / "rsyslog"
    folder.mkdir()
    udp, port = free_port(), free_port()
    return Centre(Rsyslog(folder, udp, port), udp, port)


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_rsyslog_takes_each_alert_apart(empty: Path, tmp_path: Path, centre: Centre, transport: str) -> None:
    port = centre.udp if transport == "udp" else centre.port
    channel = f'kind = "syslog"\naddress = "127.0.0.1:{port}"\ntransport = "{transport}"\n'
    network = Watched(empty, tmp_path, channel)
    network.silence()
    network.silence(3)
    (told,) = deliver(network.settings)
    assert (told.sent, told.error) == (0, f"127.0.0.1:{port}: Connection refused"), "down"
    network.silence()
    with centre.rsyslog.running():
        assert send_all(network.settings, PATIENCE_S)[0].sent == 2
        wait_for(lambda: len(centre.rsyslog.taken()) == 2, "two lines")
        opened, ended = centre.rsyslog.taken()
    uids = [uid for (uid,) in network.query("SELECT uid FROM outbox ORDER BY id")]
    assert opened[:4] == ("daemon", "err", "netinv", "open")
    assert ended[:4] == ("daemon", "notice", "netinv", "end")
    for line, uid in zip((opened, ended), uids, strict=True):
        assert line.data.startswith(f'[netinv@32473 id="{uid}" problem="1" ')
        assert 'kind="device" name="d3"' in line.data
    assert "d3 không trả lời" in opened.msg


def test_rsyslog_over_tls_with_cef(empty: Path, tmp_path: Path) -> None:
    folder = tmp_path / "rsyslog"
    folder.mkdir()
    certificate = receivers.certificate(folder)
    udp, port = free_port(), free_port()
    rsyslog = Rsyslog(folder, udp, port, certificate)
    channel = f'kind = "syslog"\naddress = "localhost:{port}"\ntransport = "tls"\nformat = "cef"\n'
    suspicious = Watched(empty, tmp_path, channel)
    trusting = f'{channel}ca_file = "rsyslog/ca.pem"\n'
    with rsyslog.running(), pytest.raises(NetinvError, match="its certificate is refused"):
        send_test(suspicious.settings, "c")
    network = Watched(empty, tmp_path, trusting)
    network.silence()
    network.silence(3)
    (told,) = deliver(network.settings)
    assert (told.sent, told.error) == (0, f"localhost:{port}: Connection refused"), "down"
    with rsyslog.running():
        assert [(one.sent, one.error) for one in send_all(network.settings, PATIENCE_S)] == [(1, None)]
        wait_for(lambda: len(rsyslog.taken()) == 1, "one line")
        assert send_all(network.settings, PATIENCE_S) == [], "nothing is left, and nothing is sent twice"
    (line,) = rsyslog.taken()
    ((uid,),) = network.query("SELECT uid FROM outbox")
    assert line.msg.lstrip().startswith("CEF:0|netinv|netinv|")
    assert "|device-open|" in line.msg
    assert f"externalId={uid} cat=device act=open outcome=down shost=d3" in line.msg
    assert "d3 không trả lời" in line.msg


def test_a_stream_that_is_reset_is_not_delivered(empty: Path, tmp_path: Path) -> None:
    """It took the octets and threw them away: only its orderly close would have told that it read them."""
    import struct
    import threading

    with socket.create_server(("127.0.0.1", 0)) as server:

        def reset() -> None:
            stream, _address = server.accept()
            stream.recv(10)
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            stream.close()

        thread = threading.Thread(target=reset)
        thread.start()
        address = f"127.0.0.1:{server.getsockname()[1]}"
        network = Watched(empty, tmp_path, f'kind = "syslog"\naddress = "{address}"\ntransport = "tcp"\n')
        network.silence()
        network.silence(3)
        (told,) = deliver(network.settings)
        thread.join()
    assert (told.sent, told.error) == (0, f"{address}: the connection broke off")
