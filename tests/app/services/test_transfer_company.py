"""Whoever the user has taken off what an import brought stays off it when its source changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Interaction, Meeting
from app.services.transfer import ImportOptions, Plan, apply, preview
from app.services.workspace import Workspace


@pytest.fixture(autouse=True)
def people(workspace: Workspace) -> dict[str, int]:
    found = {}
    with workspace.change("Add") as edit:
        for name in ("Dana Okafor", "Rui Santos", "Eva Lind"):
            person = edit.add(Counterpart, name=name)
            found[name] = person.id
            mail = f"{name.split()[0].lower()}@example.org"
            edit.add(ContactPoint, counterpart_id=person.id, kind=PointKind.EMAIL, value=mail)
    return found


def take(workspace: Workspace, path: Path) -> Plan:
    plan = preview(workspace, [path], ImportOptions(my_addresses=("me@example.org",)))
    apply(workspace, plan)
    return plan


def named(workspace: Workspace, one: Interaction | Meeting) -> list[str]:
    return sorted(p.name.split()[0] for p in workspace.names_of(one.people).values())


def take_off(workspace: Workspace, one: Interaction | Meeting, number: int) -> None:
    with workspace.change("Take off") as edit:
        edit.set(one, people=tuple(other for other in one.people if other != number))


def journal(folder: Path, text: str) -> Path:
    path = folder / "journal.txt"
    path.write_text(f"[2024-03-01 09:30] Lunch\n{text}\n", "utf-8")
    return path


def test_someone_taken_off_a_journals_entry_stays_off(
    workspace: Workspace, tmp_path: Path, people: dict[str, int]
) -> None:
    take(workspace, journal(tmp_path, "With @DanaOkafor and @RuiSantos."))
    (entry,) = workspace.find(Interaction)
    take_off(workspace, entry, people["Rui Santos"])
    for text in ("A long lunch with @DanaOkafor and @RuiSantos.", "@DanaOkafor, @RuiSantos"):
        plan = take(workspace, journal(tmp_path, text))
        assert plan.rows[0].target == "Dana Okafor"
        (entry,) = workspace.find(Interaction)
        assert named(workspace, entry) == ["Dana"] and entry.note.endswith(text)
    # Whom it names for the first time comes in; whoever the user brought back stays.
    with workspace.change("Add") as edit:
        edit.set(entry, people=(*entry.people, people["Rui Santos"]))
    take(workspace, journal(tmp_path, "@DanaOkafor, @RuiSantos, @EvaLind"))
    (entry,) = workspace.find(Interaction)
    assert named(workspace, entry) == ["Dana", "Eva", "Rui"]


def test_whom_the_record_no_longer_names_stays_and_can_be_taken_off(
    workspace: Workspace, tmp_path: Path, people: dict[str, int]
) -> None:
    take(workspace, journal(tmp_path, "@DanaOkafor and @RuiSantos."))
    take(workspace, journal(tmp_path, "@DanaOkafor alone."))
    (entry,) = workspace.find(Interaction)
    assert named(workspace, entry) == ["Dana", "Rui"]
    take_off(workspace, entry, people["Rui Santos"])
    take(workspace, journal(tmp_path, "@DanaOkafor and @RuiSantos again."))
    (entry,) = workspace.find(Interaction)
    assert named(workspace, entry) == ["Dana"]


def event(folder: Path, title: str, day: str, *mails: str) -> Path:
    who = [f"ATTENDEE:mailto:{mail}" for mail in ("me@example.org", *mails)]
    lines = [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:e1",
        f"SUMMARY:{title}",
        f"DTSTART:{day}T100000",
    ]
    path = folder / "calendar.ics"
    path.write_text("\r\n".join([*lines, *who, "END:VEVENT", "END:VCALENDAR", ""]), "utf-8")
    return path


BOTH = ("dana@example.org", "rui@example.org")


@pytest.mark.parametrize(("day", "kind"), [("20200301", Interaction), ("20991201", Meeting)])
def test_someone_taken_off_an_event_stays_off_when_it_moves(
    workspace: Workspace, tmp_path: Path, people: dict[str, int], day: str, kind: type
) -> None:
    ahead = workspace.today.replace(year=workspace.today.year + 1)
    day = day if kind is Interaction else ahead.strftime("%Y%m%d")
    take(workspace, event(tmp_path, "Lunch", day, *BOTH))
    (one,) = workspace.find(kind)
    assert named(workspace, one) == ["Dana", "Rui"]
    take_off(workspace, one, people["Rui Santos"])
    for title, mails in (("Late lunch", BOTH), ("Dinner", (*BOTH, "eva@example.org"))):
        take(workspace, event(tmp_path, title, day, *mails))
    (one,) = workspace.find(kind)
    assert named(workspace, one) == ["Dana", "Eva"]


def chat(folder: Path, *senders: str) -> Path:
    path = folder / "WhatsApp Chat with Boats.txt"
    lines = [f"[03/13/2024, 10:{n:02}:00] {name}: Word {n}" for n, name in enumerate(senders)]
    path.write_text("\n".join([*lines, ""]), "utf-8")
    return path


def test_someone_taken_off_a_conversation_stays_off_when_it_goes_on(
    workspace: Workspace, tmp_path: Path, people: dict[str, int]
) -> None:
    workspace.set_setting("my_name", "Me Myself")
    first = ("Me Myself", "Dana Okafor", "Rui Santos")
    take(workspace, chat(tmp_path, *first))
    (entry,) = workspace.find(Interaction)
    assert named(workspace, entry) == ["Dana", "Rui"]
    take_off(workspace, entry, people["Rui Santos"])
    take(workspace, chat(tmp_path, *first, "Rui Santos", "Eva Lind"))
    (entry,) = workspace.find(Interaction)
    assert named(workspace, entry) == ["Dana", "Eva"] and "5 messages" in entry.note


def mail(folder: Path, *days: str) -> Path:
    path = folder / "mail.mbox"
    mails = [
        "From a@x.example Mon Nov 06 04:42:58 +0000 2017\n"
        "From: Dana Okafor <dana@example.org>\nTo: me@example.org, rui@example.org\n"
        f"Message-ID: <m{n}@x>\nSubject: Boats\nDate: {day} 10:00:00 +0000\n"
        + (f"In-Reply-To: <m{n - 1}@x>\nReferences: <m{n - 1}@x>\n" if n else "")
        + "\nText\n\n"
        for n, day in enumerate(days)
    ]
    path.write_text("".join(mails), "utf-8")
    return path


def test_someone_taken_off_the_later_months_of_a_conversation_stays_off(
    workspace: Workspace, tmp_path: Path, people: dict[str, int]
) -> None:
    days = ["3 Jan 2020", "20 Jan 2020", "8 Feb 2020", "1 Mar 2020"]
    take(workspace, mail(tmp_path, *days))
    entries = workspace.find(Interaction)
    assert len(entries) > 1 and all(named(workspace, one) == ["Dana", "Rui"] for one in entries)
    for one in entries:
        take_off(workspace, one, people["Rui Santos"])
    take(workspace, mail(tmp_path, *days, "20 Mar 2020"))
    entries = workspace.find(Interaction)
    assert [named(workspace, one) for one in entries] == [["Dana"]] * len(entries)


def test_an_entry_deleted_and_taken_again_has_everyone(
    workspace: Workspace, tmp_path: Path, people: dict[str, int]
) -> None:
    path = journal(tmp_path, "Lunch with @DanaOkafor and @RuiSantos.")
    take(workspace, path)
    (entry,) = workspace.find(Interaction)
    take_off(workspace, entry, people["Rui Santos"])
    with workspace.change("Delete") as edit:
        edit.remove(workspace.get(Interaction, entry.id))
    plan = preview(workspace, [path])
    apply(workspace, plan.take_many([0]))
    (entry,) = workspace.find(Interaction)
    assert named(workspace, entry) == ["Dana", "Rui"]
