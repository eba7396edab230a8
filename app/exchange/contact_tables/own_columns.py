"""The columns only Kith writes into a table, read back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.exchange.contact_tables.safe_cells import OWN_COLUMN, is_own
from app.model.errors import InputError
from app.model.people import Attention, Kind
from app.model.values import PartialDate

_KIND, _SINCE, _HOW_MET = "kind", "known since", "how you met"
_DAYS, _ATTENTION = "days between contacts", "kept up with"
_READ = frozenset((_KIND, _SINCE, _HOW_MET, _DAYS, _ATTENTION, OWN_COLUMN.casefold()))
_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_LONGEST_RHYTHM = 3660
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class OwnCells:
    """What a row of Kith's own table says beyond what others write; `uid` is that of the person."""

    uid: str = ""
    kind: Kind | None = None
    attention: Attention | None = None
    since: PartialDate | None = None
    how_met: str = ""
    rhythm_days: int | None = None


def own_places(header: Sequence[str]) -> dict[str, int]:
    """Where these columns stand; nowhere in a table of somebody else."""
    if not is_own(header):
        return {}
    named = ((cell.strip().casefold(), place) for place, cell in enumerate(header))
    return {name: place for name, place in named if name in _READ}


def own_cells(places: Mapping[str, int], cells: Sequence[str]) -> OwnCells:
    """What they say in one row; what cannot be understood stays unsaid."""
    said = {name: cells[place] for name, place in places.items() if place < len(cells)}
    uid, days = said.get(OWN_COLUMN.casefold(), ""), said.get(_DAYS, "")
    number = int(days) if re.fullmatch(r"\d{1,4}", days, re.ASCII) else 0
    return OwnCells(
        uid.lower() if _UID.fullmatch(uid) else "",
        _word(Kind, said.get(_KIND, "")),
        _word(Attention, said.get(_ATTENTION, "")),
        _since(said.get(_SINCE, "")),
        said.get(_HOW_MET, ""),
        number if 1 <= number <= _LONGEST_RHYTHM else None,
    )


def _word(words: type[_Word], text: str) -> _Word | None:
    return next((word for word in words if word.value == text.casefold()), None)


def _since(text: str) -> PartialDate | None:
    try:
        found = PartialDate.parse(text) if text else None
    except InputError:
        return None
    return found if found is not None and found.year is not None else None
