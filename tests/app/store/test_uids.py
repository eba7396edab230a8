"""Records' names are version 7 UUIDs: well formed, unique, and in the order they were made."""

from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from app.store.uids import new_uid


def test_a_name_is_a_version_7_uuid_of_this_moment() -> None:
    before = time.time_ns() // 1_000_000
    found = UUID(new_uid())
    assert (found.version, found.variant) == (7, RFC_4122)
    assert before <= found.int >> 80 <= time.time_ns() // 1_000_000


def test_names_are_unique() -> None:
    assert len({new_uid() for _each in range(10_000)}) == 10_000
