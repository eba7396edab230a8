"""Google's two layouts: numbered groups of columns, with the kind of each value in the row itself.

The number of columns follows the data, so everything goes by the words above them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.exchange.contact_tables.headers import by_headers
from app.exchange.contact_tables.mapping import Field, Mapping, What

_NUMBERED = re.compile(
    r"(e-mail|phone|address|website|event|relation|custom field|im|organization) (\d{1,4}) - (.+)",
    re.IGNORECASE,
)
_VALUES = {
    "e-mail": What.EMAIL,
    "phone": What.PHONE,
    "website": What.URL,
    "event": What.DATE,
    "relation": What.RELATION,
    "custom field": What.FACT,
    "im": What.HANDLE,
}
_PARTS = {
    "formatted": What.ADDRESS,
    "street": What.STREET,
    "extended address": What.STREET,
    "city": What.CITY,
    "po box": What.PO_BOX,
    "region": What.REGION,
    "postal code": What.POSTCODE,
    "country": What.COUNTRY,
}
_WORK = {"name": What.ORGANISATION, "title": What.ROLE, "department": What.DEPARTMENT}
_SIGNS = ({"given name", "family name", "group membership"}, {"file as", "labels", "first name"})


def is_google(header: Sequence[str]) -> bool:
    """Whether these are the columns of Google Contacts."""
    cells = {" ".join(cell.casefold().split()) for cell in header}
    numbered = any(_NUMBERED.fullmatch(cell) for cell in cells)
    return numbered or any(signs <= cells for signs in _SIGNS)


def google_mapping(header: Sequence[str]) -> Mapping:
    """A field for each of Google's columns."""
    plain = ["" if _NUMBERED.fullmatch(cell.strip()) else cell for cell in header]
    columns = list(by_headers(plain).columns)
    for place, cell in enumerate(header):
        found = _NUMBERED.fullmatch(cell.strip())
        if found is not None:
            columns[place] = _numbered(found[1].lower(), int(found[2]), found[3].lower().strip())
    return Mapping(tuple(columns))


def _numbered(kind: str, number: int, part: str) -> Field:
    # Groups of different kinds have different numbers of their own: the label tells them apart.
    if kind == "organization":
        return Field(_WORK.get(part, What.IGNORE), "", number)
    if part in ("label", "type") and kind != "im":
        return Field(What.LABEL, kind, number)
    if part == "service" and kind == "im":
        return Field(What.LABEL, kind, number)
    if kind == "address":
        return Field(_PARTS.get(part, What.IGNORE), kind, number)
    return Field(_VALUES[kind] if part == "value" else What.IGNORE, kind, number)
