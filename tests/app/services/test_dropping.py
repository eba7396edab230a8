"""Quick drop: what a card, a mail, an event, a text or a file becomes on a profile."""

from __future__ import annotations

import base64
from datetime import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.belongings import Attachment, Relation
from app.model.errors import NotFoundError, UserError
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Channel, Interaction, Meeting, Opener
from app.services import attachments, dropping, forget, transfer
from app.services.dropping import Kind
from app.services.workspace import Workspace
from app.store.dump import dump
from tests.app.exchange.letters import MINE, TAKEOUT, letter
from tests.app.services.test_watching import calendar, card, event

# The clock of these tests stands on 22 November 2026, 09:00 UTC.
HERS = "Ada Okafor <ada@example.org>"


@pytest.fixture
def ada(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name="Ada Okafor")
        edit.add(
            ContactPoint, counterpart_id=person.id, kind=PointKind.EMAIL, value="ada@example.org"
        )
    return person


def seen(workspace: Workspace, person: Counterpart, text: str | bytes, name: str = "x") -> object:
    data = text.encode() if isinstance(text, str) else text
    return dropping.understand(workspace, person, name, data)


def test_a_card_adds_what_is_missing_and_one_undo_takes_it_back(
    workspace: Workspace, ada: Counterpart
) -> None:
    before = dump(workspace.database)
    found = seen(workspace, ada, card("Ada Okafor", "TEL:+1 555 0100", "TITLE:Head", uid="a"))
    assert (found.kind, found.asks) == (Kind.CARD, False)
    assert found.words == "A card of Ada Okafor. It adds a phone number, the role."
    assert dump(workspace.database) == before, "nothing is written before one says so"
    assert dropping.take(workspace, ada.id, [found]) == "Added to Ada Okafor."
    assert workspace.get(Counterpart, ada.id).role == "Head"
    assert workspace.can_undo() == "Add a card to Ada Okafor"
    workspace.undo()
    assert dump(workspace.database) == before


def test_a_card_under_another_name_is_asked_about(workspace: Workspace, ada: Counterpart) -> None:
    found = seen(workspace, ada, card("Adaeze O. Married", "TEL:+1 555 0100", uid="a"))
    assert found.asks
    assert found.words.startswith("The card is of Adaeze O. Married, not of Ada Okafor.")
    dropping.take(workspace, ada.id, [found])
    person = workspace.get(Counterpart, ada.id)
    assert (person.name, person.aliases) == ("Ada Okafor", "Adaeze O. Married")


def test_a_relation_of_a_dropped_card_is_added_as_told(
    workspace: Workspace, ada: Counterpart
) -> None:
    text = card("Ada Okafor", "RELATED;TYPE=spouse;VALUE=text:Ben Okafor", uid="a")
    found = seen(workspace, ada, text)
    assert found.words == "A card of Ada Okafor. It adds a relation."
    dropping.take(workspace, ada.id, [found])
    (relation,) = workspace.find(Relation, counterpart_id=ada.id)
    assert (relation.what, relation.name) == ("spouse", "Ben Okafor")
    assert seen(workspace, ada, text).empty
    workspace.undo()
    assert not workspace.find(Relation)


def test_a_later_import_of_a_dropped_card_replaces_what_it_brought_and_no_more(
    workspace: Workspace, ada: Counterpart, tmp_path: Path
) -> None:
    with workspace.change("Write") as edit:
        edit.set(ada, role="Head")
    text = card("Ada Okafor", "TITLE:Head", "TEL:+1 555 0100", uid="a")
    dropping.take(workspace, ada.id, [seen(workspace, ada, text)])
    text = card("Ada Okafor", "TITLE:Chair", "TEL:+1 555 0199", uid="a")
    (tmp_path / "people.vcf").write_text(text)
    transfer.apply(workspace, transfer.preview(workspace, [tmp_path / "people.vcf"]))
    assert workspace.get(Counterpart, ada.id).role == "Head"
    numbers = [p.value for p in workspace.find(ContactPoint, kind=PointKind.PHONE)]
    assert numbers == ["+1 555 0199"]


def test_a_card_that_was_dropped_is_known_to_a_later_import(
    workspace: Workspace, ada: Counterpart, tmp_path: Path
) -> None:
    text = card("Adaeze O. Married", "TEL:+1 555 0100", uid="a")
    dropping.take(workspace, ada.id, [seen(workspace, ada, text)])
    (tmp_path / "people.vcf").write_text(text)
    transfer.apply(workspace, transfer.preview(workspace, [tmp_path / "people.vcf"]))
    assert len(workspace.people()) == 1


def test_a_card_with_nothing_new_has_nothing_to_do(workspace: Workspace, ada: Counterpart) -> None:
    found = seen(workspace, ada, card("Ada Okafor", "EMAIL:ada@example.org"))
    assert found.empty
    assert found.words == "The card says nothing about Ada Okafor that is not here already."


@pytest.mark.parametrize("separator", ["", TAKEOUT])
@pytest.mark.parametrize(
    ("mine", "sender", "to", "opener"),
    [
        ("me@example.org", MINE, HERS, Opener.ME),
        ("me@example.org", HERS, MINE, Opener.THEM),
        ("", HERS, MINE, Opener.THEM),
        ("", MINE, HERS, Opener.ME),
        ("", "Zoe <zoe@example.org>", "Yan <yan@example.org>", None),
    ],
)
def test_a_mail_becomes_an_entry_with_its_date_and_who_opened(
    workspace: Workspace,
    ada: Counterpart,
    mine: str,
    sender: str,
    to: str,
    opener: Opener | None,
    separator: str,
) -> None:
    workspace.set_setting("my_addresses", mine)
    data = letter(sender, to, "2 Mar 2026 12:00:00 +0000", "Plan", id="a", separator=separator)
    found = seen(workspace, ada, data, "mail.eml")
    assert found.kind is Kind.MAIL
    dropping.take(workspace, ada.id, [found])
    (entry,) = workspace.find(Interaction)
    assert (entry.people, entry.channel, entry.opener) == ((ada.id,), Channel.EMAIL, opener)
    assert str(entry.when.date) == "2026-03-02"
    assert seen(workspace, ada, data, "mail.eml").empty, "a second time there is nothing to do"


STRANGERS = "Zoe <zoe@example.org>", "Yan <yan@example.org>"


@pytest.mark.parametrize(
    ("sender", "to", "asks"),
    [
        (*STRANGERS, True),
        ("zoe@example.org", MINE, True),
        (MINE, "Ada Okafor <ada@new.example>", False),
        (MINE, f"Zoe <zoe@example.org>, {HERS}", False),
    ],
)
def test_a_mail_in_which_the_person_does_not_occur_is_asked_about(
    workspace: Workspace, ada: Counterpart, sender: str, to: str, asks: bool
) -> None:
    data = letter(sender, to, "2 Mar 2026 12:00:00 +0000", "Plan", id="a")
    found = seen(workspace, ada, data, "mail.eml")
    told = "Neither sender nor receiver is an address of Ada Okafor. An e-mail of "
    assert (found.asks, found.words.startswith(told)) == (asks, asks)
    assert (found.button == "Add it all the same") is asks


def test_a_mail_of_strangers_is_asked_about_for_someone_without_an_address(
    workspace: Workspace,
) -> None:
    with workspace.change("Add") as edit:
        bo = edit.add(Counterpart, name="Bo Lind")
    found = seen(workspace, bo, letter(*STRANGERS, "2 Mar 2026 12:00:00 +0000", "Plan", id="a"))
    assert found.asks
    assert found.words.startswith(
        "Neither sender nor receiver is called Bo Lind, who has no address here. An e-mail of "
    )


def test_a_mail_of_somebody_else_here_names_them_and_says_nobody_opened_it(
    workspace: Workspace, ada: Counterpart
) -> None:
    with workspace.change("Add") as edit:
        zoe = edit.add(Counterpart, name="Zoe Bell")
        mail = PointKind.EMAIL
        edit.add(ContactPoint, counterpart_id=zoe.id, kind=mail, value="zoe@example.org")
    data = letter("zoe@example.org", MINE, "2 Mar 2026 12:00:00 +0000", "Plan", id="a")
    found = seen(workspace, ada, data, "mail.eml")
    assert found.asks
    assert "It is a mail with Zoe Bell." in found.words
    assert "opened it." not in found.words
    dropping.take(workspace, ada.id, [found])
    (entry,) = workspace.find(Interaction)
    assert (entry.opener, entry.two_way, entry.answered) == (None, None, None)


def test_a_mail_of_a_machine_is_refused_in_words(workspace: Workspace, ada: Counterpart) -> None:
    data = letter("no-reply@shop.example", MINE, "2 Mar 2026 12:00:00 +0000", "Sale", id="a")
    with pytest.raises(UserError, match="is no mail to keep"):
        seen(workspace, ada, data, "mail.eml")
    assert workspace.find(Interaction) == []


def test_an_event_becomes_a_meeting_or_an_entry_with_this_person(
    workspace: Workspace, ada: Counterpart
) -> None:
    ahead = event(title="Review").replace("ada@example.org", "other@example.org")
    found = seen(workspace, ada, calendar(ahead), "invite.ics")
    assert found.words == "“Review”, Thu 3 Dec, 10:00, becomes a planned meeting with Ada Okafor."
    dropping.take(workspace, ada.id, [found])
    (meeting,) = workspace.find(Meeting)
    assert (meeting.title, meeting.people) == ("Review", (ada.id,))
    past = seen(workspace, ada, calendar(event(uid="p", start="20261103T100000", title="Lunch")))
    dropping.take(workspace, ada.id, [past])
    (entry,) = workspace.find(Interaction)
    assert (entry.people, entry.when.time) == ((ada.id,), time(10))
    assert seen(workspace, ada, calendar(ahead)).empty


def test_a_changed_invitation_moves_the_meeting(workspace: Workspace, ada: Counterpart) -> None:
    dropping.take(workspace, ada.id, [seen(workspace, ada, calendar(event()))])
    moved = calendar(event("SEQUENCE:1", start="20261204T100000"))
    dropping.take(workspace, ada.id, [seen(workspace, ada, moved)])
    (meeting,) = workspace.find(Meeting)
    assert str(meeting.when.date) == "2026-12-04"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("two.vcf", card("Ada Okafor", uid="a") + card("Ben Other", uid="b")),
        ("two.mbox", letter(HERS, id="a") + letter(HERS, id="b")),
        ("two.ics", calendar(event(uid="a", title="One"), event(uid="b", title="Two"))),
        ("none.ics", calendar()),
        ("often.ics", calendar(event("RRULE:FREQ=DAILY;COUNT=300"))),
        ("broken.ics", calendar("BEGIN:VEVENT\r\nDTSTART:99999999\r\nEND:VEVENT\r\n")),
        ("empty", ""),
    ],
)
def test_what_cannot_be_taken_is_one_sentence_and_changes_nothing(
    workspace: Workspace, ada: Counterpart, name: str, text: str
) -> None:
    before = dump(workspace.database)
    with pytest.raises(UserError):
        seen(workspace, ada, text, name)
    assert dump(workspace.database) == before


@pytest.mark.parametrize("data", [b"\xff" * 500, b"\x00BEGIN:VCARD", b"%PDF-1.7 \x80\x81", b"MZ"])
def test_any_other_bytes_are_a_file_of_the_person(
    workspace: Workspace, ada: Counterpart, data: bytes
) -> None:
    found = seen(workspace, ada, data, "thing.bin")
    assert found.kind is Kind.FILE
    dropping.take(workspace, ada.id, [found])
    (file,) = attachments.of_person(workspace, ada.id)
    assert attachments.data(workspace, file) == data
    workspace.undo()
    assert attachments.of_person(workspace, ada.id) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("call yesterday 30m", Kind.LINE),
        ("call with Ada yesterday", Kind.LINE),
        ("She prefers the small roof", Kind.NOTE),
        ("call with Zoe yesterday", Kind.NOTE),
        ("call\nwith a second line", Kind.NOTE),
        (card("Ada Okafor", "TEL:+1 555 0100"), Kind.CARD),
        (calendar(event()), Kind.EVENT),
        ("From: Ada <ada@example.org>\nDate: 2 Mar 2026 12:00:00 +0000\n\nHi", Kind.MAIL),
    ],
)
def test_a_pasted_text_is_the_right_thing(
    workspace: Workspace, ada: Counterpart, text: str, kind: Kind
) -> None:
    assert dropping.understand_text(workspace, ada, text).kind is kind


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("text", ["Grüße von Ada", "Elle préfère le café, déjà à Noël\nà bientôt"])
def test_a_text_file_in_any_alphabet_becomes_an_entry(
    workspace: Workspace, ada: Counterpart, encoding: str, text: str
) -> None:
    found = dropping.understand(workspace, ada, "note.txt", text.encode(encoding))
    assert (found.kind, found.text) == (Kind.NOTE, text)
    kept = dropping.understand(workspace, ada, "note.txt", b"\x01\x02\xff\xfe" * 40)
    assert kept.kind is Kind.FILE


def test_a_calendar_that_is_cut_off_says_so(workspace: Workspace, ada: Counterpart) -> None:
    event = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261003T100000\nSUMMARY:Lunch\nEND:VEVENT"
    )
    assert "cut off" in dropping.understand(workspace, ada, "a.ics", event.encode()).words


def test_a_line_is_logged_with_this_person(workspace: Workspace, ada: Counterpart) -> None:
    found = dropping.understand_text(workspace, ada, "call yesterday 30m")
    assert found.words == "Understood: call · Ada Okafor · Sat 21 Nov 2026, 30 min"
    dropping.take(workspace, ada.id, [found])
    (entry,) = workspace.find(Interaction)
    assert (entry.people, entry.channel, entry.minutes) == ((ada.id,), Channel.CALL, 30)
    assert str(entry.when.date) == "2026-11-21"


def test_a_text_is_kept_as_an_entry_of_today(workspace: Workspace, ada: Counterpart) -> None:
    found = dropping.understand_text(workspace, ada, "  Two lines\nof thought \n")
    dropping.take(workspace, ada.id, [found])
    (entry,) = workspace.find(Interaction)
    assert (entry.note, str(entry.when.date), entry.channel, entry.opener) == (
        "Two lines\nof thought",
        "2026-11-22",
        None,
        None,
    )


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 30_000])
def test_no_text_and_too_much_of_it_are_refused(
    workspace: Workspace, ada: Counterpart, text: str
) -> None:
    with pytest.raises(UserError):
        dropping.understand_text(workspace, ada, text)


_HOSTILE = st.one_of(
    st.binary(max_size=300),
    st.builds(
        lambda head, lines: head + b"\r\n".join(lines),
        st.sampled_from(
            [b"BEGIN:VCARD\r\n", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"From: a@b\nDate: x\n"]
        ),
        st.lists(
            st.one_of(
                st.binary(max_size=40),
                st.sampled_from(
                    [b"FN:A", b"DTSTART:20261203T100000", b"RRULE:FREQ=SECONDLY", b"END:VEVENT"]
                ),
            ),
            max_size=8,
        ),
    ),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=_HOSTILE, as_text=st.booleans())
def test_any_bytes_are_understood_or_refused_in_words(
    workspace: Workspace, ada: Counterpart, data: bytes, as_text: bool
) -> None:
    before = dump(workspace.database)
    try:
        if as_text:
            dropping.understand_text(workspace, ada, data.decode("utf-8", "replace"))
        else:
            dropping.understand(workspace, ada, "thing", data)
    except UserError as error:
        assert error.text
    assert dump(workspace.database) == before


def test_several_files_are_one_step(workspace: Workspace, ada: Counterpart, tmp_path: Path) -> None:
    before = dump(workspace.database)
    (tmp_path / "a.vcf").write_text(card("Ada Okafor", "TEL:+1 555 0100"))
    (tmp_path / "b.ics").write_text(calendar(event()))
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7 \x80")
    found = dropping.read_files(workspace, ada.id, sorted(tmp_path.glob("?.*")))
    assert [one.kind for one in found] == [Kind.CARD, Kind.EVENT, Kind.FILE]
    assert dropping.take(workspace, ada.id, found) == "3 things were added to Ada Okafor."
    assert workspace.can_undo() == "Add 3 things to Ada Okafor"
    workspace.undo()
    assert dump(workspace.database) == before


def test_a_folder_or_a_file_that_is_gone_is_refused(
    workspace: Workspace, ada: Counterpart, tmp_path: Path
) -> None:
    for path in (tmp_path, tmp_path / "gone.vcf"):
        with pytest.raises(UserError):
            dropping.read_files(workspace, ada.id, [path])


def test_a_photo_over_the_limit_does_not_come_with_its_card(
    workspace: Workspace, ada: Counterpart
) -> None:
    photo = base64.b64encode(b"\xff\xd8\xff" + bytes(1_000_000)).decode("ascii")
    workspace.set_setting("file_limit_mb", 1)
    text = card("Ada Okafor", "TITLE:Head", f"PHOTO;ENCODING=b;TYPE=JPEG:{photo}")
    found = seen(workspace, ada, text)
    assert found.words.endswith("It was left out.")
    dropping.take(workspace, ada.id, [found])
    assert workspace.find(Attachment) == []


def test_what_was_dropped_on_somebody_forgotten_goes_to_nobody_else(
    workspace: Workspace, ada: Counterpart
) -> None:
    found = seen(workspace, ada, b"She likes the harbour", "note.txt")
    forget.forget(workspace, ada.id)
    with workspace.change("Add") as edit:
        other = edit.add(Counterpart, name="Bo Lind")
    assert other.id == ada.id  # a number that is free again
    with pytest.raises(NotFoundError):
        dropping.take(workspace, ada.id, [found], uid=ada.uid)
    assert workspace.find(Interaction) == []
