"""A journal with a marker in every text there is about one person, written as a person would."""

from __future__ import annotations

from pathlib import Path

from app.model.belongings import AttachmentRole, DistinctPair, Relation, SpecialDate
from app.model.people import (
    Commonality,
    ContactPoint,
    Counterpart,
    Interest,
    InterestAct,
    Kind,
    Pause,
    PointKind,
    VerdictChoice,
)
from app.model.records import Deal, Interaction, Meeting, Outcome, Promise, Question, Result, Side
from app.model.values import Moment, PartialDate
from app.services import quick_log, transfer
from app.services.log_form.entry import entry_of
from app.services.log_form.form import LogForm, NotedItem, NotedKind
from app.services.log_form.save import save as save_form
from app.services.profile import record_verdict
from app.services.workspace import Workspace
from app.store.reach import words_of

DAY = PartialDate(2026, 3, 2)

CARD = """BEGIN:VCARD
VERSION:4.0
UID:card-of-{marker}
FN:{name}
NICKNAME:{marker}nick
EMAIL:{marker}@mail.example
EMAIL:{marker}.second@mail.example
NOTE:{marker} of the address book
CATEGORIES:{marker}category
END:VCARD
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:event-of-{marker}
DTSTART:20260401T100000Z
DTEND:20260401T110000Z
SUMMARY:With {name} alone
ATTENDEE;CN={name}:mailto:{marker}@mail.example
ATTENDEE;CN=Me:mailto:me@mail.example
END:VEVENT
BEGIN:VEVENT
UID:event-with-others
DTSTART:20260402T100000Z
DTEND:20260402T110000Z
SUMMARY:All of us
ATTENDEE;CN={name}:mailto:{marker}@mail.example
ATTENDEE;CN=Rui Santos:mailto:rui@mail.example
ATTENDEE;CN=Me:mailto:me@mail.example
END:VEVENT
END:VCALENDAR
"""


def plant(workspace: Workspace, folder: Path, marker: str) -> Counterpart:
    """The person who is to be forgotten, beside Rui Santos, who stays."""
    name = f"{marker} Okafor"
    with workspace.change("Add Rui") as edit:
        rui = edit.add(Counterpart, name="Rui Santos", how_met=f"Through {name}.")
        edit.add(
            ContactPoint, counterpart_id=rui.id, kind=PointKind.EMAIL, value="rui@mail.example"
        )
    person = _profile(workspace, marker, name, rui)
    _belongings(workspace, marker, person, rui)
    _entries(workspace, marker, person, rui)
    _written(workspace, folder, marker, person, rui)
    _of_others(workspace, marker, name, person, rui)
    _gone_and_back(workspace, marker, person)
    _drafts(workspace, marker, name, person)
    return person


def _profile(workspace: Workspace, marker: str, name: str, rui: Counterpart) -> Counterpart:
    with workspace.change(f"Add {marker}former Name") as edit:
        firm = edit.organisation(f"{marker} Ltd")
        edit.set(firm, identity=f"{marker} identity", note=f"{marker} note")
        person = edit.add(Counterpart, name=f"{marker}former Name", introduced_by=rui.id)
    with workspace.change(f"Change details of {name}") as edit:
        edit.set(
            person,
            name=name,
            aliases=f"{marker}alias, {marker} other alias",
            kind=Kind.CLIENT,
            role=f"{marker} role",
            organisation_id=firm.id,
            how_met=f"{marker} how",
            style=f"{marker} style",
            watch_outs=f"{marker} watch",
            note=f"{marker} note",
        )
    own = {"counterpart_id": person.id}
    with workspace.change(f"Note how to reach {name}") as edit:
        edit.tag(person, f"{marker}tag")
        edit.add(
            ContactPoint,
            kind=PointKind.EMAIL,
            value=f"{marker}@mail.example",
            label=f"{marker} label",
            **own,
        )
        wish = edit.add(Interest, text=f"{marker} interest", **own)
        edit.add(InterestAct, interest_id=wish.id, on=DAY, what=f"{marker} act")
        edit.add(Question, text=f"{marker} question", answer=f"{marker} answer", **own)
        edit.add(Promise, by=Side.ME, text=f"{marker} promise", **own)
        deal = edit.add(
            Deal,
            title=f"{marker} deal",
            stage=f"{marker} stage",
            amount=f"{marker} amount",
            next_step=f"{marker} next",
            **own,
        )
        edit.add(Outcome, deal_id=deal.id, on=DAY, result=Result.WON, what=f"{marker} outcome")
        edit.add(Pause, start=DAY, reason=f"{marker} pause", **own)
        shared = edit.add(Commonality, text=f"{marker} in common", **own)
        edit.mention(shared, DAY)
    record_verdict(
        workspace,
        workspace.get(Counterpart, person.id),
        VerdictChoice.REAL,
        reason=f"{marker} reason",
        seen_evidence=True,
        record=f"{marker} record",
    )
    return workspace.get(Counterpart, person.id)


def _belongings(workspace: Workspace, marker: str, person: Counterpart, rui: Counterpart) -> None:
    """Photos, files, relations and days; some were replaced, some taken away again."""
    own = {"counterpart_id": person.id}
    with workspace.change(f"Add a photo of {person.name}") as edit:
        old = edit.attach(
            person, f"{marker} old.png", pages(marker, "old photo"), role=AttachmentRole.PHOTO
        )
    with workspace.change(f"Replace the photo of {person.name}") as edit:
        edit.remove(old)
        edit.attach(person, f"{marker}.png", pages(marker, "photo"), role=AttachmentRole.PHOTO)
        edit.attach(person, f"{marker} letter.txt", pages(marker, "letter"), "text/plain")
        edit.attach(rui, f"From {person.name}.txt", b"nothing of anybody")
        edit.add(Relation, other_id=rui.id, name=f"{marker} kin", what=f"{marker} tie", **own)
        edit.add(Relation, name="Ana", what="sister", note=f"{marker} of the sister", **own)
        edit.add(Relation, counterpart_id=rui.id, other_id=person.id, what="chief")
        edit.add(SpecialDate, day=DAY, what=f"{marker} day", note=f"{marker} of the day", **own)
        edit.add(DistinctPair, first_id=rui.id, second_id=person.id)


def pages(marker: str, what: str) -> bytes:
    """Bytes that run on over several pages of a journal, with the marker on each."""
    return b"".join(f"{marker} {what} {line:06}\n".encode() for line in range(1_000))


def _entries(workspace: Workspace, marker: str, person: Counterpart, rui: Counterpart) -> None:
    with workspace.change(f"Log a call with {person.name}") as edit:
        talk = edit.add(
            Interaction,
            when=Moment(DAY),
            people=(person.id,),
            note=f"{marker} talked",
            credit=f"{marker} credit",
            thread=f"{marker} thread",
            tags=(f"{marker}talk",),
        )
        edit.attach(talk, f"{marker} slides.pdf", pages(marker, "slides"), "application/pdf")
        edit.add(Promise, counterpart_id=rui.id, by=Side.ME, text="Send it", interaction_id=talk.id)
        edit.add(
            Meeting,
            title=f"{marker} title",
            vague=f"{marker} vague",
            people=(person.id,),
            place=f"{marker} place",
            goal=f"{marker} goal",
            opening_line=f"{marker} opening",
            note=f"{marker} note",
        )
    with workspace.change(f"Log lunch with {person.name}, Rui Santos") as edit:
        lunch = edit.add(
            Interaction,
            when=Moment(DAY),
            people=(person.id, rui.id),
            note=f"Lunch with {person.name} and Rui.",
        )
        edit.attach(lunch, f"{person.name} at lunch.txt", b"the menu", "text/plain")
        edit.add(Meeting, title="All three", people=(person.id, rui.id), vague="soon")
    # It was thought to be with one and was with the other.
    with workspace.change("Log a walk") as edit:
        walk = edit.add(
            Interaction, when=Moment(DAY), people=(person.id,), note=f"{marker} walked alone"
        )
        drawn = edit.attach(walk, "map.txt", pages(marker, "map"))
    with workspace.change("Remove a file") as edit:
        edit.remove(drawn)
    with workspace.change("Edit an entry") as edit:
        edit.set(walk, people=(rui.id,), note="A walk.")


def _written(
    workspace: Workspace, folder: Path, marker: str, person: Counterpart, rui: Counterpart
) -> None:
    line = quick_log.parse(
        f"call with {person.name} yesterday 30m. {marker} typed +common: {marker} quick",
        workspace.names(),
        workspace.clock.now(),
    )
    quick_log.log(workspace, line)
    form = LogForm(
        people=(person.id, rui.id),
        said={"note": f"{person.name} in the form"},
        noted=(NotedItem(NotedKind.QUESTION, f"{marker} noted", person.id),),
    )
    save_form(workspace, form, entry_of(form, None, workspace.clock))
    card, calendar = folder / "people.vcf", folder / "calendar.ics"
    card.write_text(CARD.format(marker=marker, name=person.name))
    calendar.write_text(CALENDAR.format(marker=marker, name=person.name))
    options = transfer.ImportOptions(my_addresses=("me@mail.example",))
    plan = transfer.preview(workspace, [card, calendar], options)
    transfer.apply(workspace, plan)
    card.unlink()
    calendar.unlink()


def _of_others(
    workspace: Workspace, marker: str, name: str, person: Counterpart, rui: Counterpart
) -> None:
    """What was written about Rui, and names the person."""
    with workspace.change("Change details of Rui Santos") as edit:
        changed = edit.set(
            rui,
            note=f"Cousin of {name.upper()}; write to {marker}@mail.example",
            aliases=f"{name}’s cousin",
            introduced_by=person.id,
        )
        edit.add(Question, counterpart_id=rui.id, text=f"How is {name.lower()}?")
        edit.add(Interest, counterpart_id=rui.id, text=f"The plans of {marker} other alias")
        firm = edit.organisation(f"Santos and {name}")
        edit.set(changed, organisation_id=firm.id)
        edit.tag(changed, f"{name} circle")
    with workspace.change(f"Keep the promise “Call {name} back”") as edit:
        edit.set(changed, note=f"{changed.note}. {marker}alias too.")
    # Labels hold only the beginning of a text, which may end within a name.
    long = f"Bring the two of us together with {name}"[:40]
    with workspace.change(f"Keep the promise “{long}”") as edit:
        edit.set(changed, role="Cousin")


def _gone_and_back(workspace: Workspace, marker: str, person: Counterpart) -> None:
    """Things deleted, undone and redone."""
    with workspace.change("Delete a question") as edit:
        for question in workspace.find(Question, counterpart_id=person.id):
            edit.remove(question)
    workspace.undo()
    workspace.redo()
    workspace.undo()
    with workspace.change(f"Rename {person.name}") as edit:
        edit.set(workspace.get(Counterpart, person.id), note=f"{marker} renoted")
    with workspace.change("Log and undo") as edit:
        edit.add(Interaction, when=Moment(DAY), people=(person.id,), note=f"{marker} undone")
    workspace.undo()


def _drafts(workspace: Workspace, marker: str, name: str, person: Counterpart) -> None:
    form = LogForm(people=(person.id,), said={"note": f"{marker} draft"})
    workspace.save_draft("log:abc123", form.to_json())
    workspace.save_draft("log:abc124", LogForm(line=f"call with {name}").to_json())
    workspace.save_draft("log:abc125", LogForm(line="call with Rui").to_json())
    workspace.save_draft(f"goal:{person.id}", f"{marker} aim")


def unplanted(workspace: Workspace, marker: str) -> list[str]:
    """Columns for words that do not hold the marker: the test would not see them forgotten."""
    return [
        f"{table}.{column}"
        for table, columns in words_of(workspace.database).items()
        for column in columns
        if not workspace.database.value(
            f'SELECT count(*) FROM {table} WHERE instr("{column}", ?)', marker
        )
    ]


def traces(folder: Path, marker: str) -> list[str]:
    """Where the bytes of the marker stand in any file of a folder, whatever its case."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes().lower()
            for code in ("utf-8", "utf-16-le", "utf-16-be"):
                count = data.count(marker.lower().encode(code))
                if count:
                    found.append(f"{path.relative_to(folder)}: {count} times in {code}")
    return found
