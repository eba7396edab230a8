"""Work with copies and for good: making copies, restoring them, migrating, forgetting."""

from __future__ import annotations

import shutil
from datetime import datetime
from itertools import count
from pathlib import Path

from app.model.copies import Reason
from app.model.errors import UserError
from app.model.people import Commonality, Counterpart
from app.model.records import Channel, Interaction
from app.model.values import Moment, PartialDate
from app.services import backups, forget, restoring, vault
from app.services.workspace import Workspace
from app.store.conversion import convert
from tests.campaigns.killing import Child, Life
from tests.campaigns.seats import MARK, SAID, Seat, content
from tests.campaigns.ways import Way, opened
from tests.golden.make import journal as golden


def _read(seat: Seat, path: Path) -> tuple[list[str], str]:
    """What is wrong with a copy, and a digest of what it holds."""
    try:
        key = None
        if vault.is_protected(path):
            key = vault.unlock(path, seat.memory.get(path.name, seat.passphrase))
        workspace = Workspace.open(path, read_only=True, still=True, key=key)
    except UserError as error:
        return [f"the copy {path.name} does not open: {error}"], ""
    try:
        return [f"the copy {path.name}: {one}" for one in workspace.check()], content(workspace)
    finally:
        workspace.close()


class Copying(Way):
    """Copies by hand, between entries that are logged."""

    name = "making copies"

    def live(self, child: Child) -> None:
        workspace = opened(child)
        for number in count():
            workspace.save_draft("log:new", f"{MARK} {child.number} {number}")
            child.begin("copy")
            made = backups.make(workspace, Reason.BY_HAND)
            child.done("copy", made.copy.path.name, content(workspace))

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        problems = []
        found = {}
        for path in seat.copies():
            wrong, found[path.name] = _read(seat, path)
            problems += wrong
        for name, digest in life.details("copy")[-1:]:
            thinned = name not in found and max(found, default="") > name  # by the one after it
            if found.get(name) != digest and not thinned:
                problems.append(f"the copy {name} was made, and holds {found.get(name)}")
        return problems


class Restoring(Way):
    """One of three copies after the other, made under two keys."""

    name = "restoring"

    def prepare(self, seat: Seat) -> None:
        for number in range(3):
            workspace = seat.open()
            workspace.save_draft("log:new", f"{MARK} {number}")
            copy = backups.export(workspace, seat.aside / f"copy {number}.kith")
            seat.memory[copy.name] = seat.passphrase
            workspace.close()
            seat.memory[f"holds {copy.name}"] = _read(seat, copy)[1]
            if number == 1 and seat.passphrase is not None:
                key = vault.unlock(seat.journal, seat.passphrase)
                seat.passphrase = f"{SAID} 1"
                vault.renew(seat.journal, key, seat.passphrase).wipe()
        seat.memory["holds"] = _read(seat, seat.aside / "copy 2.kith")[1]

    def live(self, child: Child) -> None:
        passphrase, path = child.passphrase, child.journal
        while True:
            number = child.chance.randrange(3)
            copy = child.aside / f"copy {number}.kith"
            fresh = None if passphrase is None else f"{SAID} {0 if number < 2 else 1}"
            key = vault.unlock(path, passphrase) if passphrase else None
            copy_key = vault.unlock(copy, fresh) if fresh else None
            child.begin("restore", copy.name, fresh)
            made = restoring.restore(path, key, copy, copy_key, datetime.now())
            child.done("restore", copy.name, fresh, made.aside.name if made.aside else "")
            passphrase = fresh

    def passphrases(self, seat: Seat, life: Life) -> list[str | None]:
        last = [details[1] for details in life.details("restore")][-1:]
        return [*(last or [seat.passphrase]), *life.maybe("")[1:]]

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        last = [seat.memory[f"holds {name}"] for name, *_rest in life.details("restore")][-1:]
        may = [seat.memory[f"holds {name}"] for name in life.maybe()[:1]]
        found = content(workspace)
        problems = []
        if found not in [*(last or [seat.memory["holds"]]), *may]:
            problems.append("it holds neither what it held before nor what the copy holds")
        seat.memory["holds"] = found
        there = seat.copies()
        for _name, _passphrase, aside in life.details("restore"):
            if aside not in {path.name for path in there}:
                problems.append(f"{aside}, the journal as it was, is gone")
        for path in there[-2:]:
            fitting = [f"{SAID} {number}" for number in range(2)]
            if all(_read_with(path, one) is None for one in (*fitting, None)):
                problems.append(f"the journal kept aside in {path.name} does not open")
        return problems


def _read_with(path: Path, passphrase: str | None) -> str | None:
    """A digest of what a copy holds; None where this does not open it."""
    if vault.is_protected(path) != (passphrase is not None):
        return None
    try:
        key = vault.unlock(path, passphrase) if passphrase is not None else None
        workspace = Workspace.open(path, read_only=True, still=True, key=key)
    except UserError:
        return None
    try:
        return content(workspace)
    finally:
        workspace.close()


class Migrating(Way):
    """A journal of the first released schema, brought up to date."""

    name = "migrating"
    protected = 0.6

    def prepare(self, seat: Seat) -> None:
        self._place(seat)
        seat.memory["old"] = _read(seat, seat.journal)[1]
        workspace = seat.open()
        seat.memory["new"] = content(workspace)
        workspace.close()

    def dress(self, seat: Seat) -> None:
        self._place(seat)

    def _place(self, seat: Seat) -> None:
        seat.thin(keep=0)
        for path in seat.journal.parent.glob(f"{seat.journal.name}*"):
            if path != vault.keys_path(seat.journal):
                path.unlink()
        if seat.passphrase is None:
            shutil.copy(golden(1), seat.journal)
            return
        key = vault.begin(seat.journal, seat.passphrase)
        convert(golden(1), None, seat.journal, key)

    def live(self, child: Child) -> None:
        while True:
            key = None
            if child.passphrase is not None:
                key = vault.unlock(child.journal, child.passphrase)
            child.begin("migrate")
            workspace = Workspace.open(child.journal, key=key)
            child.done("migrate")
            workspace.close()

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        problems = []
        if content(workspace) != seat.memory["new"]:
            problems.append("it does not hold what a migrated journal holds")
        there = seat.copies()
        if not there:
            problems.append("no copy of the journal as it was")
        for path in there:
            wrong, holds = _read(seat, path)
            problems += wrong
            if not wrong and holds != seat.memory["old"]:
                problems.append(f"the copy {path.name} holds something else than the old journal")
        return problems


class Forgetting(Way):
    """One person after the other forgotten, in the journal and in a copy of it."""

    name = "forgetting"
    protected = 0.6
    people, entries = 60, 3

    def prepare(self, seat: Seat) -> None:
        self._plant(seat)

    def dress(self, seat: Seat) -> None:
        super().dress(seat)
        workspace = seat.open()
        left = sum(person.name.startswith(_BOUND) for person in workspace.people())
        workspace.close()
        if left < self.people // 4:
            self._plant(seat)

    def _plant(self, seat: Seat) -> None:
        first = seat.memory.get("planted", 0)
        seat.memory["planted"] = first + self.people
        workspace = seat.open()
        with workspace.change("Plant") as edit:
            for number in range(first, first + self.people):
                person = edit.add(Counterpart, name=_name(number), note=f"{_name(number)} again")
                edit.add(Commonality, counterpart_id=person.id, text=f"Like {_name(number)}")
                for _entry in range(self.entries):
                    edit.add(
                        Interaction,
                        when=Moment(PartialDate.of(workspace.today)),
                        people=(person.id,),
                        channel=Channel.CALL,
                        note=f"Talked to {_name(number)} at length",
                    )
        seat.thin(keep=0)
        backups.make(workspace, Reason.BY_HAND)
        workspace.close()

    def live(self, child: Child) -> None:
        workspace = opened(child)
        forget.finish(workspace)
        for person in workspace.people():
            if not person.name.startswith(_BOUND):
                continue
            child.begin("forget", person.name)
            forget.forget(workspace, person.id, backups=True)
            child.done("forget", person.name)

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        forget.finish(workspace)
        gone = {name for (name,) in life.details("forget")}
        gone_before: set[str] = seat.memory.setdefault("gone", set())
        gone_before |= gone
        rows = _every_text(workspace)
        problems = [f"{name} was forgotten and is in the journal" for name in gone if name in rows]
        for name in life.maybe():
            there = rows.count(f"Talked to {name} at length")
            if name not in {person.name for person in workspace.people()}:
                gone_before.add(name)
                if name in rows:
                    problems.append(f"{name} is forgotten in part")
            elif there < self.entries:
                problems.append(f"of {name}, {there} entries are there")
        for path in seat.copies():
            wrong, _digest = _read(seat, path)
            problems += wrong
            if not wrong:
                key = vault.unlock(path, seat.passphrase) if seat.passphrase else None
                copy = Workspace.open(path, read_only=True, still=True, key=key)
                held = _every_text(copy)
                copy.close()
                problems += [f"{name} is in {path.name}" for name in gone if name in held]
        return problems

    def look_around(self, seat: Seat, life: Life) -> list[str]:
        if seat.passphrase is not None:
            return []
        names = [name.encode() for (name,) in life.details("forget")]
        return [
            f"{name.decode()} was forgotten and is in the bytes of {path.name}"
            for path in sorted(seat.journal.parent.rglob("*"))
            if path.is_file()
            for name in names
            if name in path.read_bytes()
        ]


_BOUND = "Forgettable"


def _name(number: int) -> str:
    return f"{_BOUND} Zqx{number:04}vy"


def _every_text(workspace: Workspace) -> str:
    """Every row of every table, also of those that are derived."""
    database = workspace.database
    tables = database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return "\n".join(
        repr(row) for (table,) in tables for row in database.rows(f'SELECT * FROM "{table}"')
    )


WAYS: tuple[type[Way], ...] = (Copying, Restoring, Migrating, Forgetting)
