"""What a person's card held when it was imported and Kith has no place for, to be written back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.exchange.content_lines import Block, Line, blocks, clean, decoded, split, unescape
from app.exchange.line_writing import escaped, parameter, plain_text
from app.exchange.vcard import fields
from app.exchange.vcard.alphabet import legacy_alphabet
from app.model.export import OutPerson
from app.model.people import Pronoun
from app.model.titles import role_within

# What Kith holds itself and writes anew, and what only holds for the file it stood in.
_OURS = frozenset(
    (
        *("VERSION", "PRODID", "REV", "UID", "FN", "N", "NICKNAME", "ORG", "TITLE", "BDAY"),
        *("NOTE", "EMAIL", "TEL", "ADR", "LABEL", "URL", "CATEGORIES", "PHOTO", "LOGO", "SOUND"),
        *("KEY", "X-MS-OL-DESIGN", "X-ABLABEL", "X-ABADR", "X-ABDATE", "X-ABRELATEDNAMES"),
        *("ANNIVERSARY", "X-ANNIVERSARY", "X-MS-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY"),
        *("RELATED", "X-RELATION", "CLIENTPIDMAP", "SORT-STRING"),
    )
)
_RELATIVES = re.compile(r"(X-)?(MS-|EVOLUTION-)?(SPOUSE|ASSISTANT|MANAGER)")
# In the other version of the two these are written as properties of one's own, with an X.
_NEW_ONLY = frozenset(
    (
        *("KIND", "GENDER", "LANG", "XML", "CALURI", "CALADRURI", "FBURL", "MEMBER", "HOBBY"),
        *("INTEREST", "EXPERTISE", "ORG-DIRECTORY", "CONTACT-URI", "BIRTHPLACE", "DEATHPLACE"),
        "DEATHDATE",
    )
)
_OLD_ONLY = frozenset({"CLASS", "MAILER", "NAME", "PROFILE", "AGENT"})
_PRONOUNS = {"F": Pronoun.SHE, "M": Pronoun.HE}
_ON_EARTH = re.compile(r"(?:geo:)?(-?\d+(?:\.\d+)?)[;,](-?\d+(?:\.\d+)?)", re.IGNORECASE)
_LOST = "…"  # what stands in a raw card for bytes that were too many to keep


@dataclass
class Kept:
    """Parts of earlier cards that still say the same as the journal, and lines it has no place for.

    `title` is None unless the card had the department apart from the title.
    """

    uid: str = ""
    name_parts: str = ""
    sorting: tuple[str, ...] = ()
    other_names: set[str] = field(default_factory=set)
    company: str = ""
    title: str | None = None
    addresses: dict[str, str] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)


def kept_of(out: OutPerson, *, is_new: bool) -> Kept:
    """Everything worth writing back, each line once."""
    kept = Kept()
    for raw in out.cards:
        for block in blocks(raw.encode("utf-8", "replace"), frozenset({"VCARD"})):
            _Reading(block, kept, out, is_new).take()
    return kept


class _Reading:
    """One earlier card."""

    def __init__(self, block: Block, kept: Kept, out: OutPerson, is_new: bool) -> None:
        self.lines = block.parsed()[0]
        version = next((line.value.strip() for line in self.lines if line.name == "VERSION"), b"")
        self.old = version.startswith(b"2")
        self.legacy = legacy_alphabet(self.lines, "")
        self.kept, self.out, self.is_new = kept, out, is_new
        self._groups: dict[str, str] = {}

    def take(self) -> None:
        """Take what the person still has, and what Kith has no place for."""
        texts = {name: self._texts(name) for name in ("FN", "UID", "TITLE", "SORT-STRING")}
        self.kept.uid = self.kept.uid or next((uid[:500] for uid in texts["UID"] if uid), "")
        self._name(texts["FN"], texts["SORT-STRING"])
        self._company(texts["TITLE"])
        for line in self._all("ADR"):
            raw = self._text(line)
            value = fields.address(raw, old=self.old)
            self.kept.addresses.setdefault(value.casefold(), self._value(line))
        self._sound()
        labels = {line.group: line for line in self._all("X-ABLABEL") if line.group}
        for line in self.lines:
            if self._has_place(line, bool(texts["TITLE"])):
                continue
            self._keep(line, labels.get(line.group))

    def _name(self, formatted: list[str], sorting: list[str]) -> None:
        for line in self._all("N"):
            parts = fields.pieces(self._text(line), old=self.old)
            spoken = [" ".join(one.split()) for one in (*formatted[:1], fields.full_name(parts))]
            if self.out.person.name in spoken and any(parts[:2]) and not self.kept.name_parts:
                value = self._value(line)
                self.kept.name_parts = value + ";" * (4 - len(split(value, ";")) + 1)
                if sorting and sorting[0] and self.is_new:
                    self.kept.sorting = (f"SORT-AS={parameter(sorting[0])}",)

    def _company(self, titles: list[str]) -> None:
        for line in self._all("ORG"):
            parts = fields.pieces(self._text(line), old=self.old, lists=False)
            if not parts[0] or parts[0] != self.out.organisation or self.kept.company:
                continue
            title = next(filter(None, (*titles, *self._texts("ROLE"))), "")
            department = ", ".join(filter(None, parts[1:]))
            plain = ", ".join(filter(None, (title, department)))  # as earlier versions read it
            if self.out.person.role in (role_within(title, department), plain):
                self.kept.company = self._value(line)
                self.kept.title = title

    def _sound(self) -> None:
        """Names that are written back in properties of their own are no nicknames as well."""
        sound = {line.name: self._shown(line) for line in self.lines if "PHONETIC" in line.name}
        first, last = (sound.get(f"X-PHONETIC-{part}-NAME", "") for part in ("FIRST", "LAST"))
        self.kept.other_names.update(
            name
            for name in (" ".join(filter(None, (first, last))), *self._texts("X-MAIDENNAME"))
            if name
        )

    def _has_place(self, line: Line, titled: bool) -> bool:
        name = line.name
        if name == "ROLE":
            return not titled
        if name in ("KIND", "X-KIND") and self._shown(line).lower() == "individual":
            return True
        if name.removeprefix("X-") == "GENDER":  # the pronoun it gave may be another by now
            said = self._shown(line).partition(";")[0].upper()
            return said in _PRONOUNS and _PRONOUNS[said] is not self.out.person.pronoun
        return (
            name in _OURS
            or fields.point_kind(line) is not None
            or _RELATIVES.fullmatch(name) is not None
            or not line.value.strip()
            or line.value.endswith(_LOST.encode())
        )

    def _keep(self, line: Line, label: Line | None) -> None:
        name = line.name
        bare = name.removeprefix("X-")
        if bare in _NEW_ONLY:
            name = bare if self.is_new else f"X-{bare}"
        elif bare in _OLD_ONLY:
            name = f"X-{bare}" if self.is_new else bare
        value = self._packed(line) or self._value(line)
        if name == "GEO":
            name, value = self._place(value)
        told = f"{name}{''.join(self._params(line))}:{value}"
        if told in map(_ungrouped, self.kept.lines):
            return
        if not line.group:
            self.kept.lines.append(told)
            return
        is_first = line.group not in self._groups
        group = self._group(line.group)
        self.kept.lines.append(f"{group}.{told}")
        if is_first and label is not None:
            self.kept.lines.append(f"{group}.X-ABLabel:{self._value(label)}")

    def _group(self, name: str) -> str:
        """What a group of this card is called beside those of earlier ones."""
        if name not in self._groups:
            found, number = name, 1
            while found in self.kept.groups:
                number += 1
                found = f"{name}-{number}"
            self.kept.groups.add(found)
            self._groups[name] = found
        return self._groups[name]

    def _place(self, value: str) -> tuple[str, str]:
        """Where on earth: two numbers in 3.0, an address in 4.0; the order in 2.1 is not sure."""
        found = _ON_EARTH.fullmatch(value)
        if self.old or found is None:
            return "X-GEO", value
        return "GEO", f"geo:{found[1]},{found[2]}" if self.is_new else f"{found[1]};{found[2]}"

    def _params(self, line: Line) -> Iterator[str]:
        """The parameters as the version of the new card writes them."""
        packed = self._packed(line)
        for name, values in line.params.items():
            for value in values:
                if name in ("ENCODING", "CHARSET", "PID") or (packed and name == "VALUE"):
                    continue
                if name == "TYPE" and value.lower() == "pref" and self.is_new:
                    yield ";PREF=1"
                elif re.fullmatch(r"[A-Z0-9-]+", name) and value:
                    yield f";{name}={parameter(value)}"
        if packed:
            yield ";VALUE=uri" if self.is_new else ";ENCODING=b"

    def _packed(self, line: Line) -> str:
        """Bytes, in the way the version of the new card writes them; "" for text."""
        if line.param("ENCODING").lower() not in ("b", "base64"):
            return ""
        data = re.sub(r"[^A-Za-z0-9+/=]", "", line.value.decode("ascii", "ignore"))
        return f"data:application/octet-stream;base64,{data}" if self.is_new and data else data

    def _value(self, line: Line) -> str:
        """The value, still in parts, escaped as both versions escape it."""
        text = self._text(line)
        if not self.old:
            return plain_text(text).replace("\n", "\\n")
        return ";".join(escaped(unescape(part, old=True)) for part in split(text, ";"))

    def _all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def _texts(self, name: str) -> list[str]:
        return [self._shown(line) for line in self._all(name)]

    def _shown(self, line: Line) -> str:
        return clean(unescape(self._text(line), old=self.old))

    def _text(self, line: Line) -> str:
        return decoded(line, self.legacy)[0]


def _ungrouped(line: str) -> str:
    """A line without the name of its group."""
    head, colon, rest = line.partition(":")
    return head.rpartition(".")[2] + colon + rest if "." in head.partition(";")[0] else line
