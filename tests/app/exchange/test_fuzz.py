"""A small part of the campaign that mutates our own files: no crash, nothing unaccounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.campaigns.foreign_files import check as import_twice
from tests.campaigns.fuzz_import import FILES, check, mutated

NUMBER = st.integers(0, 2**31)
CHANGES = st.lists(st.tuples(NUMBER, NUMBER, NUMBER, NUMBER), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(file=st.sampled_from(FILES), changes=CHANGES)
@example(file=FILES[0], changes=[(0, 3, 5, 0)])
def test_mutated_files_are_read_to_the_end(file: Path, changes: list[tuple[int, ...]]) -> None:
    check(mutated(file.read_bytes(), changes))


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400))
def test_bytes_of_no_kind_are_read_to_the_end(data: bytes) -> None:
    check(data)
    check(b"BEGIN:VCARD\n" + data + b"\nEND:VCARD\nBEGIN:VEVENT\n" + data + b"\nEND:VEVENT\n")


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_each_of_our_files_is_accounted_for_twice_and_undone(file: Path) -> None:
    found = import_twice(file)
    assert found["held"] > 0
