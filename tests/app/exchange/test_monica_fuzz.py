"""Damaged exports of Monica: no crash, nothing that cannot be imported, and always an end."""

from __future__ import annotations

import json
from copy import deepcopy
from io import BytesIO
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange import monica
from app.model.errors import FileReadError
from app.model.imports import ReadEntry, ReadFailure, ReadPerson, ReadSkip
from app.services.taking_in.digests import digest_of
from tests.app.exchange import monica_export as made

SQL, JSON = made.whole_sql(), json.loads(made.whole_json())
NUMBER = st.integers(0, 2**31)
PIECES = (
    *(b"'", b"\\", b"\\'", b",", b"(", b")", b";", b"`", b"NULL", b"\0", b"\xff", b"\n", b""),
    *(b"INSERT IGNORE INTO `notes` (`id`) VALUES", b"'x'),(1", b"9" * 400, b"0000-00-00"),
)
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 10**400, 1.5e300, "", "x", "\ud800", "0000-00-00 00:00:00"),
    *("9999-99-99", "2020-01-01T25:61:61Z", [], {}, [None], [[]], {"properties": None}),
    *("data:image/png;base64,AAAA", "c-ada", {"uuid": "c-ada"}, [{"type": "contact"}]),
)


def look_at(account: monica.Account) -> None:
    keys = set()
    for one in monica.read(account, None, "2026-11-22"):
        assert isinstance(one, ReadPerson | ReadEntry | ReadSkip | ReadFailure)
        if isinstance(one, ReadPerson | ReadEntry):
            assert one.key not in keys
            keys.add(one.key)
            assert digest_of(one)
        if isinstance(one, ReadPerson):
            assert one.name.strip()


@settings(max_examples=150, deadline=None)
@given(
    changes=st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=1, max_size=8),
    size=st.sampled_from((1, 7, 100, 65_536)),
)
def test_mutated_sql_is_read_to_its_end(changes: list[tuple[int, int, int]], size: int) -> None:
    data = SQL
    for where, how, what in changes:
        at = where % len(data)
        cut = (0, 1, 5, 400)[how % 4]
        data = data[:at] + PIECES[what % len(PIECES)] + data[at + cut :]
    look_at(monica.account_of_sql(data[at : at + size] for at in range(0, len(data), size)))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=8))
def test_json_with_values_of_any_shape_is_read(changes: list[tuple[int, int]]) -> None:
    held = json.loads(json.dumps(JSON))
    for where, what in changes:
        spots = list(_spots(held["account"])) if isinstance(held["account"], dict) else []
        if spots:
            parent, key = spots[where % len(spots)]
            parent[key] = deepcopy(ODD[what % len(ODD)])
    try:
        look_at(monica.account_of_json(BytesIO(json.dumps(held).encode())))
    except FileReadError:
        assert any(ODD[what % len(ODD)] == 10**400 for _where, what in changes)


@settings(max_examples=100, deadline=None)
@given(at=NUMBER, size=st.integers(0, 300), piece=st.binary(max_size=20))
def test_json_with_damaged_bytes_is_read_or_said(at: int, size: int, piece: bytes) -> None:
    data = made.whole_json()
    at %= len(data)
    try:
        look_at(monica.account_of_json(BytesIO(data[:at] + piece + data[at + size :])))
    except FileReadError as error:
        assert "damaged or breaks off" in str(error)


def _spots(value: Any) -> Any:
    """Every place of a document that can be given another value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _spots(inner)
