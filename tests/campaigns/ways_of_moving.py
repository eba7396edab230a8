"""Work on the whole file: encrypting, other passphrases, copies, older schemas."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from app.model.copies import Reason
from app.model.errors import UserError
from app.services import backups, private_copies, vault
from app.services.places import is_missing
from app.services.workspace import Workspace
from tests.campaigns.killing import Child, Life
from tests.campaigns.seats import MARK, SAID, Seat, content
from tests.campaigns.ways import Way


def _numbered(number: int) -> str:
    return f"{SAID} {number}"


def _same(seat: Seat, workspace: Workspace) -> list[str]:
    """Whether the journal still holds what it held at first."""
    same = content(workspace) == seat.memory["content"]
    return [] if same else ["the journal holds other things"]


def _last_or_next(seat: Seat, life: Life) -> list[str | None]:
    """The passphrase that was set last, and the one that may have been set."""
    last = [details[0] for _deed, details in life.done][-1:]
    return [*(last or [seat.passphrase]), *life.maybe()]


def _remember(seat: Seat) -> None:
    workspace = seat.open()
    seat.memory["content"] = content(workspace)
    workspace.close()


class Converting(Way):
    """Encrypting, encrypting anew, decrypting, over and over."""

    name = "converting"
    protected = 0.5

    def prepare(self, seat: Seat) -> None:
        _remember(seat)

    def dress(self, seat: Seat) -> None:
        """With a copy that is as plain as the journal, and has to be encrypted with it."""
        seat.thin(keep=1)
        workspace = seat.open()
        backups.make(workspace, Reason.BY_HAND)
        workspace.close()

    def live(self, child: Child) -> None:
        path, number = child.journal, child.number * 1000
        key = None
        if child.passphrase is not None:
            key = vault.unlock(path, child.passphrase)
        while True:
            number += 1
            fresh = _numbered(number)
            if key is None:
                child.begin("protect", fresh)
                key = vault.protect(path, fresh)
                child.done("protect", fresh)
            elif child.chance.random() < 0.5:
                child.begin("renew", fresh)
                key = vault.renew(path, key, fresh)
                child.done("renew", fresh)
            else:
                child.begin("unprotect", None)
                vault.unprotect(path, key)
                key = None
                child.done("unprotect", None)

    def passphrases(self, seat: Seat, life: Life) -> list[str | None]:
        return _last_or_next(seat, life)

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        private_copies.keep_as_private(workspace)  # as the window does
        return _same(seat, workspace)


class Rephrasing(Way):
    """Another passphrase for the same key, over and over."""

    name = "changing the passphrase"
    protected = 1.0

    def prepare(self, seat: Seat) -> None:
        _remember(seat)
        workspace = seat.open()
        backups.make(workspace, Reason.BY_HAND)
        workspace.close()

    def live(self, child: Child) -> None:
        path, number = child.journal, child.number * 1000
        assert child.passphrase is not None
        key = vault.unlock(path, child.passphrase)
        while True:
            number += 1
            fresh = _numbered(number)
            child.begin("change", fresh)
            vault.change_passphrase(path, key, fresh)
            child.done("change", fresh)

    def passphrases(self, seat: Seat, life: Life) -> list[str | None]:
        return _last_or_next(seat, life)

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        problems = _same(seat, workspace)
        private_copies.keep_as_private(workspace)
        for copy in seat.copies():
            try:
                vault.unlock(copy, str(seat.passphrase))
            except UserError as error:
                problems.append(f"the copy {copy.name}: {error}")
        passed = [details[0] for _deed, details in life.done][:-1][-1:]
        problems += [f"“{old}” opens it still" for old in passed if seat.opens_with(old)]
        return problems


class Beginning(Way):
    """One new journal after the other, as the first page makes them."""

    name = "beginning"
    protected = 0.7

    def live(self, child: Child) -> None:
        for number in count():
            path = _begun(child.journal, f"{child.number}n{number}")
            child.begin("begin", path.name)
            key = None
            if child.passphrase is not None:
                key = vault.begin(path, child.passphrase)
            workspace = Workspace.open(path, create=True, key=key)
            workspace.save_draft("log:new", MARK)
            child.done("begin", path.name)
            workspace.close()

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        problems = []
        for name in (*(name for (name,) in life.details("begin")), *life.maybe()):
            path = seat.journal.with_name(name)
            done = [name] != life.maybe()
            if not done and (is_missing(path) or path.stat().st_size == 0):
                continue  # it can be begun again
            try:
                key = vault.unlock(path, seat.passphrase) if seat.passphrase else None
                opened = Workspace.open(path, key=key)
            except UserError as error:
                problems.append(f"{name} does not open: {error}")
                continue
            problems += opened.check()
            if done and opened.draft("log:new") is None:
                problems.append(f"{name} lost its first draft")
            opened.close()
        for path in seat.journal.parent.glob(f"{_BEGUN}*"):
            path.unlink()
        return problems


_BEGUN = "begun "


def _begun(journal: Path, token: str) -> Path:
    return journal.with_name(f"{_BEGUN}{token}.kith")


WAYS: tuple[type[Way], ...] = (Converting, Rephrasing, Beginning)
