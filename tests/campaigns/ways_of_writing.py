"""Work inside an open journal: logging, editing, undoing, importing, typing, forgetting."""

from __future__ import annotations

import re
from itertools import count

from app.model.people import Counterpart
from app.model.records import Interaction, Promise
from app.services import quick_log, transfer
from app.services.workspace import Workspace
from tests.campaigns.killing import Child, Life
from tests.campaigns.seats import MARK, Seat
from tests.campaigns.ways import Way, opened

NAMES = ("Dana Okafor", "Åsa Lindqvist", "陳美玲", "ياسمين حداد")
_TOKEN = re.compile(r"life\d+n\d+")


def _log(workspace: Workspace, token: str, number: int) -> Interaction:
    name = NAMES[number % len(NAMES)]
    line = f"call with {name} today 5m {MARK} {token} !me send note {number} by Friday"
    quick = quick_log.parse(line, workspace.names(), workspace.clock.now())
    return quick_log.log(workspace, quick)


def _logged(workspace: Workspace) -> dict[str, Interaction]:
    """Entries by the token in their note."""
    found = {}
    for entry in workspace.find(Interaction):
        token = _TOKEN.search(entry.note)
        if token is not None:
            found[token[0]] = entry
    return found


def _against(expected: set[str], found: set[str], either: str, what: str) -> list[str]:
    """What is missing and what should not be there; of one thing either is right."""
    lost, ghosts = expected - found - {either}, found - expected - {either}
    told = [f"{what} {token} was done and is gone" for token in sorted(lost)]
    return told + [f"{what} {token} should not be there" for token in sorted(ghosts)]


class Logging(Way):
    """One entry after the other, in a journal that stays open or is opened for each."""

    name = "logging"
    most = 40

    def live(self, child: Child) -> None:
        kept = opened(child) if child.chance.random() < 0.5 else None
        for number in count():
            token = f"life{child.number}n{number}"
            workspace = kept or opened(child)
            child.begin("log", token)
            _log(workspace, token, number)
            child.done("log", token)
            if kept is None:
                workspace.close()

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        expected: set[str] = seat.memory.setdefault("logged", set())
        expected |= {token for (token,) in life.details("log")}
        found = _logged(workspace)
        either = str(life.maybe("")[0])
        problems = _against(expected, set(found), either, "entry")
        promised = {promise.interaction_id for promise in workspace.find(Promise)}
        for token, entry in found.items():
            if not entry.people or entry.id not in promised:
                problems.append(f"entry {token} is there only in part")
        steps = [step for step in workspace.history(10**9) if step.label.startswith("Log a call")]
        if len(steps) != len(found):
            problems.append(f"{len(steps)} steps for {len(found)} entries")
        seat.memory["logged"] = set(found)
        return problems


class Undoing(Way):
    """Logging, taking back and doing again, by turns as they come."""

    name = "undoing and redoing"
    most = 40

    def live(self, child: Child) -> None:
        workspace = opened(child)
        stand: list[str] = []
        undone: list[str] = []
        for number in count():
            choice = child.chance.random()
            if stand and choice < 0.4:
                token = stand.pop()
                child.begin("undo", token)
                assert workspace.undo() is not None
                undone.append(token)
                child.done("undo", token)
            elif undone and choice < 0.7:
                token = undone.pop()
                child.begin("redo", token)
                assert workspace.redo() is not None
                stand.append(token)
                child.done("redo", token)
            else:
                token = f"life{child.number}n{number}"
                child.begin("log", token)
                _log(workspace, token, number)
                stand.append(token)
                undone.clear()
                child.done("log", token)

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        expected: set[str] = seat.memory.setdefault("logged", set())
        for deed, details in life.done:
            if deed == "undo":
                expected -= set(details)
            else:
                expected |= set(details)
        found = set(_logged(workspace))
        either = str(life.maybe("")[0])
        seat.memory["logged"] = found
        return _against(expected, found, either, "entry")


class Editing(Way):
    """The same number written into a person and into an entry, in one step."""

    name = "editing"
    most = 40

    def prepare(self, seat: Seat) -> None:
        seat.memory["last"] = 0

    def live(self, child: Child) -> None:
        workspace = opened(child)
        person = workspace.person_named("Dana Okafor")
        entry = workspace.interactions_of(person.id, 1)[0]
        for number in count(_edited(person.note) + 1):
            child.begin("edit", number)
            with workspace.change("Edit both") as edit:
                person = edit.set(person, note=f"{MARK} edit {number}")
                entry = edit.set(entry, note=f"{MARK} edit {number} " + "and so on " * 40)
            child.done("edit", number)

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        last = max((number for (number,) in life.details("edit")), default=seat.memory["last"])
        person = workspace.person_named("Dana Okafor")
        entry = workspace.interactions_of(person.id, 1)[0]
        found, other = _edited(person.note), _edited(entry.note)
        seat.memory["last"] = found
        if found != other:
            return [f"edit {found} of the person stands beside edit {other} of the entry"]
        if found not in (last, life.maybe(last)[0]):
            return [f"edit {last} was done, and {found} is there"]
        return []


def _edited(note: str) -> int:
    found = re.search(r"edit (\d+)", note)
    return int(found[1]) if found else 0


class Importing(Way):
    """Address books and calendars of fifty records, each one step."""

    name = "importing"
    records = 50

    def live(self, child: Child) -> None:
        workspace = opened(child)
        for number in count():
            token = f"{child.number}n{number}"
            kind = "vcf" if number % 2 == 0 else "ics"
            path = child.aside / f"{token}.{kind}"
            path.write_text(_cards(token) if kind == "vcf" else _events(token), encoding="utf-8")
            child.begin("import", token, kind)
            transfer.apply(workspace, transfer.preview(workspace, [path]))
            child.done("import", token, kind)

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        expected: set[str] = seat.memory.setdefault("imported", set())
        expected |= {f"{kind} {token}" for token, kind in life.details("import")}
        found: dict[str, int] = {}
        for mark, kind in (
            *((person.name, "vcf") for person in workspace.find(Counterpart)),
            *((entry.note, "ics") for entry in workspace.find(Interaction)),
        ):
            if token := re.search(rf"{MARK} (\d+n\d+) number", mark):
                found[f"{kind} {token[1]}"] = found.get(f"{kind} {token[1]}", 0) + 1
        either = "{1} {0}".format(*life.maybe("", ""))
        problems = _against(expected, set(found), either, "import")
        problems += [
            f"{many} of {self.records} records of import {token} are there"
            for token, many in found.items()
            if many != self.records
        ]
        seat.memory["imported"] = set(found)
        return problems


def _cards(token: str) -> str:
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{token}-{number}\r\n"
        f"FN:{MARK} {token} number {number}\r\n"
        f"EMAIL:{token}-{number}@mail.example\r\nNOTE:Met at the {MARK} fair\r\nEND:VCARD\r\n"
        for number in range(Importing.records)
    )


def _events(token: str) -> str:
    told = "".join(
        f"BEGIN:VEVENT\r\nUID:{token}-{number}\r\nDTSTAMP:20260101T090000Z\r\n"
        f"DTSTART:202001{number % 28 + 1:02}T{8 + number // 28:02}0000\r\nDURATION:PT30M\r\n"
        f"SUMMARY:{MARK} {token} number {number}\r\n"
        "ATTENDEE;CN=Rui Santos:mailto:rui@vela.example\r\nEND:VEVENT\r\n"
        for number in range(Importing.records)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//EN\r\n{told}END:VCALENDAR\r\n"


class Typing(Way):
    """A draft that grows, kept again and again as the editors do."""

    name = "keeping drafts"
    most = 40

    def prepare(self, seat: Seat) -> None:
        seat.memory["last"] = 0

    def live(self, child: Child) -> None:
        workspace = opened(child)
        draft = workspace.draft("log:new")
        for number in count(_length(draft.body) + 1 if draft else 1):
            child.begin("draft", number)
            workspace.save_draft("log:new", _body(number))
            child.done("draft", number)

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        last = max((number for (number,) in life.details("draft")), default=seat.memory["last"])
        draft = workspace.draft("log:new")
        found = _length(draft.body) if draft else 0
        seat.memory["last"] = found
        if found not in (last, life.maybe(last)[0]):
            return [f"draft {last} was kept, and {found} is there"]
        if draft and draft.body != _body(found):
            return [f"draft {found} is there in part"]
        return []


def _body(number: int) -> str:
    return f"{number} {MARK} " + "half a thought " * (number % 50)


def _length(body: str) -> int:
    return int(body.split(maxsplit=1)[0])


WAYS: tuple[type[Way], ...] = (Logging, Editing, Importing, Undoing, Typing)
