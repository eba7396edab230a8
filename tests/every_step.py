"""Every kind of step a person can take, drawn by numbers, through the real services.

A step is a name and a number; the number decides everything about it that can be chosen, given
what the journal holds. The same steps therefore always lead to the same journal.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.model.belongings import Attachment, AttachmentRole, Relation, SpecialDate
from app.model.errors import NotFoundError, UserError
from app.model.people import (
    Attention,
    Basis,
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    InterestAct,
    Kind,
    KindPeriod,
    Likeness,
    Organisation,
    Pause,
    PointKind,
    Rhythm,
    Tag,
    Verdict,
    VerdictChoice,
)
from app.model.records import (
    Channel,
    Deal,
    Depth,
    Interaction,
    Meeting,
    MeetingState,
    Opener,
    Outcome,
    Promise,
    PromiseState,
    Purpose,
    Question,
    QuestionState,
    Result,
    Side,
)
from app.model.values import Moment, PartialDate
from app.services import (
    archive,
    attachments,
    merging,
    planning,
    prep,
    quick_log,
    sorting,
    transfer,
    trash,
)
from app.services.log_form.entry import entry_of
from app.services.log_form.form import LogForm, NotedItem, NotedKind
from app.services.log_form.save import Closing
from app.services.log_form.save import save as save_form
from app.services.log_form.start import of_entry, of_meeting
from app.services.merge_fields import KEYS, Take
from app.services.prep.plan import ask_later, keep_goal, mark_asked, set_purpose
from app.services.profile import record_verdict
from app.services.workspace import Workspace

Step = tuple[str, int]

_NAMES = ("Åsa Lind", "Rui Santos", "陳美玲", "Maeve O’Neil", "Dana Okafor", "Ayşe Yılmaz")
_TEXTS = ("Both row", "A calm launch", "naïve “plan”", "x\ny", "Ünïcode 🎈", "'; DROP TABLE tag")
_TAGS = ("nordic", "Spring", "spring", "old friends")
_LINES = (
    "call with {name} yesterday 30m they opened. Talked about it +common: both left a bank",
    "lunch with {name} last Tuesday 1h15 #spring !me read the plan by Friday",
    "e-mail with {name} I opened. ?ask who decides",
    "call with {name} and {other} today. Small things",
)
_RECORDS: tuple[type, ...] = (
    Organisation,
    ContactPoint,
    KindPeriod,
    Tag,
    Commonality,
    Interest,
    InterestAct,
    Question,
    Promise,
    Deal,
    Outcome,
    Verdict,
    Pause,
    Attachment,
    Relation,
    SpecialDate,
    Meeting,
    Interaction,
)


class Hand:
    """Takes steps in one journal; files to import are written into `folder`."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self.workspace = workspace
        self._folder = folder
        self._draw = random.Random(0)

    def take(self, step: Step) -> None:
        """Take one step; what the services refuse leaves the journal as it was."""
        name, number = step
        self._draw = random.Random(number)
        with contextlib.suppress(UserError):
            STEPS[name](self)

    # --- what there is to choose from ----------------------------------------------------

    def any(self, cls: type[Any]) -> Any:
        """One record of a kind; None where there is none, and no step at all without people."""
        found = self.workspace.find(cls)
        if not found and cls is Counterpart:
            raise NotFoundError("Nobody is here.")
        return self._draw.choice(found) if found else None

    def one(self, *choices: Any) -> Any:
        """One of these."""
        return self._draw.choice(choices)

    def day(self) -> PartialDate:
        """A day, a month or a year of the last two."""
        year, month, day = 2026 - self._draw.randrange(2), self._draw.randrange(1, 11), 3
        return self.one(PartialDate(year, month, day), PartialDate(year, month), PartialDate(year))

    def text(self) -> str:
        """A few words."""
        return f"{self.one(*_TEXTS)} {self._draw.randrange(100)}"

    def some_people(self) -> tuple[int, ...]:
        """One to three people."""
        people = [person.id for person in self.workspace.people()]
        if not people:
            raise NotFoundError("Nobody is here.")
        return tuple(self._draw.sample(people, min(len(people), self._draw.randrange(1, 4))))

    # --- people ----------------------------------------------------------------------------

    def add_person(self) -> None:
        """Someone new, with an address and a tag."""
        with self.workspace.change("Add a person") as edit:
            person = edit.add(
                Counterpart,
                name=self.one(*_NAMES),
                kind=self.one(*Kind),
                rhythm=self.one(None, *Rhythm),
                since=self.day(),
            )
            if self.one(True, False):
                edit.add(
                    ContactPoint,
                    counterpart_id=person.id,
                    kind=PointKind.EMAIL,
                    value=f"a{self._draw.randrange(50)}@fjord.example",
                )
            edit.tag(person, self.one(*_TAGS))

    def edit_person(self) -> None:
        """A field of a profile, as the profile saves it."""
        person = self.any(Counterpart)
        field, value = self.one(
            ("name", self.one(*_NAMES)),
            ("note", self.text()),
            ("role", self.text()),
            ("kind", self.one(*Kind)),
            ("kind", self.one(*Kind)),
            ("introduced_by", self.any(Counterpart).id),
            ("no_contact", self.one(True, False)),
            ("organisation_id", None),
            ("closeness", self.one(None, 1, 7)),
        )
        with self.workspace.change(f"Change the {field} of someone") as edit:
            edit.set(person, **{field: value})

    def sort_person(self) -> None:
        """How far to keep up with someone."""
        person, attention = self.any(Counterpart), self.one(*Attention)
        if attention is Attention.KEEP:
            kind, rhythm = self.one(None, *Kind), self.one(None, *Rhythm)
            sorting.keep(self.workspace, person, kind, rhythm)
        else:
            sorting.answer(self.workspace, person, attention)
        sorting.put_off(self.workspace, self.any(Counterpart).id)

    def sort_many(self) -> None:
        """The same answer for all who wait, or for some."""
        waiting = sorting.queue(self.workspace) or list(self.some_people())
        sorting.answer_many(self.workspace, waiting, self.one(*Attention))

    def go_on_typing(self) -> None:
        """The same note a few words longer, as it saves itself."""
        person = self.any(Counterpart)
        with self.workspace.change("Change a note") as edit:
            edit.set(person, note=person.note + self.one(" and", " so on", "\nmore", " 🎈"))

    def delete_person(self) -> None:
        """Someone with everything that is theirs alone."""
        person = self.any(Counterpart)
        if len(self.workspace.people()) < 3:
            return
        with self.workspace.change("Delete someone") as edit:
            edit.remove(person)

    def merge_people(self) -> None:
        """Two people become one, or are said to be two."""
        one, other = self.any(Counterpart), self.any(Counterpart)
        if self.one(True, True, False):
            picks = {key: self.one(*Take) for key in KEYS}
            merging.merge(self.workspace, one.id, other.id, picks)
        else:
            merging.not_the_same(self.workspace, one.id, other.id)

    def join_organisation(self) -> None:
        """A person in an organisation, which is added when it is new."""
        person = self.any(Counterpart)
        with self.workspace.change("Set an organisation") as edit:
            firm = edit.organisation(self.one("Fjord AB", "Harbour Club", "ærø"))
            edit.set(person, organisation_id=firm.id)

    def merge_organisations(self) -> None:
        """Everyone of one organisation into another; the first goes."""
        one, other = self.any(Organisation), self.any(Organisation)
        if one is None or one == other:
            return
        with self.workspace.change("Merge two organisations") as edit:
            for person in self.workspace.find(Counterpart, organisation_id=one.id):
                edit.set(person, organisation_id=other.id)
            edit.set(other, note=f"{other.note}\n{one.note}".strip())
            edit.remove(one)

    def retag(self) -> None:
        """Tags on and off a person and an entry."""
        record = self.any(self.one(Counterpart, Interaction))
        if record is not None:
            with self.workspace.change("Tag") as edit:
                edit.untag(record, self.one(*_TAGS))
                edit.tag(record, self.one(*_TAGS))

    # --- entries and meetings --------------------------------------------------------------

    def quick_line(self) -> None:
        """A line on the first page."""
        line = self.one(*_LINES).format(name=self.one(*_NAMES), other=self.one(*_NAMES))
        read = quick_log.parse(line, self.workspace.names(), self.workspace.clock.now())
        quick_log.log(self.workspace, read, create=True)

    def fill_form(self) -> None:
        """The log form, with everything that can be noted beside an entry."""
        form = LogForm(people=self.some_people()).say("channel", self.one(*Channel).value)
        form = form.say("opener", self.one(*Opener).value).say("note", self.text())
        noted = tuple(
            NotedItem(kind, self.text(), due="Friday")
            for kind in NotedKind
            if self.one(True, False)
        )
        if self.one(True, False):
            form = form.with_name(f"{self.one(*_NAMES)} {self._draw.randrange(9)}")
        common = self.workspace.find(Commonality, counterpart_id=form.people[0])
        self._save(
            LogForm(
                people=form.people,
                said=form.said,
                new_people=form.new_people,
                noted=noted,
                mentioned=tuple(one.id for one in common[:2]),
            )
        )

    def change_entry(self) -> None:
        """An entry in the form again, with other people and another note."""
        entry = self.any(Interaction)
        if entry is not None:
            form = of_entry(self.workspace, entry.id).say("note", self.text())
            form = form.say("depth", self.one(*Depth).value).with_person(self.any(Counterpart).id)
            self._save(form.say("tags", self.one("", *_TAGS)))

    def hold_meeting(self) -> None:
        """A planned meeting that took place, with what was said afterwards."""
        meeting = self.any(Meeting)
        if meeting is not None:
            form = of_meeting(self.workspace, meeting.id)
            self._save(form, Closing(self.text(), self.one(True, False, None)))

    def _save(self, form: LogForm, closing: Closing | None = None) -> None:
        entry = entry_of(form, None, self.workspace.clock)
        save_form(self.workspace, form, entry, closing=closing)

    def plan(self) -> None:
        """A meeting, planned or changed."""
        meeting = self.one(None, self.any(Meeting))
        when = self.one("Friday 10:00", "next week", "tomorrow", "23 Dec at 2pm 45m")
        planning.plan(
            self.workspace, self.some_people(), self.text(), when, "", "Café", meeting=meeting
        )

    def turn_meeting(self) -> None:
        """Called off, planned again, given a goal or a purpose."""
        meeting = self.any(Meeting)
        if meeting is None:
            return
        what = self._draw.randrange(4)
        if what == 0:
            planning.call_off(self.workspace, meeting)
        elif what == 1:
            planning.plan_again(self.workspace, meeting)
        elif what == 2:
            set_purpose(self.workspace, meeting, self.one(None, *Purpose))
        else:
            keep_goal(self.workspace, 1, meeting, self.text())

    def close_loop(self) -> None:
        """A held meeting's entry with promises, in a step of its own."""
        meeting, entry = self.any(Meeting), self.any(Interaction)
        if meeting is not None and entry is not None and entry.people:
            promises = [prep.NewPromise(entry.people[0], self.one(*Side), self.text(), self.day())]
            prep.close_the_loop(
                self.workspace, meeting.id, entry, said=self.text(), promises=promises
            )

    def change_record(self) -> None:
        """Some record of some kind, edited where it stands."""
        cls, values = self.one(
            (Promise, {"state": self.one(*PromiseState), "settled_on": self.day()}),
            (Deal, {"stage": self.text(), "amount": "4,000 €"}),
            (Question, {"state": self.one(*QuestionState), "answer": self.text()}),
            (Commonality, {"likeness": self.one(*Likeness), "text": self.text()}),
            (Interest, {"basis": self.one(*Basis)}),
            (Organisation, {"identity": self.text()}),
            (Meeting, {"state": self.one(*MeetingState), "people": self.some_people()}),
            (Interaction, {"when": Moment(self.day()), "people": self.some_people()}),
            (Pause, {"end": self.day()}),
        )
        record = self.any(cls)
        if record is not None:
            with self.workspace.change(f"Change a {cls.__name__}") as edit:
                edit.set(record, **values)

    def delete_record(self) -> None:
        """A record of any kind, with what hangs on it."""
        record = self.any(self.one(*_RECORDS))
        if record is not None:
            with self.workspace.change(f"Delete a {type(record).__name__}") as edit:
                edit.remove(record)

    # --- what is noted about a person ------------------------------------------------------

    def note(self) -> None:
        """One thing about someone, maybe from an entry."""
        person, entry = self.any(Counterpart), self.one(None, self.any(Interaction))
        own = {"counterpart_id": person.id, "interaction_id": entry.id if entry else None}
        cls, values = self.one(
            (Commonality, {**own, "text": self.text(), "likeness": self.one(*Likeness)}),
            (Interest, {**own, "text": self.text(), "noted_on": self.day()}),
            (Question, {**own, "text": self.text()}),
            (Promise, {**own, "by": self.one(*Side), "text": self.text(), "due": self.day()}),
            (Deal, {"counterpart_id": person.id, "title": self.text()}),
            (Pause, {"counterpart_id": person.id, "start": self.day()}),
            (SpecialDate, {"counterpart_id": person.id, "day": self.day(), "what": self.text()}),
            (Relation, {"counterpart_id": person.id, "name": self.text(), "what": "wife"}),
            (
                ContactPoint,
                {"counterpart_id": person.id, "kind": self.one(*PointKind), "value": self.text()},
            ),
        )
        with self.workspace.change(f"Note a {cls.__name__}") as edit:
            edit.add(cls, **values)

    def note_below(self) -> None:
        """An act, an outcome or a mention, below what it belongs to."""
        cls = self.one(Interest, Deal, Commonality)
        above, entry = self.any(cls), self.one(None, self.any(Interaction))
        if above is None:
            return
        with self.workspace.change(f"Note more of a {cls.__name__}") as edit:
            if cls is Interest:
                edit.add(InterestAct, interest_id=above.id, on=self.day(), what=self.text())
            elif cls is Deal:
                edit.add(Outcome, deal_id=above.id, on=self.day(), result=self.one(*Result))
            else:
                edit.mention(above, self.day(), entry.id if entry else None)

    def attach(self) -> None:
        """A photo or a file on a person or an entry."""
        record = self.any(self.one(Counterpart, Interaction))
        if record is None:
            return
        with self.workspace.change("Add a file") as edit:
            edit.attach(
                record, self.text(), self.text().encode(), "text/plain", self.one(*AttachmentRole)
            )

    def photograph(self) -> None:
        """A photo in place of the one before."""
        data = b"\x89PNG\r\n\x1a\n" + self.text().encode()
        picture = attachments.incoming("face.png", data, 10_000)
        attachments.put_photo(self.workspace, self.any(Counterpart), picture)

    def rename_file(self) -> None:
        """Another name for a file."""
        file = self.any(Attachment)
        if file is not None:
            attachments.rename(self.workspace, file, f"{self.text()} renamed")

    def judge(self) -> None:
        """The user's own word."""
        record_verdict(
            self.workspace,
            self.any(Counterpart),
            self.one(*VerdictChoice),
            sureness=self.one(None, 1, 3),
            reason=self.text(),
            seen_evidence=self.one(True, False),
        )

    def ask(self) -> None:
        """A question for later, or its tick."""
        question = self.one(None, self.any(Question))
        if question is None:
            ask_later(self.workspace, self.any(Counterpart).id, self.text())
        else:
            mark_asked(self.workspace, question, self.one(True, False))

    # --- files, and what was deleted -------------------------------------------------------

    def take_in(self) -> None:
        """An address book or a calendar."""
        name, number = self.one(*_NAMES), self._draw.randrange(6)
        file = self._folder / f"cards{number}.{self.one('vcf', 'ics')}"
        if file.suffix == ".vcf":
            text = (
                f"BEGIN:VCARD\r\nVERSION:4.0\r\nUID:card-{number}\r\nFN:{name}\r\n"
                f"EMAIL:a{number}@fjord.example\r\nORG:Fjord AB\r\nCATEGORIES:nordic\r\n"
                f"NOTE:{self._draw.randrange(99)}\r\nEND:VCARD\r\n"
            )
        else:
            state = self.one("CONFIRMED", "CANCELLED")
            month = self.one("10", "12")
            text = (
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//EN\r\nBEGIN:VEVENT\r\n"
                f"UID:event-{number}\r\nDTSTAMP:20261101T090000Z\r\nSTATUS:{state}\r\n"
                f"DTSTART:2026{month}0{number + 1}T100000Z\r\n"
                f"DTEND:2026{month}0{number + 1}T110000Z\r\n"
                f"SUMMARY:Review {number}\r\n"
                f"ATTENDEE;CN={name}:mailto:a{number}@fjord.example\r\n"
                "ATTENDEE;CN=Me:mailto:me@home.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            )
        file.write_text(text, encoding="utf-8", newline="")
        options = transfer.ImportOptions(add_people=True, my_addresses=("me@home.example",))
        transfer.apply(self.workspace, transfer.preview(self.workspace, [file], options))

    def take_archive(self) -> None:
        """An archive of this journal as it was some steps ago, or the next one to take."""
        path = self._folder / f"archive{self._draw.randrange(2)}.json"
        if path.exists() and self._draw.random() < 0.7:
            plan = transfer.preview(self.workspace, [path])
            wanted = [row.index for row in plan.rows if row.instead and self._draw.random() < 0.5]
            transfer.apply(self.workspace, plan.take_many(wanted))
        archive.save(self.workspace, path, overwrite=True)

    def restore(self) -> None:
        """Something from the Trash."""
        found = trash.items(self.workspace).items
        if found:
            trash.restore(self.workspace, self.one(*found).id)


STEPS: dict[str, Callable[[Hand], object]] = {
    name: method
    for name, method in vars(Hand).items()
    if callable(method)
    and not name.startswith("_")
    and name not in {"take", "any", "one", "day", "text", "some_people"}
}
