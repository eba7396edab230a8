"""Two exports of one account together: what one leaves out, the other fills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from app.exchange.monica.account import Account, Contact, Values, keyed

_DAY = len("2020-03-01")
_NOTHING: Final[tuple[object, ...]] = (None, "", [], {})
Named = TypeVar("Named")


def in_order(accounts: Sequence[tuple[Named, Account]]) -> list[tuple[Named, Account]]:
    """Exports of one account, the one whose word counts first: what is newer, and of one day JSON.

    The JSON says when conversations were, and holds the files. Where the files do not say which is
    newer, the last one counts, as it does when they are read one after the other.
    """
    found = list(reversed(accounts))
    found.sort(key=lambda one: "json" not in one[1].forms)
    if all(account.exported for _name, account in accounts):
        found.sort(key=lambda one: one[1].exported, reverse=True)
        found.sort(key=lambda one: "json" not in one[1].forms)
        found.sort(key=lambda one: one[1].exported[:_DAY], reverse=True)
    return found


def fill(account: Account, other: Account) -> None:
    """Add to an account what only the other export of it says."""
    for uuid, contact in other.contacts.items():
        mine = account.contacts.get(uuid)
        if mine is None:
            account.add(contact)
        else:
            _fill_contact(mine, contact)
    account.activities = _things("activity", account.activities, other.activities)
    backs = {(tie.contact, tie.of, tie.what): tie.back for tie in other.ties}
    for tie in account.ties:
        tie.back = tie.back or backs.get((tie.contact, tie.of, tie.what), "")
    known = {(tie.contact, tie.of, tie.what) for tie in account.ties}
    account.ties += [t for t in other.ties if (t.contact, t.of, t.what) not in known]
    account.files |= {uuid: one for uuid, one in other.files.items() if uuid not in account.files}
    account.diary = account.diary or other.diary
    account.damage += other.damage
    account.me = account.me or other.me
    account.forms |= other.forms
    account.user = account.user or other.user
    # The JSON export holds the files which the SQL export only names.
    account.bare_files = [] if account.files else account.bare_files + other.bare_files


def _fill_contact(mine: Contact, other: Contact) -> None:
    _fill(mine.said, other.said)
    for kind, things in other.things.items():
        mine.things[kind] = _things(kind, mine.things.get(kind, []), things)
    mine.photos = mine.photos or other.photos
    mine.documents = mine.documents or other.documents


def _things(kind: str, mine: list[Values], others: list[Values]) -> list[Values]:
    """Records of one kind, matched by when they were written down."""
    held = dict(keyed(kind, mine))
    for key, other in keyed(kind, others):
        if key in held:
            _fill(held[key], other)
        else:
            held[key] = other
    return list(held.values())


def _fill(mine: Values, other: Values) -> None:
    for name, value in other.items():
        if mine.get(name) in _NOTHING:
            mine[name] = value
