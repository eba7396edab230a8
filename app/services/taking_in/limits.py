"""Holds an import to what memory takes, and its files to what one in the journal may have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from sys import getsizeof

from app.model.errors import FileReadError
from app.model.imports import ReadConversation, ReadEntry, ReadEvent, ReadFile, ReadPerson
from app.model.texts import _
from app.services import file_words
from app.services.taking_in.rows import Item

# What an import may take of the memory beyond the program itself is 200 MB; to write takes some 15
# of them however little is written.
MOST_MEMORY = 175 * 1024 * 1024
# What one record takes from when it is read until it is written, measured, and each way to reach
# someone and each who is invited; beside it the text it had in its file and the note taken from it.
PERSON, EVENT, TALK, OTHER = 2_500, 2_200, 1_300, 900
_POINT, _ATTENDEE, _TEXTS = 300, 300, 2


class TooMuchError(FileReadError):
    """More records than memory takes; no part of them is taken."""


@dataclass(slots=True)
class Room:
    """Counts the memory that the records of all files take, and that of the file being read."""

    _records: int = 0
    _file: int = 0
    _name: str = ""
    _number: int = 0

    def begin(self, name: str, takes: int) -> None:
        """The next file, and what it takes itself while it is read; the last one is let go of."""
        self._name, self._file, self._number = name, takes, 0

    def grow(self, number: int, takes: int) -> None:
        """What the file takes by now that so many records of it were seen.

        Raises:
            TooMuchError: it is more than fits.
        """
        self._file = takes
        self._check(number)

    def expect(self, events: int) -> None:
        """So many events were seen, and will come.

        Raises:
            TooMuchError: they are more than fit.
        """
        self._check(events, events * EVENT)

    def take(self, item: Item) -> None:
        """One more record.

        Raises:
            TooMuchError: it does not fit any more.
        """
        self._number += 1
        if isinstance(item, ReadEvent):
            # As it stood it is counted with its file.
            self._records += EVENT + _ATTENDEE * len(item.attendees)
        elif isinstance(item, ReadPerson):
            photo = (item.photo,) if item.photo is not None else ()
            self._records += PERSON + _POINT * len(item.points) + _TEXTS * getsizeof(item.raw)
            self._records += sum(len(file.data) for file in (*photo, *item.files))
        elif isinstance(item, ReadConversation):
            self._records += TALK + _ATTENDEE * len(item.people)
            self._records += sum(map(getsizeof, item.also))
        else:
            self._records += OTHER + getsizeof(item.raw)
        self._check(self._number)

    def _check(self, number: int, coming: int = 0) -> None:
        if self._file + self._records + coming > MOST_MEMORY:
            raise TooMuchError(
                _(
                    "“{name}” holds more than Kith can look through at once: "
                    "the limit is reached at record {n}."
                ).format(name=self._name[:80], n=f"{max(number, 1):,}"),
                _("Split the file, or export one address book or calendar at a time."),
            )


def person_within(person: ReadPerson, most: int) -> ReadPerson:
    """The record without photos and files of more bytes than that; a remark names each of them."""
    photo = (person.photo,) if person.photo is not None else ()
    remarks = _remarks((*photo, *person.files), most)
    if not remarks:
        return person
    return replace(
        person,
        photo=next(iter(_kept(photo, most)), None),
        files=_kept(person.files, most),
        remarks=(*person.remarks, *remarks),
    )


def entry_within(entry: ReadEntry, most: int) -> ReadEntry:
    """The entry without files of more bytes than that; a remark names each of them."""
    remarks = _remarks(entry.files, most)
    if not remarks:
        return entry
    return replace(entry, files=_kept(entry.files, most), remarks=(*entry.remarks, *remarks))


def _kept(files: tuple[ReadFile, ...], most: int) -> tuple[ReadFile, ...]:
    return tuple(file for file in files if len(file.data) <= most)


def _remarks(files: tuple[ReadFile, ...], most: int) -> tuple[str, ...]:
    return tuple(
        _("{why} It was left out.").format(
            why=file_words.too_large(file.name, len(file.data), most).text
        )
        for file in files
        if len(file.data) > most
    )
