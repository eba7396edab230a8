"""What is said in a terminal of the columns of tables, and what has to be known of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.model.errors import InputError
from app.model.texts import _
from app.services.taking_in.tables import (
    Mapping,
    SeenTable,
    What,
    column_as,
    has_names,
    unused_columns,
)

_MEANINGS = tuple(what.value for what in What if what is not What.LABEL)


def meant(tables: Sequence[SeenTable], said: Sequence[str]) -> dict[str, Mapping]:
    """The tables whose columns were explained, as `HEADER=MEANING`, each by its key.

    Raises:
        InputError: no table has this column, or there is no such meaning.
    """
    found: dict[str, Mapping] = {}
    for text in said:
        header, _sign, word = (part.strip() for part in text.rpartition("="))
        if word not in _MEANINGS:
            raise InputError(
                _("“{text}” does not say what stands in a column.").format(text=text[:60]),
                _("Write HEADER=MEANING with one of: {meanings}.").format(
                    meanings=", ".join(_MEANINGS)
                ),
            )
        places = [(one, place) for one in tables for place in _places(one, header)]
        if not places:
            raise InputError(
                _("No table has a column “{name}”.").format(name=header[:60]),
                _("Write the word above it as it stands there."),
            )
        for one, place in places:
            held = found.get(one.table.key, one.table.mapping)
            field = column_as(one.table, place, What(word))
            found[one.table.key] = held.with_column(place, field)
    return found


def _places(one: SeenTable, header: str) -> list[int]:
    folded = " ".join(header.casefold().split())
    titles = (" ".join(cell.casefold().split()) for cell in one.table.header)
    return [place for place, title in enumerate(titles) if title == folded]


def check_names(tables: Sequence[SeenTable]) -> None:
    """See that each table has a column for the names, unless its columns were explained.

    Raises:
        InputError: one has none, and columns of which nobody knows what they hold.
    """
    for one in tables:
        if one.sure or one.chosen or has_names(one.table):
            continue
        unused = unused_columns(one.table)
        if unused:
            raise InputError(
                _("No column of “{file}” is known to hold the names.").format(file=one.file[:80]),
                _(
                    'Say which one with --column "{header}=name"; not understood: {names}. '
                    'Where there is none, say --column "{header}=ignore".'
                ).format(header=unused[0], names=", ".join(unused)),
            )


def told(tables: Sequence[SeenTable]) -> Iterator[str]:
    """The columns that are left out because nobody knows what they hold."""
    for one in tables:
        unused = unused_columns(one.table)
        if unused and not one.chosen:
            yield _("Columns of “{file}” that are not used: {names}.").format(
                file=one.file[:80], names=", ".join(unused)
            )
