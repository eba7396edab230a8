"""What a look through a journal found: each trouble in a sentence, and what helps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Ill(Enum):
    """What kind of trouble it is; the words are fixed, programs may rely on them."""

    PAGES = "pages"  # a part of the file cannot be read
    SEAL = "seal"  # the encryption of a page does not fit
    HEAD = "head"  # the first bytes, which no seal covers, are not what they should be
    RULES = "rules"  # what the tables and triggers are made by is garbled
    INDEX = "index"  # a way of finding rows does not fit the rows
    SPACE = "space"  # the list of free pages is wrong
    LINKS = "links"  # a record points at something that is gone
    SEARCH = "search"  # the search index does not fit the records
    RECORD = "record"  # a record reads otherwise than it was saved
    HISTORY = "history"  # a step of the history reads wrong
    FILES = "files"  # the bytes of a photo or a file are gone or changed
    STRAY = "stray"  # bytes lie about that no file means any more
    RIGHTS = "rights"  # others on this computer may read it
    KEYS = "keys"  # the file with the locks is missing or does not fit
    LEFTOVER = "leftover"  # something broken off lies about
    BACKUP = "backup"  # no good copy, or an old one


# Troubles that mean a part of the journal may be lost; the others are about what is around it.
DAMAGE = frozenset(
    {
        Ill.PAGES,
        Ill.SEAL,
        Ill.HEAD,
        Ill.RULES,
        Ill.INDEX,
        Ill.SPACE,
        Ill.LINKS,
        Ill.SEARCH,
        Ill.RECORD,
        Ill.HISTORY,
        Ill.FILES,
    }
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong, whether Kith can mend it itself, and else what to do."""

    ill: Ill
    text: str
    mendable: bool = False
    advice: str = ""
    undecided: bool = False  # the user must say which of two readings is right


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look through the journal found; `mended` says what was put right before."""

    troubles: tuple[Trouble, ...] = ()
    mended: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing of the journal itself is damaged."""
        return not any(trouble.ill in DAMAGE for trouble in self.troubles)

    @property
    def undecided(self) -> bool:
        """Whether of some record nobody but the user can say which reading is right."""
        return any(trouble.undecided for trouble in self.troubles)

    @property
    def unreadable(self) -> bool:
        """Whether a part of the file itself is damaged, which a rescue or a copy helps."""
        return any(trouble.ill in (Ill.PAGES, Ill.SEAL) for trouble in self.troubles)

    @property
    def mendable(self) -> bool:
        """Whether something found can be mended here."""
        return any(trouble.mendable for trouble in self.troubles)
