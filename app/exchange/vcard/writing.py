"""One person as a card in vCard 3.0 (RFC 2426) or 4.0 (RFC 6350)."""

from __future__ import annotations

import base64
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from app.exchange.line_writing import address_value, block, escaped, parameter
from app.exchange.vcard.kept import Kept, kept_of
from app.model.export import OutPerson
from app.model.people import ContactPoint, PointKind
from app.model.titles import untitled
from app.model.values import PartialDate


class Version(StrEnum):
    """Which of the two a card is written in."""

    OLD = "3.0"
    NEW = "4.0"


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a photo and what they are."""

    data: bytes
    media_type: str


_ANNIVERSARY = "anniversary"
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f'’.\-])*"
_TWO_WORDS = re.compile(rf"(?P<given>{_LETTERS}) (?P<family>{_LETTERS})")
# Words for a label that both versions know as a TYPE; anything else is a label of its own.
_TYPES = {
    **{word: word for word in ("home", "work", "fax", "pager", "car", "iphone")},
    "mobile": "cell",
    "cell": "cell",
}
_TIES = frozenset(
    (
        *("contact", "acquaintance", "friend", "met", "co-worker", "colleague", "co-resident"),
        *("neighbor", "child", "parent", "sibling", "spouse", "kin", "muse", "crush", "date"),
        *("sweetheart", "me", "agent", "emergency"),
    )
)
_PICTURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)


@dataclass
class _Card:
    """The lines of a card as they come; groups tie a line to its label."""

    version: Version
    kept: Kept
    lines: list[str] = field(default_factory=list)
    _group: int = 0

    def text(self, text: str) -> str:
        """A text that does not come in parts.

        Version 3.0 wants a backslash before its semicolons. In 4.0 they may do without, and ought
        to: ical.js, which Thunderbird and Nextcloud read cards with, would show the backslash.
        """
        return escaped(text, in_parts=self.version is Version.OLD)

    def add(self, name: str, value: str, *params: str) -> None:
        """One property."""
        self.lines.append(";".join((name, *params)) + f":{value}")

    def labelled(self, name: str, value: str, label: str, *params: str) -> None:
        """A property with a label of the user's own, as Apple and Google write and read it."""
        if not label:
            self.add(name, value, *params)
            return
        self._group += 1
        while f"item{self._group}" in self.kept.groups:
            self._group += 1
        self.add(f"item{self._group}.{name}", value, *params)
        self.add(f"item{self._group}.X-ABLabel", self.text(label))


def write_card(
    out: OutPerson,
    version: Version = Version.OLD,
    picture: Picture | None = None,
    taken: set[str] | None = None,
) -> bytes:
    """The card, with what earlier imported cards held and Kith has no place for.

    Args:
        out: the person.
        version: of the card.
        picture: their photo.
        taken: the names under which cards stand in the same file; that of this one is added. Some
            programs give one to several, and an address book would keep but one of them.
    """
    kept = kept_of(out, is_new=version is Version.NEW)
    card = _Card(version, kept)
    card.add("VERSION", version.value)
    card.add("PRODID", "-//Kith//Kith//EN")
    card.add("UID", card.text(_uid(kept.uid, out.person.uid, taken)))
    _names(card, out)
    _work(card, out)
    for point in out.points:
        _point(card, point)
    _days(card, out)
    _ties(card, out)
    if out.tags:
        card.add("CATEGORIES", ",".join(map(card.text, out.tags)))
    if out.person.note:
        card.add("NOTE", card.text(out.person.note))
    if picture is not None:
        _photo(card, picture)
    card.lines += kept.lines
    return block("VCARD", card.lines)


def _uid(kept: str, own: str, taken: set[str] | None) -> str:
    uid = kept if kept and kept not in (taken or ()) else f"urn:uuid:{own}"
    if taken is not None:
        taken.add(uid)
    return uid


def _names(card: _Card, out: OutPerson) -> None:
    """The name as it is spoken, and in parts: those a card once gave for this very name.

    Kith keeps names whole. Without such a card, a name of two words in Latin letters is written
    as given and family name, in the order it is spoken; which word of any other is the family name
    is not guessed: version 3.0, which demands parts, gets the whole name as the given one.
    """
    card.add("FN", card.text(out.person.name))
    if card.kept.name_parts:
        card.add("N", card.kept.name_parts, *card.kept.sorting)
    elif (parts := _TWO_WORDS.fullmatch(out.person.name)) and _is_spoken_in_order(out):
        card.add("N", f"{parts['family']};{parts['given']};;;")
    elif card.version is Version.OLD:
        card.add("N", f";{escaped(out.person.name)};;;")
    others = [name.strip() for name in out.person.aliases.split(",")]
    others = [name for name in others if name and name not in card.kept.other_names]
    if others:
        card.add("NICKNAME", ",".join(map(card.text, others)))


def _is_spoken_in_order(out: OutPerson) -> bool:
    """Whether both words are Latin ones that begin large, with no title, nor those of a firm."""
    name = out.person.name
    latin = all(unicodedata.name(char, "").startswith("LATIN") for char in name if char.isalpha())
    large = all(word[0].isupper() for word in name.split())
    return latin and large and untitled(name) == name and name != out.organisation


def _work(card: _Card, out: OutPerson) -> None:
    if card.kept.company:
        card.add("ORG", card.kept.company)
    elif out.organisation:
        card.add("ORG", escaped(out.organisation))
    role = out.person.role if card.kept.title is None else card.kept.title
    if role:
        card.add("TITLE", card.text(role))


def _point(card: _Card, point: ContactPoint) -> None:
    """A way to reach someone."""
    params, label = _types(card, point)
    value = point.value
    if point.kind is PointKind.EMAIL:
        card.labelled("EMAIL", card.text(value), label, *params)
    elif point.kind is PointKind.PHONE:
        card.labelled("TEL", card.text(value), label, *params)
    elif point.kind is PointKind.URL:
        card.labelled("URL", address_value(value), label, *params)
    elif point.kind is PointKind.ADDRESS:
        parts = card.kept.addresses.get(value.casefold()) or f";;{escaped(value)};;;;"
        card.labelled("ADR", parts, label, *params)
    else:
        _handle(card, point)


def _types(card: _Card, point: ContactPoint) -> tuple[list[str], str]:
    """The parameters that say what a value is for, and a label where they cannot say it."""
    words = point.label.split()
    known = [_TYPES[word] for word in words if word in _TYPES]
    plain = len(known) == len(words)
    params = [f"TYPE={word}" for word in known] if plain else []
    if point.preferred:
        params.append("TYPE=pref" if card.version is Version.OLD else "PREF=1")
    return params, "" if plain else point.label


def _handle(card: _Card, point: ContactPoint) -> None:
    """A name on some service; IMPP wants an address, so the service becomes its scheme."""
    service = point.label
    params = [f"X-SERVICE-TYPE={parameter(service)}"] if service else []
    if point.preferred:
        params.append("TYPE=pref" if card.version is Version.OLD else "PREF=1")
    if "://" in point.value:
        card.add("X-SOCIALPROFILE", address_value(point.value), *params)
        return
    scheme = "".join(char for char in service.lower() if char.isascii() and char.isalnum())
    if not scheme or not scheme[0].isalpha() or scheme.startswith(("http", "ftp")):
        scheme = "x-apple"
    card.add("IMPP", f"{scheme}:{address_value(point.value)}", *params)


def _days(card: _Card, out: OutPerson) -> None:
    if out.person.birthday is not None:
        card.add("BDAY", date_value(out.person.birthday, card.version))
    told = False
    for day in out.days:
        value = date_value(day.day, card.version)
        special = day.what.strip().casefold() == _ANNIVERSARY
        if special and not told and card.version is Version.NEW:
            card.add("ANNIVERSARY", value)
        else:
            label = "_$!<Anniversary>!$_" if special else day.what or "_$!<Other>!$_"
            card.labelled("X-ABDATE", value, label)
        told = told or special


def date_value(day: PartialDate, version: Version) -> str:
    """A date as exact as it is known; no year is ever put in for one that is not known.

    Version 4.0 has a form for each. Version 3.0 speaks of whole dates only; there the same is
    written in the forms of ISO 8601, which address books read or leave out.
    """
    if version is Version.OLD:
        return str(day)
    if day.year is None:
        return f"--{day.month:02d}{day.day:02d}"
    if day.day is None:
        return str(day)
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _ties(card: _Card, out: OutPerson) -> None:
    for tie in out.ties:
        kind = tie.what.strip().casefold()
        if not tie.name:
            continue
        if card.version is Version.NEW and kind in _TIES:
            card.add("RELATED", card.text(tie.name), f"TYPE={kind}", "VALUE=text")
        else:
            card.labelled("X-ABRELATEDNAMES", card.text(tie.name), tie.what)


def _photo(card: _Card, picture: Picture) -> None:
    """The picture itself; what it is, by its first bytes, else as it was said to be."""
    data = base64.b64encode(picture.data).decode("ascii")
    said = picture.media_type.partition(";")[0].strip().lower()
    said = said if re.fullmatch(r"image/[a-z0-9.+-]+", said) else "image/jpeg"
    kind = next((kind for mark, kind in _PICTURES if picture.data.startswith(mark)), said)
    if card.version is Version.NEW:
        card.add("PHOTO", f"data:{kind};base64,{data}")
    else:
        card.add("PHOTO", data, "ENCODING=b", f"TYPE={kind.removeprefix('image/').upper()}")
