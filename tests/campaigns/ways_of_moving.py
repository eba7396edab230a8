"""Work on the whole file: encrypting, other passphrases, copies, older schemas."""

from __future__ import annotations

from app.services import vault
from app.services.workspace import Workspace
from tests.campaigns.killing import Child, Life
from tests.campaigns.seats import SAID, Seat, content
from tests.campaigns.ways import Way


def _numbered(number: int) -> str:
    return f"{SAID} {number}"


def _same(seat: Seat, workspace: Workspace) -> list[str]:
    """Whether the journal still holds what it held at first."""
    return (
        [] if content(workspace) == seat.memory["content"] else ["the journal holds other things"]
    )


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
        last = [details[0] for _deed, details in life.done][-1:] or [seat.passphrase]
        return [*last, *(life.broken[1] if life.broken else ())]

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        return _same(seat, workspace)


class Rephrasing(Way):
    """Another passphrase for the same key, over and over."""

    name = "changing the passphrase"
    protected = 1.0

    def prepare(self, seat: Seat) -> None:
        _remember(seat)

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
        last = [details[0] for _deed, details in life.done][-1:] or [seat.passphrase]
        return [*last, *(life.broken[1] if life.broken else ())]

    def judge(self, seat: Seat, life: Life, workspace: Workspace) -> list[str]:
        problems = _same(seat, workspace)
        passed = [details[0] for _deed, details in life.done][:-1][-1:]
        problems += [f"“{old}” opens it still" for old in passed if seat.opens_with(old)]
        return problems


WAYS: tuple[type[Way], ...] = (Converting, Rephrasing)
