"""Recording what a device says into a file, and asking such a file as if it were the device."""

from __future__ import annotations

import asyncio
import os
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netinv.app.devices import probing
from netinv.app.sweeps.vendor_files import use_vendor_files
from netinv.credentials import CommunityCredential, Secret, SnmpCredential
from netinv.errors import NetinvError, ProbeError, UsageError
from netinv.i18n import _
from netinv.model import Reach, Reached, Reading, Target, Visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from netinv.config import Settings
    from probes.snmp.engine import Value
    from probes.snmp.recorder import Recorder

_SYSTEM, _ENTITIES, _ENTERPRISES = "1.3.6.1.2.1.1", "1.3.6.1.2.1.47.1.1.1", "1.3.6.1.4.1"
_MOST_ROWS = 10_000
"""Rows of one tree: a vendor's own may have a million."""
_OID = re.compile(r"[0-2](\.\d+)+")
_KEY_FILE = "mask.key"


@dataclass(frozen=True)
class Tape:
    """The file to write; whether what is somebody's is masked; trees to read besides the usual ones."""

    file: Path
    mask: bool = False
    below: tuple[str, ...] = ()


def record(settings: Settings, question: probing.Question, tape: Tape) -> tuple[dict[str, Any], int]:
    """Probe the device and write all that it said to a file; secrets are never in it.

    What is asked: everything that a probe asks, the system group, ENTITY-MIB, and the tree of the vendor's number.

    Returns:
        The JSON of the probe, and how many objects were written; 0 and no file where SNMP was not answered.

    Raises:
        CredentialError: a named credential is in no source.
        NetinvError: the file cannot be written.
    """
    from probes.snmp import load_engine
    from probes.snmp.recorder import Recorder

    for root in tape.below:
        if not _OID.fullmatch(root):
            raise UsageError(_("--walk {oid}: numbers with dots are expected, like 1.3.6.1.4.1.9").format(oid=root))
    use_vendor_files(settings)
    means, names = probing.means_of(settings, question)
    recorder = Recorder(load_engine(settings.snmp_engine))
    made = asyncio.run(_ask_all(settings, means, question, names, recorder, tape.below))
    found = probing.shape(question.address, made)
    if found["reach"]["snmp"] != Reached.OK:
        return found, 0
    objects = _fit_to_give(settings, recorder.objects, means.secrets((*names, question.ssh_credential)), tape)
    _write(tape.file, objects)
    return found, len(objects)


async def _ask_all(
    settings: Settings,
    means: probing.Means,
    question: probing.Question,
    names: Sequence[str | None],
    recorder: Recorder,
    below: tuple[str, ...],
) -> list[Visit]:
    made = await probing.visits(settings, means, question, names, recorder)
    visit = made[-1]
    credential = means.resolve(visit.target.snmp) if visit.target.snmp else None
    if visit.reach.snmp is not Reached.OK or not isinstance(credential, SnmpCredential):
        return made
    from probes.snmp import load_engine, oids
    from probes.snmp.recorder import Recorder
    from probes.snmp.session import SnmpSession

    engine = Recorder(load_engine(settings.snmp_engine), recorder.objects)
    session = SnmpSession(
        engine,
        visit.address or question.address,
        question.port,
        credential,
        timeout_s=settings.timeout_s,
        retries=settings.retries,
        max_repetitions=settings.max_repetitions,
        max_rows=_MOST_ROWS,
        deadline_s=settings.device_deadline_s,
    )
    number = str(recorder.objects.get(oids.SYS_OBJECT_ID, "")).removeprefix(f"{_ENTERPRISES}.").partition(".")[0]
    for root in (_SYSTEM, _ENTITIES, *below, *([f"{_ENTERPRISES}.{number}"] if number.isdigit() else [])):
        try:
            await session.walk(root)
        except ProbeError:
            continue  # what came before the fault, or before the bound, is recorded
    session.close()
    engine.close()
    return made


def _fit_to_give(settings: Settings, objects: dict[str, Value], texts: Iterable[str], tape: Tape) -> dict[str, Value]:
    from probes.masking.mask import Mask
    from probes.masking.recording import masked, without_secrets
    from probes.vendors import rulebook

    kept = without_secrets(objects, set(texts))
    return masked(kept, Mask(_key(settings)), rulebook()) if tape.mask else kept


def _key(settings: Settings) -> bytes:
    """The key of the masks, made at its first use: recordings of one network, masked by one key, still fit."""
    path = settings.db.parent / _KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes().strip()
    except OSError as error:
        raise _unwritable(path, error) from None
    else:
        key = secrets.token_hex(32).encode()
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(key + b"\n")
    return key


def _write(path: Path, objects: dict[str, Value]) -> None:
    """Beside its target first: a full disk leaves no half recording. Nobody else may read it."""
    from probes.snmp import snmprec

    beside = path.with_name(f".netinv-{secrets.token_hex(6)}.tmp")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(snmprec.dump(objects))
        beside.replace(path)
    except (OSError, ValueError) as error:
        beside.unlink(missing_ok=True)
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: Exception) -> NetinvError:
    reason = getattr(error, "strerror", None) or str(error)
    return NetinvError(
        _("{path}: cannot be written: {reason}. Choose another file or folder.").format(path=path, reason=reason)
    )


def replay(settings: Settings, file: Path) -> dict[str, Any]:
    """The JSON of a probe of the recorded device: netinv's rules and the user's own, without a network.

    Raises:
        RecordingError: the file is no recording.
        RuleError: the user's own vendor files cannot be used.
    """
    from probes.snmp import snmprec
    from probes.snmp.replay import Replay

    use_vendor_files(settings)
    return probing.shape(file.name, [asyncio.run(_replayed(settings, Replay(snmprec.load(file)), file.name))])


async def _replayed(settings: Settings, device: Any, name: str) -> Visit:
    from probes.base import Seen
    from probes.snmp import visit as snmp
    from probes.snmp.session import SnmpSession

    credential = CommunityCredential("replay", "v2c", Secret(""))
    session = SnmpSession(device, name, 0, credential, max_rows=settings.max_rows)
    visit, seen = Visit(Target(0, name, name), 0), Seen()
    reached, trouble = await snmp.contact(session, seen)
    visit.reach = Reach(None, reached, None)
    visit.readings = [Reading("snmp", failure=trouble)] if trouble else await snmp.read(session, seen)
    visit.uptime_ticks = seen.uptime_ticks
    return visit
