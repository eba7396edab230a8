"""The exports of Monica, version 4: its JSON, its SQL, and both together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from app.exchange.monica.account import Account
from app.exchange.monica.from_json import account_of_json
from app.exchange.monica.from_sql import account_of_sql
from app.exchange.monica.gaps import fill, in_order
from app.exchange.monica.history import Items, history_of
from app.exchange.monica.people import people_of

__all__ = [
    "Account",
    "account_of_json",
    "account_of_sql",
    "fill",
    "in_order",
    "is_json",
    "is_sql",
    "read",
]

_JSON_SIGNS = (b'"account"', b'"exported_by"', b'"app_version"')
_VERSION = re.compile(rb'"version"\s*:\s*"1\.0-preview')
_INSERT = re.compile(rb"INSERT\s+IGNORE\s+INTO\s", re.IGNORECASE)
_SQL_SIGNS = (
    *(b"`number_of_invitations_sent`", b"`stay_in_touch_frequency`"),
    *(b"`first_met_additional_info`", b"`activity_type_id`"),
)


def is_json(head: bytes) -> bool:
    """Whether a file that begins like this is the JSON export."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{"):
        return False
    return bool(_VERSION.search(head)) and any(sign in head for sign in _JSON_SIGNS)


def is_sql(head: bytes) -> bool:
    """Whether a file that begins like this is the SQL export."""
    return bool(_INSERT.search(head)) and any(sign in head for sign in _SQL_SIGNS)


def read(account: Account, home: ZoneInfo | None, last_day: str = "") -> Iterator[Items]:
    """Every record of an account: people first, then what happened with them.

    `home` is the zone in which times are told; `last_day` is the day (ISO) up to which something
    counts as past, for reminders.
    """
    yield from people_of(account, home, last_day)
    yield from history_of(account, home)
