"""What commands print: an array written item by item is the array written whole."""

from __future__ import annotations

import pytest

from netinv.cli.output import emit_array, emit_json


@pytest.mark.parametrize("values", [[], [{}], [{"name": "Xã Bồ Lý\nhai", "ports": [1, None], "of": {"a": []}}, 3, "x"]])
def test_an_array_item_by_item(values: list[object], capsys: pytest.CaptureFixture[str]) -> None:
    emit_json(values)
    whole = capsys.readouterr().out
    emit_array(iter(values))
    assert capsys.readouterr().out == whole
