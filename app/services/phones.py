"""Phone numbers as they compare: whole, with their country, however they are written."""

from __future__ import annotations

import locale
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, lru_cache
from itertools import islice
from types import ModuleType

from app.insights.likeness_candidates import Number
from app.insights.naming import same_number

_LOOKED_AT = 500
_ENOUGH = 3  # numbers with a country that say where the others may be
_MOST = 0.6


@cache
def _plans() -> ModuleType:
    """The numbering plans of the world: 50 ms, so they are loaded where a number is read."""
    import phonenumbers

    return phonenumbers


class Phones:
    """Reads numbers; those without a country are taken for numbers of `country`, if that is known.

    Nothing is made up: without a country, a number is known by its last digits alone. A country
    that is only `presumed` must have such a number; else it is another's.
    """

    def __init__(self, country: str = "", *, presumed: bool = False) -> None:
        self._presumed = presumed
        self.country = country if country in _plans().SUPPORTED_REGIONS else ""
        self.read = lru_cache(maxsize=65_536)(self._read)

    def _read(self, text: str) -> Number:
        """A number by what is written."""
        plans = _plans()
        end = same_number(text)
        if not end:  # an extension or an emergency call: half a town has it
            return Number(text, "", "")
        written = text.strip()
        if written.startswith("00"):
            written = f"+{written[2:]}"
        try:
            found = plans.parse(written, self.country or None)
        except plans.NumberParseException:
            return Number(text, "", end)
        bare = not written.startswith("+")
        fits = plans.is_valid_number if bare and self._presumed else plans.is_possible_number
        if not fits(found):
            return Number(text, "", end)
        whole = plans.format_number(found, plans.PhoneNumberFormat.E164)
        if found.extension:  # behind one switchboard, everybody has their own
            whole = f"{whole};{found.extension}"
        mobile = plans.number_type(found) == plans.PhoneNumberType.MOBILE
        return Number(text, whole, end, mobile)


def phones_of(chosen: str, numbers: Iterable[str]) -> Phones:
    """Reads numbers as of the country chosen, else of that of most others, else of that of here."""
    told = country_of(chosen, numbers)
    return Phones(told) if told else Phones(_here(), presumed=True)


def country_of(chosen: str, numbers: Iterable[str]) -> str:
    """Where numbers without a country are: as chosen, else as most of the others; else ""."""
    plans = _plans()
    if chosen.strip():
        return chosen.strip().upper()
    counted: Counter[str] = Counter()
    whole = (text.strip() for text in numbers if text.strip().startswith(("+", "00")))
    for text in islice(whole, _LOOKED_AT):
        with suppress(plans.NumberParseException):
            found = plans.parse(f"+{text.lstrip('+0')}", None)
            counted[plans.region_code_for_number(found) or ""] += 1
    counted.pop("", None)
    if counted.total() >= _ENOUGH:
        country, count = counted.most_common(1)[0]
        if count >= _MOST * counted.total():
            return country
    return ""


def _here() -> str:
    """The country of the computer's language settings, "" for none."""
    # Not `getlocale`: it takes a computer without a language for an American one.
    name = locale.setlocale(locale.LC_CTYPE).partition(".")[0].partition("@")[0]
    country = name.partition("_")[2]
    return country if country in _plans().SUPPORTED_REGIONS else ""
