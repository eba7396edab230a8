"""Someone lets the computer's keyring remember the journal, and makes it forget again."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from app.services import vault
from app.services.places import default_journal
from tests.stories.conftest import Someone
from tests.stories.test_locking import PASSPHRASE, begins_protected, unlocks
from ui.pages.unlock import UnlockPage


class Drawer(KeyringBackend):
    """A keyring as a desktop has one, in memory."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    before, made = keyring.get_keyring(), Drawer()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


def page(someone: Someone) -> UnlockPage:
    found = someone.window.centralWidget()  # type: ignore[attr-defined]
    assert isinstance(found, UnlockPage)
    return found


def test_a_remembered_journal_opens_by_itself_but_not_after_locking(
    someone: Someone, drawer: Drawer
) -> None:
    begins_protected(someone)
    someone.starts_kith()
    page(someone).remember.setChecked(True)
    unlocks(someone)
    key = someone.journal.key
    assert key is not None
    # Under the salt, which says nothing of the journal, and as the recovery code.
    assert drawer.kept == {("kith", key.salt.hex()): vault.recovery_code(key)}

    someone.starts_kith()
    someone.waits_for("The journal is empty.")
    someone.waits()
    someone.presses("Ctrl+Shift+L")
    assert someone.sees("The journal is locked.")
    unlocks(someone)

    # A new key is remembered in the place of the old one; it opens without asking as well.
    someone.presses("Ctrl+,")
    someone.waits()
    assert someone.sees("This computer's keyring remembers how to open it")
    someone.goes_to("Make a new key")
    someone.presses("Space")
    someone.types(PASSPHRASE)
    someone.presses("Return")
    someone.waits_for("The journal has a new key.")
    someone.waits()
    fresh = someone.journal.key
    assert fresh is not None
    assert drawer.kept == {("kith", fresh.salt.hex()): vault.recovery_code(fresh)}
    someone.goes_to("Forget on this computer")
    someone.presses("Space")
    someone.waits_for("Remember on this computer")
    assert drawer.kept == {}
    someone.starts_kith()
    assert someone.sees("This journal has a passphrase.")


def test_what_the_keyring_holds_no_longer_fits(someone: Someone, drawer: Drawer) -> None:
    begins_protected(someone)
    someone.starts_kith()
    page(someone).remember.setChecked(True)
    unlocks(someone)
    drawer.kept = dict.fromkeys(drawer.kept, "an old code")
    someone.starts_kith()
    assert someone.sees("This journal has a passphrase.")
    unlocks(someone)


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_the_journal_opens_and_kith_says_so(someone: Someone) -> None:
    begins_protected(someone)
    someone.starts_kith()
    page(someone).remember.setChecked(True)
    unlocks(someone)
    assert someone.sees("This computer has no keyring that Kith could use.")
    someone.presses("Ctrl+,")
    someone.waits()
    someone.goes_to("Remember on this computer")
    someone.presses("Space")
    someone.waits_for("Type the passphrase each time; it is the safer way.")
    assert default_journal().exists()
