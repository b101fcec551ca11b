"""What the figures were measured on."""

from __future__ import annotations

from bench.machine import cpu_model, describe_machine


def test_the_processor_is_named() -> None:
    assert cpu_model("processor\t: 0\nmodel name\t: Fast One @ 2.1GHz\n") == "Fast One @ 2.1GHz"


def test_it_may_be_unknown() -> None:
    assert cpu_model("") is None


def test_the_machine_is_described_but_not_named() -> None:
    assert set(describe_machine()) == {"cpu", "cores", "memory_gb", "system", "python"}
