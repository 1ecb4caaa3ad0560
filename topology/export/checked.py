"""Writing an export: beside its target, read back, and only then in the target's place."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import secrets
import shutil
from typing import TYPE_CHECKING, BinaryIO

from netinv.errors import NetinvError
from netinv.i18n import _
from topology.export import html_map, text_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_Counts = tuple[int, int]
_HEAD_BYTES = 8192


class _NotReadBack(Exception):
    """What was written does not come back as what was meant."""


def write_checked(data: bytes, file_format: str, path: Path) -> None:
    """Write the rendered graph; the target is replaced only by a file that was read back with all nodes and edges.

    A target that is no ordinary file (a pipe, a terminal) is written to as it is, after the check.

    Raises:
        NetinvError: the target cannot be written, or the document does not read back. The target is as it was.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            _check(io.BytesIO(data), data, file_format)
            with target.open("wb") as stream:
                stream.write(data)
        else:
            _replace(data, file_format, target)
    except _NotReadBack as error:
        message = _("{path}: not written, because the graph does not read back: {reason}. Report this as a fault.")
        raise NetinvError(message.format(path=path, reason=error)) from error
    except (OSError, ValueError, RuntimeError) as error:  # ValueError: a NUL in the path; RuntimeError: a loop of links
        reason = getattr(error, "strerror", None) or str(error)
        message = _("{path}: cannot be written: {reason}. Choose another file or folder.")
        raise NetinvError(message.format(path=path, reason=reason)) from error


def _replace(data: bytes, file_format: str, target: Path) -> None:
    if target.is_dir():
        raise IsADirectoryError(0, _("it is a folder"))
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(0, _("it may not be changed"))
    beside = target.with_name(f".netinv-{secrets.token_hex(6)}.tmp")
    try:
        with beside.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        with beside.open("rb") as stream:
            _check(stream, data, file_format)
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """Reading makes a million values that all stay: looking for garbage among them again and again is half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _check(stream: BinaryIO, data: bytes, file_format: str) -> None:
    """Read it as others will; as many nodes and edges must come back as were written."""
    import networkx as nx  # heavy: only what exports loads it

    try:
        with _collector_paused():
            meant, got = _READERS[file_format](stream, data)
    except (SyntaxError, ValueError, LookupError, TypeError, nx.NetworkXError) as error:  # ParseError is a SyntaxError
        raise _NotReadBack(str(error) or type(error).__name__) from error
    if got != meant:
        raise _NotReadBack(_("{meant} nodes and edges were meant, {got} came back").format(meant=meant, got=got))


def _read_json(stream: BinaryIO, data: bytes) -> tuple[_Counts, _Counts]:
    import networkx as nx

    wrote = json.loads(data)
    read = nx.node_link_graph(json.load(stream), edges="edges")
    return (len(wrote["nodes"]), len(wrote["edges"])), (read.number_of_nodes(), read.number_of_edges())


def _read_graphml(stream: BinaryIO, data: bytes) -> tuple[_Counts, _Counts]:
    # In a well-formed document "<" stands before elements only, never in text.
    meant = (data.count(b"<node "), data.count(b"<edge "))
    if b"yfiles.type" in data[:_HEAD_BYTES]:  # networkx takes seconds to read drawings, and keeps nothing of them
        return meant, _count_elements(stream)
    import networkx as nx

    read = nx.read_graphml(stream, edge_key_type=str, force_multigraph=True)
    return meant, (read.number_of_nodes(), read.number_of_edges())


def _count_elements(stream: BinaryIO) -> _Counts:
    """The nodes of different ids, and the edges that join two of them."""
    from xml.parsers import expat

    nodes: set[str] = set()
    ends: dict[str, tuple[str, str]] = {}

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name == "node":
            nodes.add(attributes["id"])
        elif name == "edge":
            ends[attributes["id"]] = attributes["source"], attributes["target"]

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return len(nodes), sum(a in nodes and b in nodes for a, b in ends.values())


def _read_lines(stream: BinaryIO, data: bytes) -> tuple[_Counts, _Counts]:
    """DOT and Mermaid: one statement on each line, its kind told by how it begins."""
    return text_graph.counts(data.decode()), text_graph.counts(stream.read().decode())


def _read_html(stream: BinaryIO, data: bytes) -> tuple[_Counts, _Counts]:
    return html_map.counts(data.decode()), html_map.counts(stream.read().decode())


_READERS: dict[str, Callable[[BinaryIO, bytes], tuple[_Counts, _Counts]]] = {
    "json": _read_json,
    "graphml": _read_graphml,
    "dot": _read_lines,
    "mermaid": _read_lines,
    "html": _read_html,
}
