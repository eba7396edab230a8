"""Everything held about someone: complete in JSON, readable as PDF, discreet about the others."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.exchange import held_data
from app.model.errors import FileWriteError, NotFoundError
from app.model.held import Held
from app.model.people import Attention, ContactPoint, Counterpart, PointKind
from app.model.records import Interaction
from app.model.values import Moment, PartialDate
from app.services import held
from app.services.log_form.form import LogForm, NotedItem, NotedKind
from app.services.workspace import Workspace
from app.store.reach import words_of
from tests.app.services.planting import plant

MARKER = "Qxzvkwmarker"


def test_every_word_about_them_is_in_the_json(workspace: Workspace, tmp_path: Path) -> None:
    person = plant(workspace, tmp_path, MARKER)
    texts = {
        text
        for table, columns in words_of(workspace.database).items()
        for column in columns
        for (text,) in workspace.database.rows(
            f'SELECT "{column}" FROM {table} WHERE instr("{column}", ?)', MARKER
        )
    }
    # Of texts about others only what stands around the name is told.
    mine = {text for text in texts if "Rui" not in text and "Okafor" not in text}
    mine -= {"The plans of Qxzvkwmarker other alias"}
    found = json.loads(held.as_json(held.gather(workspace, person.id)))
    told = set(strings(found))
    assert {text for text in mine if text not in told} == set()
    assert (found["format"], found["version"]) == ("kith held data", 1)
    former = f"{MARKER}former Name"
    history = found["history"]
    assert any(former in (c["before"] or {}).values() for s in history for c in s["changes"])
    assert {row["text"] for row in found["named_in_texts_about_others"]} >= {
        f"Through {MARKER} Okafor."
    }
    assert len(found["unfinished_texts"]) == 3
    assert {row["with"][0] for row in found["entries"] if row["with"]} == {"R. S."}


def strings(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in strings(value)]
    return [node] if isinstance(node, str) else []


def dinner(workspace: Workspace) -> Counterpart:
    with workspace.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor", note="Ask Rui first.")
        rui = edit.add(Counterpart, name="Rui Santos", aliases="Ruizinho")
        edit.add(ContactPoint, counterpart_id=rui.id, kind=PointKind.EMAIL, value="rui@sea.example")
        edit.add(
            Interaction,
            when=Moment(PartialDate(2026, 3, 2)),
            people=(dana.id, rui.id),
            note="Dinner with RUI SANTOS, who is rui@sea.example; Ruizinho laughed.",
        )
        edit.add(
            Interaction, when=Moment(PartialDate(2026, 3, 3)), people=(rui.id,), note="Rui alone"
        )
    return dana


def test_the_others_appear_with_initials(workspace: Workspace) -> None:
    dana = dinner(workspace)
    quiet = held.as_json(held.gather(workspace, dana.id)).decode()
    assert "Dinner with R. S., who is [address]; R. S. laughed." in quiet
    assert "Ask R. S. first." in quiet
    assert "santos" not in quiet.lower()
    assert "rui@sea" not in quiet
    assert "Rui alone" not in quiet
    loud = json.loads(held.as_json(held.gather(workspace, dana.id, full_names=True)))
    assert loud["entries"][0]["with"] == ["Rui Santos"]
    assert "RUI SANTOS" in loud["entries"][0]["note"]


@pytest.mark.parametrize(
    ("name", "short"), [("Rui Santos", "R. S."), ("陳美玲", "陳."), ("…", "N. N.")]
)
def test_initials(name: str, short: str) -> None:
    assert held.initials(name) == short


def test_the_pdf_can_be_read(workspace: Workspace, tmp_path: Path) -> None:
    person = plant(workspace, tmp_path, MARKER)
    found = held.gather(workspace, person.id)
    reader = PdfReader(BytesIO(held_data.make_pdf(found)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        f"Everything held about {MARKER} Okafor",
        "Other people appear with their initials",
        f"{MARKER} watch",
        f"{MARKER} talked",
        f"{MARKER} promise",
        "Taken from address books and calendars",
        "Named in what was written about others",
        f"{MARKER} walked alone",
        "with R. S.",
    ):
        assert words in text, words
    assert "Santos" not in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_pdf_tells_in_words_and_in_the_order_of_days(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor")
        rene = edit.add(Counterpart, name="René Silva")
        for day, note in ((22, "Third"), (21, "Second"), (19, "First")):
            when = Moment(PartialDate(2026, 11, day))
            edit.add(Interaction, when=when, people=(dana.id,), note=note)
    form = LogForm(
        said={"note": "Her garden.\nRené came by.", "channel": "meal", "minutes": "30"},
        people=(dana.id, rene.id),
        noted=(NotedItem(NotedKind.QUESTION, "How is the fig tree?", dana.id),),
    )
    workspace.save_draft("log:abc123", form.to_json())
    workspace.save_draft(f"goal:{dana.id}", "Ask about the move")
    found = held.gather(workspace, dana.id)
    parts = {part.title: part for part in found.parts}
    assert [line[1] for line in parts["Contacts"].lines] == ["First", "Second", "Third"]
    goal, draft = parts["Texts that were being written"].lines
    assert draft[1] == "Her garden.\nR. S. came by."
    assert draft[2] == "with R. S. · Channel: meal · Minutes: 30 · Question: How is the fig tree?"
    assert goal[1:] == ("Ask about the move", "Goal of the next meeting")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf_of(found))).pages)
    assert "{" not in text
    assert '"said"' not in text
    assert "Ren" not in held.as_json(found).decode()


def test_the_history_tells_each_step_in_words(workspace: Workspace) -> None:
    dana = dinner(workspace)
    with workspace.change("Change Dana") as edit:
        edit.set(dana, attention=Attention.ADDRESS, note="Ask Rui Santos later.", aliases="Day")
    with workspace.change("Bring a card") as edit:
        phone = edit.add(
            ContactPoint, counterpart_id=dana.id, kind=PointKind.PHONE, value="555", label="home"
        )
        edit.tag(dana, "Kunde", "Kochen")
        edit.remember_import("vcard:uid:77", "e6bd89", "counterpart", dana.id, "BEGIN:VCARD")
    with workspace.change("Take the number off") as edit:
        edit.remove(phone)
    workspace.undo()
    history = {part.title: part for part in held.gather(workspace, dana.id).parts}["History"]
    lines = {line[1]: line[2].splitlines() for line in history.lines}
    assert lines["Change Dana"] == [
        "Also called: nothing → Day",
        "Note: Ask R. S. first. → Ask R. S. later.",
        "Keeping up: Keep up with → Address only",
    ]
    assert lines["Bring a card"] == ["Way to reach them added: 555", "2 tags added"]
    gone = "Kind: Phone · Address or number: 555 · Label: home"
    assert lines["Take the number off"] == [f"Way to reach them deleted: {gone}"]
    assert lines["Taken back: Take the number off"] == ["Way to reach them added: 555"]
    assert lines["Add"][0] == "Person added: Dana Okafor"
    assert "Entry added: Dinner with R. S., who is [address]; R. S. laughed." in lines["Add"]


def test_a_long_step_goes_over_pages(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        dana = edit.add(Counterpart, name="Dana Okafor")
    with workspace.change("Log much") as edit:
        for n in range(150):
            when = Moment(PartialDate(2026, 3, 2))
            edit.add(Interaction, when=when, people=(dana.id,), note=f"Talk {n}.")
    pages = PdfReader(BytesIO(pdf_of(held.gather(workspace, dana.id)))).pages
    told = [page.extract_text().count("Entry added: Talk ") for page in pages]
    assert sum(told) == 150
    assert max(told) < 80  # what stands below the edge of a page is in its text all the same


def pdf_of(found: Held) -> bytes:
    return held_data.make_pdf(found)


def test_hostile_texts_are_only_texts(workspace: Workspace, tmp_path: Path) -> None:
    with workspace.change("Add") as edit:
        person = edit.add(
            Counterpart,
            name="#eval(1) *Å* 陳 مرحبا 🙂",
            note="$x$ #import \\ \u202e" + "long " * 4000,
        )
    out = tmp_path / "held.pdf"
    held.save_pdf(held.gather(workspace, person.id), out, "letter")
    assert out.read_bytes().startswith(b"%PDF")
    with pytest.raises(FileWriteError):
        held.save_pdf(held.gather(workspace, person.id), out)
    with pytest.raises(FileWriteError):
        held.save_json(held.gather(workspace, person.id), tmp_path / "missing" / "x.json")
    with pytest.raises(FileWriteError):
        held.save_json(held.gather(workspace, person.id), tmp_path)
    assert held.suggested_name('a/b:c"', ".json") == "Held about a b c.json"


def test_nobody_is_told_of_someone_who_is_gone(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError):
        held.gather(workspace, 7)
