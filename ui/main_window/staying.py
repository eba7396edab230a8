"""Where someone was in a window that closes, to be there again when the journal is opened."""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QPlainTextEdit, QWidget

from app.model.errors import JournalError
from app.model.records import Draft
from app.services.log_form.form import DRAFTS, LogForm
from app.services.workspace import Workspace
from ui.bridge import Bridge, Route
from ui.widgets.quick_line_edit import QuickLineEdit
from ui.widgets.saving import InlineNote, Saver, unsaved

_DRAFT = "window:typed"
_Field = QLineEdit | QPlainTextEdit


@dataclass(frozen=True, slots=True)
class Stay:
    """The page, the way back, and on the page the place that is looked at and typed in.

    Text that was typed and belongs to no draft lies in the journal itself. Only where the journal
    could not be written it is held here, in `drafts` and, of pages not looked at, in `others`;
    it is emptied as soon as the text stands in its place again. `unseen` is how other pages stand
    that are not to lose it, by their names.
    """

    place: str
    route: Route
    trail: tuple[Route, ...] = ()
    standing: Mapping[str, Any] = field(default_factory=dict)
    focus: str = ""
    cursor: int = 0
    scrolled: Mapping[str, int] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    others: list[Typed] = field(default_factory=list)
    unseen: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def holds_text(self) -> bool:
        """Whether there is text in it that lies nowhere else."""
        return bool(self.drafts or self.others)


@dataclass(frozen=True, slots=True)
class Typed:
    """Texts by the place of their fields, and what leads back to them."""

    stay: Stay
    fields: Mapping[str, str]


def stay_on(page: QWidget, route: Route, place: str, trail: tuple[Route, ...]) -> Stay:
    """How a page stands. Pages that show more than their route says tell it themselves.

    `whereabouts()` is the route to what is shown, `standing()` what is open there, as plain
    values; `stand_again(standing)` opens it. A page that says `STANDS_UNSEEN` is asked also when
    another one is looked at.
    """
    focus, cursor = _focus_in(page)
    where = getattr(page, "whereabouts", None)
    standing: dict[str, Any] = getattr(page, "standing", dict)()
    now = where() if where is not None else route
    return Stay(place, now, trail, standing, focus, cursor, _scrolled_in(page))


def keep_typed(workspace: Workspace, stay: Stay, page: QWidget) -> None:
    """Write what is typed and not saved into the journal, with what leads back to it."""
    fields = {path: _text(one) for path, one in _fields(page) if _text(one)}
    if not fields or workspace.read_only:
        return
    route = stay.route
    where = {"page": route.page, "person": route.person, "tab": route.tab}
    where |= {"entry": route.entry, "meeting": route.meeting}
    body = {"route": where, "standing": stay.standing, "fields": fields}
    workspace.save_draft(_DRAFT, json.dumps(body, ensure_ascii=False))


def unsaved_on(page: QWidget, route: Route) -> Typed | None:
    """What a page that is not looked at holds and could not save."""
    if not unsaved(page):
        return None
    fields = {path: _text(one) for path, one in _fields(page) if unsaved(one)}
    return Typed(stay_on(page, route, "", ()), fields) if fields else None


def standing_unseen(page: QWidget) -> Mapping[str, Any]:
    """How a page that is not looked at stands, where that is not to be lost."""
    asked = getattr(page, "STANDS_UNSEEN", False)
    return getattr(page, "standing", dict)() if asked else {}


def keep_notes(workspace: Workspace, notes: list[str]) -> None:
    """Keep notes without a place as a form that the log page offers."""
    form = LogForm(said={"note": "\n\n".join(notes)})
    workspace.save_draft(f"{DRAFTS}{os.urandom(6).hex()}", form.to_json())


def take_typed(workspace: Workspace) -> Typed | None:
    """What was kept, once; also when the program ended before the journal was unlocked."""
    if workspace.read_only:
        return None
    draft = workspace.draft(_DRAFT)
    if draft is None:
        return None
    with contextlib.suppress(JournalError):  # on a full disk it stays, to be taken once more
        workspace.drop_draft(_DRAFT)
    kept = json.loads(draft.body)
    stay = Stay("", Route(**kept["route"]), standing=kept["standing"])
    return Typed(stay, kept["fields"])


def stand_again(page: QWidget, stay: Stay, fields: Mapping[str, str], bridge: Bridge) -> list[str]:
    """Open on the page what was open, with the same texts, the same focus and the same view.

    Returns the notes whose fields are not there any more.
    """
    with bridge.guard():
        if stay.standing:
            page.stand_again(stay.standing)  # type: ignore[attr-defined]
        _type_again(page, fields)
    _focus_again(page, stay.focus, stay.cursor)
    if stay.scrolled:
        _ScrollBack(page, stay.scrolled, bridge)
    there = {path for path, _one in _fields(page)}
    return [
        text
        for path, text in fields.items()
        if path not in there and path.rpartition("/")[2].startswith(InlineNote.__name__)
    ]


class _ScrollBack(QObject):
    """Scrolls a page back to where it was; long lists arrive a moment later."""

    def __init__(self, page: QWidget, scrolled: Mapping[str, int], bridge: Bridge) -> None:
        super().__init__(page)
        self._page, self._scrolled = page, scrolled
        bridge.idle.connect(self._scroll)
        QTimer.singleShot(0, self, self._scroll)

    def _scroll(self) -> None:
        if not self._page.isVisible() or _scroll_again(self._page, self._scrolled):
            self.deleteLater()


def _type_again(page: QWidget, fields: Mapping[str, str]) -> None:
    """Put the texts back into their fields, as if they were typed there."""
    for path, one in _fields(page):
        if path in fields and _text(one) != fields[path]:
            if isinstance(one, QLineEdit):
                one.selectAll()
                one.insert(fields[path])
            else:
                one.selectAll()
                one.insertPlainText(fields[path])


def _focus_in(page: QWidget) -> tuple[str, int]:
    """Which part of the page has the keyboard, and where in its text."""
    at = page.focusWidget()
    if at is None or not page.isAncestorOf(at):
        return "", 0
    if isinstance(at, QLineEdit):
        return _path(page, at), at.cursorPosition()
    return _path(page, at), at.textCursor().position() if isinstance(at, QPlainTextEdit) else 0


def _focus_again(page: QWidget, path: str, cursor: int) -> None:
    """Give the keyboard to the part that had it."""
    found = _at(page, path)
    if found is None or not found.isVisibleTo(page):
        return
    found.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(found, QLineEdit):
        found.setCursorPosition(cursor)
    elif isinstance(found, QPlainTextEdit):
        here = found.textCursor()
        here.setPosition(min(cursor, found.document().characterCount() - 1))
        found.setTextCursor(here)


def _scrolled_in(page: QWidget) -> dict[str, int]:
    """How far each scrolled part of the page is."""
    found = {}
    for one in page.findChildren(QAbstractScrollArea):
        value = one.verticalScrollBar().value()
        if value and one.isVisibleTo(page):
            found[_path(page, one)] = value
    return found


def _scroll_again(page: QWidget, scrolled: Mapping[str, int]) -> bool:
    """Scroll each part as far as it was; whether all of them are long enough by now."""
    all_there = True
    for path, value in scrolled.items():
        one = _at(page, path)
        if isinstance(one, QAbstractScrollArea):
            one.verticalScrollBar().setValue(value)
            all_there = all_there and one.verticalScrollBar().value() == value
    return all_there


# --- parts of a page, by their place in it -----------------------------------------------------


def _fields(page: QWidget) -> Iterator[tuple[str, _Field]]:
    """Fields one can see and type in, and whose text is kept by nothing else."""
    kinds: tuple[type[_Field], ...] = (QLineEdit, QPlainTextEdit)
    for kind in kinds:
        for one in page.findChildren(kind):
            # A quick line is kept by the page it stands on, under the key of its own draft.
            saves = isinstance(one, InlineNote | QuickLineEdit) or bool(one.findChildren(Saver))
            saves = saves and (isinstance(one, QuickLineEdit) or not unsaved(one))
            hidden = not one.isVisibleTo(page) or one.isReadOnly() or one.property("secret")
            if not saves and not hidden:
                yield _path(page, one), one


def _text(one: _Field) -> str:
    return one.text() if isinstance(one, QLineEdit) else one.toPlainText()


def _path(page: QWidget, part: QWidget) -> str:
    """Its way down from the page: at each step the kind of part, and which of that kind."""
    steps: list[str] = []
    at: QWidget | None = part
    while at is not None and at is not page:
        above = at.parentWidget()
        same = [c for c in _parts(above) if type(c) is type(at)] if above is not None else [at]
        steps.append(f"{type(at).__name__}{same.index(at)}")
        at = above
    return "/".join(reversed(steps))


def _at(page: QWidget, path: str) -> QWidget | None:
    found = page
    for step in path.split("/") if path else ():
        seen: Counter[str] = Counter()
        for child in _parts(found):
            name = type(child).__name__
            if f"{name}{seen[name]}" == step:
                found = child
                break
            seen[name] += 1
        else:
            return None
    return found


def _parts(of: QWidget | None) -> list[QWidget]:
    found = of.children() if of is not None else []
    return [child for child in found if isinstance(child, QWidget)]
