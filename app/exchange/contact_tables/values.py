"""Single values of a row: ways to reach someone, postal addresses, labels."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import parseaddr
from functools import partial

from app.exchange.contact_tables.mapping import What
from app.exchange.contact_tables.own_lists import SEMICOLON, parted, sign_of
from app.model.people import PointKind, is_mail_address
from app.model.texts import _

SEVERAL = re.compile(r"\s*:::\s*")
SEVERAL_WORDS = re.compile(r"\s*(?:[;,\n]|:::)\s*")
_SYSTEM_GROUPS = frozenset({"mycontacts", "my contacts", "starred", ""})
_SEVERAL_OF = {
    PointKind.EMAIL: re.compile(r"\s*(?:[;,\n]|:::)\s*|\s+(?=\S+@)"),
    # What follows a number after a semicolon may be a part of it (RFC 3966, 5).
    PointKind.PHONE: re.compile(
        r"\s*(?:;(?!\s*(?:ext|isub|phone-context)=)|\n|:::)\s*", re.IGNORECASE
    ),
}
_MAIL = re.compile(r"[^@;]*@[^@;]*")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = frozenset({"http", "https", "ftp", "ftps", "gopher", "gemini", "www"})
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def several(kind: PointKind, cell: str) -> list[str]:
    """The values one cell holds, each on one line."""
    return [" ".join(text.split()) for text in _SEVERAL_OF.get(kind, SEVERAL).split(cell)]


def own_several(kind: PointKind, cell: str) -> list[str]:
    """The values one cell of Kith's own table holds; mail addresses also as others write them."""
    found = [" ".join(text.split()) for text in parted(cell, sign_of(kind))]
    if kind is not PointKind.EMAIL:
        return found
    return [
        one for text in found for one in ([text] if _MAIL.fullmatch(text) else several(kind, text))
    ]


def tags(cell: str, between: re.Pattern[str] = SEVERAL_WORDS) -> list[str]:
    """The tags one cell holds, without Google's stars and the groups every address book has."""
    found = (" ".join(tag.strip().removeprefix("*").split()) for tag in between.split(cell))
    return [tag for tag in found if tag.casefold() not in _SYSTEM_GROUPS]


def ways_to_part(
    is_own: bool, is_google: bool
) -> tuple[Callable[[PointKind, str], list[str]], Callable[[str], list[str]]]:
    """What tells the ways to reach someone in a cell apart, and what tells tags apart.

    In Kith's own table only its own signs do; in Google's a comma is part of a tag.
    """
    if is_own:
        return own_several, partial(parted, sign=SEMICOLON)
    return several, partial(tags, between=SEVERAL) if is_google else tags


def reach(kind: PointKind, text: str) -> tuple[str, str]:
    """One way to reach someone; or nothing, and why it is none."""
    if not text:
        return "", ""
    if kind is PointKind.EMAIL:
        mail = parseaddr(text)[1] if "<" in text else text
        mail = re.sub(r"^mailto:", "", mail or text, flags=re.IGNORECASE)
        if is_mail_address(mail):
            return mail, ""
        return "", _("“{text}” is not an e-mail address; left out.").format(text=text[:60])
    if kind is PointKind.PHONE:
        if _ROUNDED.fullmatch(text):
            remark = _("The number {text} was rounded by a spreadsheet and is lost.")
            return "", remark.format(text=text[:40])
        return re.sub(r"^tel:", "", text, flags=re.IGNORECASE).strip(), ""
    if kind is PointKind.URL:
        found = _SCHEME.match(text)
        scheme = found[1].lower() if found else ""
        if scheme and scheme not in _WEB and "." not in scheme:
            remark = _("An address that starts with “{scheme}:” is not kept as a link.")
            return "", remark.format(scheme=scheme)
    return text, ""


def addresses(parts: dict[What, list[str]]) -> list[str]:
    """Each address on one line; several in one cell stand in the same order in every part."""
    pieces = {what: [SEVERAL.split(cell) for cell in cells] for what, cells in parts.items()}
    many = max(len(split) for cells in pieces.values() for split in cells)
    found = []
    for number in range(min(many, 20)):
        lines = {
            what: [s[number] for s in cells if number < len(s)] for what, cells in pieces.items()
        }
        city = " ".join(filter(None, (*lines.get(What.POSTCODE, ()), *lines.get(What.CITY, ()))))
        ordered = (
            *lines.get(What.STREET, ()),
            *lines.get(What.PO_BOX, ()),
            city,
            *lines.get(What.REGION, ()),
            *lines.get(What.COUNTRY, ()),
        )
        whole = [*ordered] if any(ordered) else lines.get(What.ADDRESS, [])
        rows = (row.strip(" ,") for text in whole for row in text.splitlines())
        found.append(", ".join(dict.fromkeys(row for row in rows if row)))
    return [value for value in found if value]


def marked(label: str) -> tuple[str, bool]:
    """A label without Google's star, and whether it had one."""
    text = label.strip()
    return " ".join(text.removeprefix("*").split()).lower(), text.startswith("*")
