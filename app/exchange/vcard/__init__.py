"""Address books in vCard: 2.1, 3.0 and 4.0 are read, 3.0 and 4.0 are written."""

from __future__ import annotations

from collections.abc import Iterator

from app.exchange.content_lines import begins_with, blocks
from app.exchange.vcard.alphabet import stated_alphabet
from app.exchange.vcard.card import read_card
from app.exchange.vcard.writing import Picture, Version, write_card
from app.model.imports import ReadFailure, ReadPerson, ReadSkip

__all__ = ["Picture", "Version", "looks_like", "read", "write_card"]


def looks_like(data: bytes) -> bool:
    """Whether a card begins near the top of this file."""
    return begins_with(data, ("VCARD",))


def read(data: bytes) -> Iterator[ReadPerson | ReadSkip | ReadFailure]:
    """One result for each card; a broken card never stops the others."""
    stated = stated_alphabet(data)
    for number, block in enumerate(blocks(data, frozenset({"VCARD"})), 1):
        yield read_card(block, number, stated)
