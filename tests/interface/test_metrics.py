"""``netinv metrics``, read by Prometheus' own parser."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.interface.running import Place


def families(text: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    return {
        family.name: [(sample.labels, sample.value) for sample in family.samples]
        for family in text_string_to_metric_families(text)
    }


def test_prometheus_reads_what_the_sweep_found(swept: Place) -> None:
    ran = swept.run("metrics")
    assert (ran.code, ran.err) == (0, "")
    found = families(ran.out)
    devices = {row["name"]: row for row in swept.run("list", "devices", "--json").json}
    states = {labels["device"]: labels["state"] for labels, value in found["netinv_device_state"] if value}
    assert states == {name: row["state"] for name, row in devices.items()}
    reached = {
        labels["device"] for labels, value in found["netinv_device_reached"] if value and labels["way"] == "snmp"
    }
    assert reached == {name for name, row in devices.items() if row["reach"]["snmp"] == "ok"}
    assert {labels["device"] for labels, _value in found["netinv_interface_in_octets"]} == reached
    assert sum(value for _labels, value in found["netinv_interface_in_octets"]) > 1000
    assert found["netinv_sweep_end_seconds"][0][1] > 1_700_000_000
    assert found["netinv_problems"][0][1] >= 1


def test_names_that_hold_quotes_come_through(imported: Place) -> None:
    (imported.folder / "more").mkdir()
    name = 'a"b\\c'
    quoted = '"a""b\\c"'
    code = imported.run("list", "sites", "--json").json[0]["code"]
    (imported.folder / "more" / "devices.csv").write_text(f"name,site,address\n{quoted},{code},127.0.0.1\n")
    assert imported.run("import", "more").code == 0
    states = {labels["device"] for labels, _value in families(imported.run("metrics").out)["netinv_device_state"]}
    assert name in states
