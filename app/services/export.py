"""Takes a journal out into files that other programs read, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from app.exchange import contact_tables, icalendar, vcard
from app.model.belongings import Attachment, AttachmentRole
from app.model.errors import FileWriteError
from app.model.export import OutEntry, OutPerson, Whole
from app.model.people import Counterpart
from app.model.records import Interaction
from app.model.texts import _
from app.services import archive
from app.services.giving_out import days as export_days
from app.services.giving_out.choice import (
    Cancel,
    Choice,
    Done,
    Format,
    Going,
    Progress,
    Version,
    Wish,
    people_of,
    tags,
)
from app.services.giving_out.files import LIST, refuse, refuse_folder, write_files, write_folder
from app.services.giving_out.gather import Gather
from app.services.giving_out.pages import TIMELINE, Places, YearPage, person_page
from app.services.giving_out.words import lost_words
from app.services.workspace import Workspace
from app.store.archive import standing_still
from app.store.out import Out

__all__ = [
    "ENDINGS",
    "Choice",
    "Done",
    "Format",
    "Version",
    "Whole",
    "Wish",
    "check",
    "entries_beside",
    "export",
    "folder_in",
    "may_replace",
    "suggested_name",
    "tags",
]

ENDINGS = {
    Format.ARCHIVE: ".json",
    Format.MARKDOWN: "",
    Format.VCARD: ".vcf",
    Format.CSV: ".csv",
    Format.ICAL: ".ics",
}


def export(
    workspace: Workspace,
    wish: Wish,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
) -> Done:
    """Write what is wished for; what is exported is not encrypted.

    Raises:
        FileWriteError: something is there, or the place cannot be written to.
        NotFoundError: nobody bears the tag, or the person is gone.
        Cancelled: the user stopped it; nothing was written.
    """
    wish = replace(wish, out=Path(os.path.abspath(wish.out)))  # noqa: PTH100 - "." has no name
    check(wish)
    _refuse_journal(workspace, wish)
    if wish.format is Format.ARCHIVE:
        return _archive(workspace, wish, progress, cancelled)
    with standing_still(workspace.database):
        people = people_of(workspace, wish.choice)
        job = _Job(workspace, wish, people, Going(progress=progress, cancelled=cancelled))
        return job.run()


def check(wish: Wish) -> None:
    """Look at the place before anything is read, quickly; the export looks closer.

    Raises:
        FileWriteError: something is there that may not be replaced.
    """
    if wish.format is Format.MARKDOWN:
        refuse_folder(wish.out, wish.overwrite, quick=True)
        return
    refuse(wish.out, wish.overwrite)
    if wish.format is Format.CSV:
        refuse(entries_beside(wish.out), wish.overwrite)


def folder_in(chosen: Path, name: str) -> Path:
    """Where a folder of pages goes: the chosen one if it is empty or Kith's own, else within it."""
    if (chosen / LIST).is_file():
        return chosen
    try:
        refuse_folder(chosen, False, quick=True)
    except FileWriteError:
        return chosen / name
    return chosen


def may_replace(wish: Wish) -> bool:
    """Whether what is there may be replaced, should the user say so."""
    try:
        check(replace(wish, overwrite=True))
    except FileWriteError:
        return False
    return True


def _refuse_journal(workspace: Workspace, wish: Wish) -> None:
    """Never put a file in place of the journal it comes from."""
    for out in (wish.out, entries_beside(wish.out)):
        if out.exists() and workspace.path.exists() and out.samefile(workspace.path):
            raise FileWriteError(
                _("“{name}” is the journal itself.").format(name=out.name),
                _("Give the file a name of its own."),
            )


def entries_beside(out: Path) -> Path:
    """Where the table of entries stands: beside that of the people."""
    return out.with_name(_("{name} entries").format(name=out.stem) + (out.suffix or ".csv"))


def suggested_name(workspace: Workspace, wished: Format, choice: Choice) -> str:
    """A file name that every system takes, by what it holds."""
    who = workspace.path.stem
    if choice.whole is Whole.TAG:
        who = choice.tag
    elif choice.whole is Whole.PERSON:
        who = workspace.get(Counterpart, choice.person).name
    return Gather.file_name(who, ENDINGS[wished])


def _archive(
    workspace: Workspace, wish: Wish, progress: Progress | None, cancelled: Cancel | None
) -> Done:
    people = None
    if wish.choice.whole is not Whole.ALL:
        people = [person.id for person in people_of(workspace, wish.choice)]
    saved = archive.save(
        workspace,
        wish.out,
        people=people,
        progress=progress,
        cancelled=cancelled,
        overwrite=wish.overwrite,
    )
    count = len(workspace.names()) if people is None else len(people)
    lost = tuple(lost_words(saved.lost))
    return Done((wish.out,), count, records=saved.records, lost=saved.lost, remarks=lost)


class _Job:
    """One export under way."""

    def __init__(
        self, workspace: Workspace, wish: Wish, people: list[Counterpart], going: Going
    ) -> None:
        self.workspace, self.wish, self.people, self.going = workspace, wish, people, going
        whole = wish.choice.whole is Whole.ALL
        numbers = None if whole else [person.id for person in people]
        self.read = Out(workspace.database, workspace.repository, numbers)
        self.gather = Gather(workspace, self.read)
        self.done = Done((wish.out,), people=len(people))
        self.lost = 0

    def run(self) -> Done:
        """Write it."""
        kind, wish = self.wish.format, self.wish
        self.going.whole = len(self.people)
        if kind is Format.ICAL:
            self._calendar()
        elif kind is Format.VCARD:
            write_files([(wish.out, self._cards)], overwrite=wish.overwrite)
            self._tell_lost()
        elif kind is Format.CSV:
            self._tables()
        else:
            self._folder()
        return self.done

    def _cards(self) -> Iterator[bytes]:
        taken: set[str] = set()
        for person in self.people:
            out = self.gather.person(person)
            yield vcard.write_card(out, self.wish.version, self._picture(out), taken)
            self.going.step()

    def _picture(self, out: OutPerson) -> vcard.Picture | None:
        for file in out.files:
            if file.role is AttachmentRole.PHOTO:
                data = self._bytes(file)
                return None if data is None else vcard.Picture(data, file.media_type)
        return None

    def _bytes(self, file: Attachment) -> bytes | None:
        data = self.gather.bytes_of(file)
        self.lost += data is None
        return data

    def _tell_lost(self) -> None:
        remarks = (*self.done.remarks, *lost_words(self.lost))
        self.done = replace(self.done, lost=self.lost, remarks=remarks)

    def _calendar(self) -> None:
        days = export_days.Days(self.workspace, self.people, self.wish.notes)
        events = days.events(self.read, self.going)
        made = self.workspace.clock.now()
        name = self.workspace.path.stem
        write_files(
            [(self.wish.out, lambda: icalendar.write(events, name, made))],
            overwrite=self.wish.overwrite,
        )
        told = tuple(export_days.remarks(days.undated))
        self.done = replace(self.done, events=len(events), remarks=told)

    def _tables(self) -> None:
        years = self.read.years()
        self.going.whole += sum(years.values())
        beside = entries_beside(self.wish.out)
        write_files(
            [
                (self.wish.out, lambda: contact_tables.write_people(self._people())),
                (beside, lambda: contact_tables.write_entries(self._entries(years))),
            ],
            overwrite=self.wish.overwrite,
        )
        paths = (self.wish.out, beside)
        self.done = replace(self.done, paths=paths, entries=sum(years.values()))

    def _people(self) -> Iterator[OutPerson]:
        for person in self.people:
            yield self.gather.person(person)
            self.going.step()

    def _entries(self, years: Iterable[str]) -> Iterator[OutEntry]:
        for year in years:
            entries = self.read.entries(year)
            files = self.read.files_on(entry.id for entry in entries)
            for entry in entries:
                yield self.gather.entry(entry, files.get(entry.id, ()))
                self.going.step()

    def _folder(self) -> None:
        years = self.read.years()
        self.going.whole += sum(years.values())
        self.done = replace(self.done, entries=sum(years.values()))
        places = Places()
        for person in self.people:
            places.add_person(person.id, person.name)
        files = self._pages(places, years)
        write_folder(self.wish.out, files, overwrite=self.wish.overwrite)

    def _pages(self, places: Places, years: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        yield from self._files(places)  # first, for pages link to no file that is lost
        for person in self.people:
            out = self.gather.person(person)
            entries: list[Interaction] = self.workspace.interactions_of(person.id)[::-1]
            page = person_page(out, self.gather.notes(person), entries, places)
            yield places.people[person.id], _encoded(page)
            self.going.step()
        for year in years:
            told = YearPage(year, places)
            for one in self._entries([year]):
                told.add(one)
            yield f"{TIMELINE}/{year}.md", _encoded(told.text())

    def _files(self, places: Places) -> Iterator[tuple[str, bytes]]:
        found = self.read.files()
        self.going.whole += len(found)
        for file in found:
            data = self._bytes(file)
            if data is None:
                places.lost.add(file.id)
            else:
                yield places.add_file(file), data
            self.going.step()
        self.done = replace(self.done, files=len(found) - self.lost)
        self._tell_lost()


def _encoded(page: str) -> bytes:
    return page.encode("utf-8", "replace")
