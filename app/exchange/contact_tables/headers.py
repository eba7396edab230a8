"""What a column means by the word above it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from app.exchange.contact_tables.mapping import ADDRESS_PARTS, Field, Mapping, What
from app.exchange.contact_tables.words import words

_MAIL = re.compile(r"\be[-\s]?mails?\b")
_WORD = re.compile(r"[^\W\d_]+|\d+")
LABELLED = frozenset({What.EMAIL, What.PHONE, What.URL, What.HANDLE, *ADDRESS_PARTS, What.ADDRESS})
_LONGEST = 120
_BRAZILIAN = frozenset({"sobrenome", "telefone", "endereco", "anotacoes"})


def words_of(header: str) -> list[str]:
    """The words of a header as they compare: no accents, no case, no signs, no little words."""
    text = unicodedata.normalize("NFKD", header[:_LONGEST].casefold().replace("ß", "ss"))
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _MAIL.sub("email", re.sub(r"(['’])s\b", "", text))
    return [word for word in _WORD.findall(text) if word not in words().little]


def field_of(header: str) -> Field | None:
    """What a header says of its column; None for one that says nothing known."""
    known, spoken = words(), words_of(header)
    group = next((int(word) for word in spoken if word.isdigit() and len(word) < 3), 0)
    plain = [word for word in spoken if not word.isdigit()]
    whole = " ".join(plain)
    found = known.whole.get(whole) or known.plain.get(whole)
    if found is not None:
        return replace(found, group=group)
    if whole in known.left_out:
        return Field()
    scope = next((known.scopes[word] for word in plain if word in known.scopes), "")
    rest = " ".join(word for word in plain if word not in known.scopes)
    found = known.plain.get(rest) if scope else None
    if found is None:
        return Field() if rest in known.left_out else None
    if found.what not in LABELLED:
        return None  # "Other name" is not the name
    label = " ".join(filter(None, (scope, found.label)))
    return Field(found.what, label, group)


def scope_of(header: str) -> str:
    """Whether a header speaks of work, home or another place."""
    return next((words().scopes[word] for word in words_of(header) if word in words().scopes), "")


def known_words(cells: Sequence[str]) -> int:
    """How many cells of a row are words that head a column."""
    return sum(1 for cell in cells if cell.strip() and field_of(cell) is not None)


def by_headers(cells: Sequence[str]) -> Mapping:
    """A field for each header; one that is not understood is left out."""
    columns = [field_of(cell) or Field() for cell in cells]
    for place, field in enumerate(columns):
        if field.what is What.FACT and not field.label:
            columns[place] = replace(field, label=" ".join(cells[place].split())[:60])
    _one_address_each(columns)
    _titles(columns)
    _brazilian(cells, columns)
    _places(columns)
    _german_countries(cells, columns)
    _names(columns)
    return Mapping(tuple(columns))


def _one_address_each(columns: list[Field]) -> None:
    """Gather the parts of an address: "Street 2" is a second line of the same street."""
    cities = {f.label for f in columns if f.what in (What.CITY, What.POSTCODE)}
    streets = {f.label for f in columns if f.what is What.STREET}
    for place, field in enumerate(columns):
        if field.what in ADDRESS_PARTS:
            columns[place] = replace(field, group=0)
        elif field.what is What.ADDRESS and field.label in cities - streets:
            columns[place] = Field(What.STREET, field.label)


def _titles(columns: list[Field]) -> None:
    """French Outlook has two columns called Titre: how to address someone, and the position."""
    titles = [n for n, field in enumerate(columns) if field.what is What.PREFIX]
    held = {field.what for field in columns}
    if What.ROLE not in held and (len(titles) > 1 or not held & {What.GIVEN, What.FAMILY}):
        for place in titles[-1:]:
            columns[place] = Field(What.ROLE)


def _brazilian(cells: Sequence[str], columns: list[Field]) -> None:
    """Tell the words that mean one thing in Portuguese or French and another in Spanish."""
    spoken = [" ".join(words_of(cell)) for cell in cells]
    brazilian = any(word in _BRAZILIAN for line in spoken for word in line.split())
    dated = any(field.what is What.BIRTHDAY for field in columns)
    for place, line in enumerate(spoken):
        if line == "particular" and brazilian:  # "private", where in Spanish it is the home phone
            columns[place] = Field()
        elif not dated and (line == "anniversaire" or (line == "aniversario" and brazilian)):
            columns[place] = Field(What.BIRTHDAY)
            dated = True


def _places(columns: list[Field]) -> None:
    """A city beside the cities of addresses is where someone is, as German Outlook calls it."""
    labels = {field.label for field in columns if field.what is What.CITY}
    parts = {f.what for f in columns if f.what in ADDRESS_PARTS and not f.label}
    if parts == {What.CITY} and labels > {""}:
        for place, field in enumerate(columns):
            if field.what is What.CITY and not field.label:
                columns[place] = Field(What.FACT, "location")


def _german_countries(cells: Sequence[str], columns: list[Field]) -> None:
    """German Outlook calls the state Land and the country Region, in some versions.

    Every version writes city, state, postal code, country in this order: which word stands on
    which side of the postal code tells what it means. Beside each other, Land is the state.
    """
    spoken = [" ".join(w for w in words_of(cell) if w not in words().scopes) for cell in cells]
    for label in {field.label for field in columns} - {""}:
        here = [n for n, field in enumerate(columns) if field.label == label]
        land = [n for n in here if spoken[n] == "land"]
        region = [n for n in here if spoken[n] == "region"]
        if len(land) != 1 or len(region) != 1:
            continue
        code = [n for n in here if columns[n].what is What.POSTCODE]
        if code and region[0] < code[0] < land[0]:
            continue
        if any(columns[n].what is What.REGION for n in here if n not in region):
            continue
        columns[land[0]] = Field(What.REGION, label)
        columns[region[0]] = Field(What.COUNTRY, label)


def _names(columns: list[Field]) -> None:
    """Of first and last name one alone is the whole name; beside a first, Name is the last."""
    held = [field.what for field in columns]
    first, last = What.GIVEN in held, What.FAMILY in held
    if What.NAME not in held and first != last:
        columns[held.index(What.GIVEN if first else What.FAMILY)] = Field(What.NAME)
    elif What.NAME in held and first and not last:
        columns[held.index(What.NAME)] = Field(What.FAMILY)
