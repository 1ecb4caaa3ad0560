"""What on this machine keeps netinv from working fully: each finding with its mend."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

from netinv.app.doctor.alert_doctoring import alert_findings
from netinv.app.doctor.clock_doctoring import clock_findings, time_service
from netinv.app.doctor.file_doctoring import file_findings, key_file_trouble
from netinv.app.doctor.findings import Finding, shown
from netinv.app.doctor.service_doctoring import service_findings
from netinv.app.doctor.sweep_doctoring import WATCHED, sweep_findings
from netinv.app.sweeps import weakness
from netinv.app.sweeps.vendor_files import use_vendor_files
from netinv.credentials import Credentials
from netinv.errors import CredentialError, NetinvError
from netinv.i18n import _
from netinv.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netinv.config import Settings
    from netinv.credentials import Credential
    from netinv.store.reading.reader import Reader
    from netinv.store.reading.views import DeviceRow, Double

_DISK_LOW_BYTES = 500_000_000
_COPIES = 2  # of the database, that a restore needs for a while
_FILES_WANTED = 1024


def examine(settings: Settings) -> list[Finding]:
    """All checks. None of them raises: what cannot be checked is a finding."""
    return [*_machine(settings), *_database(settings), *_credentials(settings), *alert_findings(settings)]


def _machine(settings: Settings) -> Iterator[Finding]:
    yield _icmp(settings)
    yield _engine(settings)
    yield from _vendor_files(settings)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = hard if hard != resource.RLIM_INFINITY else soft
    mend = None if most >= _FILES_WANTED else _("raise the limit: ulimit -n 4096, or LimitNOFILE= in the systemd unit")
    yield Finding("open files", mend is None, str(most), mend)
    folder = settings.db.absolute().parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        yield Finding(
            "disk", ok=False, found=str(error.strerror), mend=_("make the folder {folder}").format(folder=folder)
        )
        return
    size = settings.db.stat().st_size if settings.db.exists() else 0
    enough = free >= max(_DISK_LOW_BYTES, _COPIES * size)
    mend = None if enough else _("make room on the disk of {folder}").format(folder=folder)
    yield Finding("disk", enough, _("{n} MB free").format(n=free // 1_000_000), mend)
    writable = os.access(folder, os.W_OK)
    mend = None if writable else _("let this user write in {folder}").format(folder=folder)
    yield Finding("folder", writable, str(folder), mend)
    yield from file_findings(settings)
    yield from time_service()


def _icmp(settings: Settings) -> Finding:
    from probes.reach import ping

    if not settings.icmp:
        return Finding("icmp", ok=True, found=_("switched off in the settings"))
    try:
        alive = asyncio.run(ping(["127.0.0.1"], 1.0, 0))["127.0.0.1"] is not None
    except NetinvError as error:
        return Finding("icmp", ok=False, found=_("cannot send"), mend=str(error))
    tool = "fping" if shutil.which("fping") or shutil.which("fping", path="/usr/sbin") else "icmplib"
    return Finding("icmp", alive, tool, None if alive else _("loopback does not answer: look at the firewall"))


def _engine(settings: Settings) -> Finding:
    from probes.snmp import load_engine

    name = load_engine(settings.snmp_engine).name
    slow = name != "gufo"
    mend = _("install gufo-snmp: pysnmp takes about 25 times its CPU") if slow else None
    return Finding("snmp engine", not slow, name, mend)


def _vendor_files(settings: Settings) -> Iterator[Finding]:
    if settings.vendor_files is None:
        return
    try:
        use_vendor_files(settings)
    except NetinvError as error:
        yield Finding("vendor files", ok=False, found=settings.vendor_files, mend=str(error))
    else:
        yield Finding("vendor files", ok=True, found=settings.vendor_files)


def _database(settings: Settings) -> Iterator[Finding]:
    from netinv.store.reading.reader import Reader

    try:
        with Reader(settings.db) as reader:
            devices, sweeps, vantage = reader.devices(), reader.sweeps(WATCHED), set(settings.vantage)
            doubles, services = reader.doubles(), reader.services()
            broken = reader.breaches()
            keys = _changed_keys(reader, devices)
    except NetinvError as error:
        yield Finding("database", ok=False, found=str(settings.db), mend=str(error))
        return
    yield Finding("database", ok=True, found=_("{path}: {n} devices").format(path=settings.db, n=len(devices)))
    unknown = sorted(vantage - {device.name for device in devices})
    if unknown:
        mend = _("name devices that are there in {config}").format(config=settings.config)
        yield Finding("vantage", ok=False, found=", ".join(unknown), mend=mend)
    yield from map(_double, doubles)
    if keys:
        mend = _("look why: if the device was exchanged or set up anew, netinv trust NAME; else somebody may listen")
        yield Finding("host keys", ok=False, found=shown(keys), mend=mend)
    yield from service_findings(services, settings)
    age_s = time.time() - (sweeps[0].finished_at or 0) / 1000 if sweeps else 0.0
    yield from clock_findings(broken, age_s)
    yield from sweep_findings(sweeps, age_s, settings.stale_after_s)


def _changed_keys(reader: Reader, devices: Iterable[DeviceRow]) -> list[str]:
    """The devices whose login was refused by us because of a changed host key, and still is."""
    from netinv.store.reading.event_query import EventQuery

    told = {row.device_id for row in reader.events(EventQuery(kinds=("host_key",)))}
    return [row.name for row in devices if row.ssh == "error" and row.id in told]


def _double(double: Double) -> Finding:
    """Two devices with one mark: one device listed twice, or copies of one."""
    if double.mark == "serial":
        mend = _(
            "keep one, if they are one device under two names; else ask the maker: a serial number is one device’s"
        )
    else:
        mend = _("keep one, if they are one device under two names; else give each agent an engine ID of its own")
    value, devices = one_line(double.value), ", ".join(double.devices)
    found = _("{value} is claimed by {devices}").format(value=value, devices=devices)
    return Finding(f"duplicate {double.mark}", ok=False, found=found, mend=mend)


def _credentials(settings: Settings) -> Iterator[Finding]:
    """The secrets file, the credentials that the inventory names, and communities that anyone would guess."""
    path = settings.secrets
    try:
        credentials = Credentials.load(path)
    except CredentialError as error:
        yield Finding("secrets", ok=False, found=str(path), mend=str(error))
        return
    mode = f"{stat.S_IMODE(path.stat().st_mode):04o}" if path.exists() else _("no file")
    yield Finding("secrets", ok=True, found=f"{path}: {mode}")
    for name in _named(settings):
        try:
            credential = credentials.resolve(name)
        except CredentialError as error:
            yield Finding(f"credential {name}", ok=False, found=_("not found"), mend=str(error))
            continue
        yield _credential(name, credential, settings.oldest_snmp)


def _credential(name: str, credential: Credential, oldest: str) -> Finding:
    check, version = f"credential {name}", getattr(credential, "version", "")
    key_file = getattr(credential, "key_file", None)
    if key_file and (trouble := key_file_trouble(Path(key_file))):
        return Finding(check, ok=False, found=trouble[0], mend=trouble[1])
    if weakness.is_default(credential):
        mend = _("change the community on the devices, or use SNMPv3")
        return Finding(check, ok=False, found=_("a community that anyone would guess"), mend=mend)
    if weakness.is_too_old(credential, oldest):
        found = _("SNMP{version}: its community crosses the network in clear").format(version=version)
        return Finding(check, ok=False, found=found, mend=_("use SNMPv3, or set oldest_snmp if this is accepted"))
    return Finding(check, ok=True, found=f"SNMP{version}" if version else _("found"))


def _named(settings: Settings) -> list[str]:
    from netinv.store.reading.reader import Reader

    try:
        with Reader(settings.db) as reader:
            names = {name for row in reader.devices() for name in (row.snmp_credential, row.ssh_credential) if name}
    except NetinvError:
        return []
    return sorted(names)
