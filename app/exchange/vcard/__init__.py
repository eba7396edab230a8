"""Address books in vCard: 2.1, 3.0 and 4.0 are read, 3.0 and 4.0 are written."""

from __future__ import annotations

from collections.abc import Iterator

from app.exchange.content_lines import begins_with, blocks
from app.exchange.vcard.alphabet import stated_alphabet
from app.exchange.vcard.card import read_card
from app.exchange.vcard.writing import Picture, Version, write_card
from app.model.imports import ReadFailure, ReadPerson, ReadSkip
from app.model.texts import _

__all__ = ["Picture", "Version", "looks_like", "read", "write_card"]


def looks_like(data: bytes) -> bool:
    """Whether a card begins near the top of this file."""
    return begins_with(data, ("VCARD",))


def read(data: bytes) -> Iterator[ReadPerson | ReadSkip | ReadFailure]:
    """One result for each card; a broken card never stops the others."""
    stated = stated_alphabet(data)
    number, before = 0, None
    for number, block in enumerate(blocks(data, frozenset({"VCARD"})), 1):
        if before is not None:
            yield read_card(before, number - 1, stated)
        before = block
    if before is not None:
        # Where the file stops within a card, the last value may be half of what it was.
        card = read_card(before, number, stated)
        yield card if before.closed else _cut(card)


def _cut(card: ReadPerson | ReadSkip | ReadFailure) -> ReadFailure:
    title = card.name if isinstance(card, ReadPerson) else card.title
    why = _("The file ends within this card: it is cut off.")
    return ReadFailure(card.key, card.place, title, why, card.raw)
