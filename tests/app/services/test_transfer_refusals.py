"""A record that was left out stays so at the next import, is told as such, and can be taken."""

from __future__ import annotations

from pathlib import Path

from app.model.imports import Fate
from app.model.people import Counterpart
from app.services.transfer import apply, preview
from app.services.workspace import Workspace

CARD = "BEGIN:VCARD\nVERSION:4.0\nUID:{uid}\nFN:{name}\nEMAIL:{uid}@mail.example\nEND:VCARD\n"


def book(folder: Path, *names: str) -> Path:
    path = folder / "book.vcf"
    cards = (CARD.format(uid=name.split()[0].lower(), name=name) for name in names)
    path.write_text("".join(cards), encoding="utf-8")
    return path


def test_what_was_left_out_stays_left_out_and_can_be_taken(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = book(tmp_path, "Ann Lee", "Tom Baker")
    apply(workspace, preview(workspace, [path]).decide(1, Fate.SKIPPED))
    again = preview(workspace, [path])
    row = again.rows[1]
    assert (row.fate, row.why) == (Fate.SKIPPED, "You left it out of an earlier import.")
    assert row.can_be_taken
    # It stays so when it is left out once more, and when the rest of the file changes.
    path = book(tmp_path, "Ann Lee", "Tom Baker", "Eva Novak")
    apply(workspace, preview(workspace, [path]))
    plan = preview(workspace, [path])
    assert plan.rows[1].fate is Fate.SKIPPED
    assert not workspace.find(Counterpart, name="Tom Baker")
    # Once it is taken it is here, and undone it is left out as before.
    apply(workspace, plan.take_many([1]))
    assert workspace.find(Counterpart, name="Tom Baker")
    assert preview(workspace, [path]).rows[1].here
    workspace.undo()
    assert preview(workspace, [path]).rows[1].why == "You left it out of an earlier import."


def test_no_tick_adds_who_is_here_already_and_news_of_them_still_come_in(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = book(tmp_path, "Ann Lee", "Tom Baker")
    apply(workspace, preview(workspace, [path]))
    again = preview(workspace, [path])
    assert not any(row.can_be_taken for row in again.rows)
    assert again.take_many([0, 1]).rows == again.rows
    # As someone new only where that is said outright; and thought better of, it leaves no trace.
    added = again.decide(1, Fate.ADDED)
    assert added.rows[1].fate is Fate.ADDED
    apply(workspace, added.decide(1, Fate.SKIPPED))
    path.write_text(path.read_text().replace("FN:Tom Baker", "FN:Tom Baker\nTITLE:Baker"))
    assert preview(workspace, [path]).rows[1].fate is Fate.MERGED


def test_what_is_remembered_tells_nothing_of_the_record(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = book(tmp_path, "Ann Lee", "Tom Baker")
    apply(workspace, preview(workspace, [path]).decide(1, Fate.SKIPPED))
    kept = [*workspace.database.rows("SELECT key, value FROM setting")]
    assert any("left_out" in key for key, _value in kept)
    assert "tom" not in str(kept).lower()
