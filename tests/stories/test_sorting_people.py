"""Someone imports a hundred people, sorts them by keyboard, stops, goes on, and changes a mind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from app.model.people import Attention, Counterpart, Kind, Rhythm
from tests.stories.conftest import Someone
from ui.main_window import MainWindow

_MOST_PRESSES = 150
_HUNDRED = 100
_BUSY = 30  # with these there are events in the calendar, the first ones with the most
_CARD = "BEGIN:VCARD\nVERSION:4.0\nFN:{name}\nEMAIL:{mail}\nEND:VCARD\n"
_EVENT = (
    "BEGIN:VEVENT\nUID:{uid}\nDTSTART:{day}T100000Z\nDTEND:{day}T103000Z\nSUMMARY:Talk\n"
    "ATTENDEE:mailto:me@own.example\nATTENDEE:mailto:{mail}\nEND:VEVENT\n"
)


def name_of(number: int) -> str:
    return f"Person{number:02} Importer"


def files(folder: Path) -> list[Path]:
    """A hundred cards, and a calendar of talks with some of them."""
    mails = [f"person{number}@mail.example" for number in range(_HUNDRED)]
    cards = "".join(_CARD.format(name=name_of(n), mail=mail) for n, mail in enumerate(mails))
    events = "".join(
        _EVENT.format(uid=f"{n}-{month}", day=f"2026{month:02}{1 + n % 27:02}", mail=mails[n])
        for n in range(_BUSY)
        for month in range(1, 11 - n // 4)
    )
    calendar = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n{events}END:VCALENDAR\n"
    made = [folder / "cards.vcf", folder / "talks.ics"]
    made[0].write_text(cards, encoding="utf-8")
    made[1].write_text(calendar, encoding="utf-8")
    return made


def import_them(someone: Someone, folder: Path) -> None:
    someone.starts_kith()
    someone.clicks("Go without a passphrase")
    someone.clicks("Begin without a passphrase")
    someone.waits()
    someone.journal.set_setting("my_addresses", "me@own.example")
    for file in files(folder):
        window = someone.window
        assert isinstance(window, MainWindow)
        window.bridge.go("import", extra={"files": [file]})
        someone.waits()
        talks = sum(10 - n // 4 for n in range(_BUSY))
        cards = file.suffix == ".vcf"
        someone.clicks("Import 100 people" if cards else f"Import {talks} records")
        someone.waits()


class Presses:
    """The keyboard, counting every key that is pressed."""

    def __init__(self, someone: Someone) -> None:
        self._someone = someone
        self.count = 0

    def press(self, *keys: str) -> None:
        self.count += len(keys)
        self._someone.presses(*keys)


def attentions(someone: Someone) -> Counter[Attention]:
    return Counter(person.attention for person in someone.journal.people())


def test_a_hundred_people_are_sorted_with_few_keys(someone: Someone, tmp_path: Path) -> None:
    import_them(someone, tmp_path)
    someone.clicks("Sort these people")
    someone.waits()
    assert someone.sees("0 of 100 sorted, 0 kept up with.")
    assert someone.sees(name_of(0))
    assert someone.sees("10 contacts since January")
    keys = Presses(someone)

    # The busiest first: clients and friends, in the rhythm that is proposed.
    for number in range(25):
        assert someone.sees(name_of(number))
        keys.press("3" if number % 2 else "1", "Return")
    # A few in a rhythm of one's own, kind unsaid, and one that was a slip of the finger.
    keys.press("Y", "O", "Ctrl+Z", "T")
    assert someone.sees("27 of 100 sorted, 27 kept up with.")

    # Stop, close the program, go on another day.
    keys.press("Esc")
    someone.starts_kith()
    assert someone.sees("73 people wait to be sorted.")
    keys.press("Ctrl+Shift+S")
    someone.waits()
    assert someone.sees("27 of 100 sorted, 27 kept up with.")

    # The rest one by one: an address here, left out there, one put off and answered at the end.
    keys.press("S")
    for number in range(72):
        keys.press("A" if number % 3 else "O")
    keys.press("A")
    assert someone.sees("Everyone has an answer.")
    assert someone.sees("100 of 100 sorted, 27 kept up with.")

    assert keys.count <= _MOST_PRESSES, keys.count
    assert attentions(someone) == {
        Attention.KEEP: 27,
        Attention.OUT: 24,
        Attention.ADDRESS: 49,
    }
    first = someone.journal.person_named(name_of(0))
    assert (first.kind, first.rhythm) == (Kind.FRIEND, Rhythm.MONTHLY)


def test_many_at_once_and_a_change_of_mind(someone: Someone, tmp_path: Path) -> None:
    import_them(someone, tmp_path)
    someone.presses("Ctrl+1")
    someone.waits_for("100 people wait to be sorted.")
    someone.clicks("Sort them")
    someone.waits()
    assert someone.sees("70 people have no contact and no meeting in the journal.")
    someone.clicks("Leave them out")
    someone.waits()
    assert attentions(someone)[Attention.OUT] == 70
    someone.presses("Ctrl+Z")
    someone.waits()
    assert attentions(someone)[Attention.UNSORTED] == 100
    someone.clicks("Leave them out")
    someone.waits()

    # People shows thirty; those left out stand under a filter of their own.
    someone.presses("Ctrl+2")
    someone.waits()
    assert someone.sees("All 30")
    someone.clicks("Left out")
    someone.waits()
    left_out = someone.journal.person_named(name_of(99))
    assert left_out.attention is Attention.OUT

    # Logged by name all the same; the question whether to keep up again is quiet.
    someone.presses("Ctrl+L")
    someone.types(f"call with {name_of(99)} yesterday 30m")
    someone.waits()
    someone.presses("Return")
    someone.waits_for(f"{name_of(99)} is left out of your lists.")
    someone.clicks("Keep up with them again")
    someone.waits()
    assert someone.journal.get(Counterpart, left_out.id).attention is Attention.KEEP
