"""Cover mode: names and notes cannot be read on the screen, while the program's words stay.

What pages and lists draw themselves asks `shown` for the words to draw. Everything that Qt draws
(buttons, plain labels, fields, menus, tooltips) is covered by a filter that exists only meanwhile,
and so are the names that screen readers are told. The field one types in is not covered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

# Most classes are looked up in their module only while covered: naming them costs a start 5 ms.
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.model.people import PersonName
from app.model.texts import _, said
from app.services.covering import DOT, Covering
from app.services.covering import blank as blanked

_BEFORE = "_before_covering_"
_DOTS = rf"{DOT}+(\s+{DOT}+)*"
_ITEM_ROLE = Qt.ItemDataRole.UserRole + 77


class _Notifier(QObject):
    """Tells who shows names in a way of its own, such as a window in its title."""

    changed = Signal(bool)


class _State:
    covering: Covering | None = None
    filter: _Filter | None = None


notifier = _Notifier()


def active() -> bool:
    """Whether the screen is covered."""
    return _State.covering is not None


def shown(text: str) -> str:
    """The words to draw: the text itself, or what of it may be seen while covered."""
    return text if _State.covering is None else _State.covering.text(text)


def spoken(text: str) -> str:
    """The same for the ear: what is covered is called so."""
    covered = shown(text)
    return covered if covered == text else re.sub(_DOTS, _("covered"), covered)


def blank(text: str) -> str:
    """The text with every word covered."""
    return blanked(text)


def _label(text: str) -> str:
    """What a button or a menu shows instead; there, "&&" stands for "&"."""
    return shown(text.replace("&&", "&")).replace("&", "&&")


def cover(names: Iterable[PersonName]) -> None:
    """Cover everything from now on; `names` are hidden even among the program's words."""
    if _State.covering is not None:
        _State.covering.set_names(names)
        return
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    _State.covering = Covering(said, names)
    _State.filter = _Filter(app)
    app.installEventFilter(_State.filter)
    for widget in QApplication.allWidgets():
        _State.filter.hide(widget)
    _redraw()


def uncover() -> None:
    """Show everything again."""
    found, _State.filter, _State.covering = _State.filter, None, None
    if found is None:
        return
    QApplication.instance().removeEventFilter(found)  # type: ignore[union-attr]
    found.deleteLater()
    for widget in QApplication.allWidgets():
        _give_back(widget)
    _redraw()


def _redraw() -> None:
    for widget in QApplication.allWidgets():
        again = getattr(widget, "draw_again", None)
        if again is not None:
            again()
        widget.update()
    notifier.changed.emit(active())


# --- single properties of Qt's own widgets --------------------------------------------------------


def _swap(owner: QObject, name: str, now: str, hide: Callable[[str], str]) -> str | None:
    """What is to stand here while covered, None when that is what stands; notes what stood."""
    if not now:
        return None
    kept = owner.property(_BEFORE + name)
    if kept and kept[1] == now:
        return None
    covered = hide(now)
    if covered == now:
        return None
    owner.setProperty(_BEFORE + name, (now, covered))
    return covered


def _back(owner: QObject, name: str, now: str) -> str | None:
    """What stood here before it was covered, unless something else was put here since."""
    kept = owner.property(_BEFORE + name)
    if not kept:
        return None
    owner.setProperty(_BEFORE + name, None)
    before, covered = kept
    return str(before) if covered == now else None


def _give_back(widget: QWidget) -> None:
    name = _back(widget, "name", widget.accessibleName())
    if name is not None:
        widget.setAccessibleName(name)
    tip = _back(widget, "tip", widget.toolTip())
    if tip is not None:
        widget.setToolTip(tip)
    words = _back(widget, "description", widget.accessibleDescription())
    if words is not None:
        widget.setAccessibleDescription(words)
    if isinstance(widget, QtWidgets.QLineEdit):
        _show_line(widget)
        hint = _back(widget, "hint", widget.placeholderText())
        if hint is not None:
            widget.setPlaceholderText(hint)
    elif isinstance(widget, QtWidgets.QLabel | QtWidgets.QAbstractButton):
        text = _back(widget, "text", widget.text())
        if text is not None:
            widget.setText(text)
    elif isinstance(widget, QtWidgets.QComboBox):
        for at in range(widget.count()):
            before = widget.itemData(at, _ITEM_ROLE)
            if before is not None:
                widget.setItemText(at, before)
                widget.setItemData(at, None, _ITEM_ROLE)
    elif isinstance(widget, QtWidgets.QListWidget):
        for at in range(widget.count()):
            item = widget.item(at)
            if item.data(_ITEM_ROLE) is not None:
                item.setText(item.data(_ITEM_ROLE))
                item.setData(_ITEM_ROLE, None)
    elif isinstance(widget, QtWidgets.QMenu):
        for action in widget.actions():
            text = _back(action, "text", action.text())
            if text is not None:
                action.setText(text)


def _hide_line(line: QtWidgets.QLineEdit) -> None:
    if line.echoMode() == QtWidgets.QLineEdit.EchoMode.Normal:
        line.setProperty(_BEFORE + "line", True)
        line.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)


def _show_line(line: QtWidgets.QLineEdit) -> None:
    if line.property(_BEFORE + "line"):
        line.setProperty(_BEFORE + "line", None)
        line.setEchoMode(QtWidgets.QLineEdit.EchoMode.Normal)


def _hide_action(action: QtGui.QAction) -> None:
    covered = _swap(action, "text", action.text(), _label)
    if covered is not None:
        action.setText(covered)


class _Filter(QObject):
    """Covers a widget of Qt's before it is painted, whenever that was made or changed."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is shown, focused and painted; everything else passes."""
        kind = event.type()
        if kind == QEvent.Type.Paint:
            if not isinstance(watched, QWidget):
                return False
            return self._paints_itself(watched) or self.hide(watched)
        if kind in (QEvent.Type.Polish, QEvent.Type.Show):
            if isinstance(watched, QWidget):
                self.hide(watched)
        elif isinstance(watched, QtWidgets.QLineEdit):
            if kind == QEvent.Type.FocusIn:
                _show_line(watched)
            elif kind == QEvent.Type.FocusOut:
                _hide_line(watched)
        elif isinstance(watched, QtWidgets.QPlainTextEdit) and kind in (
            QEvent.Type.FocusIn,
            QEvent.Type.FocusOut,
        ):
            watched.viewport().update()
        return False

    def hide(self, widget: QWidget) -> bool:
        """Cover what Qt would draw or tell of this widget; it is painted as usual then."""
        name = _swap(widget, "name", widget.accessibleName(), spoken)
        if name is not None:
            widget.setAccessibleName(name)
        tip = _swap(widget, "tip", widget.toolTip(), shown)
        if tip is not None:
            widget.setToolTip(tip)
        words = _swap(widget, "description", widget.accessibleDescription(), spoken)
        if words is not None:
            widget.setAccessibleDescription(words)
        if isinstance(widget, QtWidgets.QLineEdit):
            if not widget.hasFocus():
                _hide_line(widget)
            hint = _swap(widget, "hint", widget.placeholderText(), shown)
            if hint is not None:
                widget.setPlaceholderText(hint)
        elif isinstance(widget, QtWidgets.QLabel | QtWidgets.QAbstractButton):
            if not hasattr(widget, "draw_again"):  # those of ours cover what they draw themselves
                hide = _label if isinstance(widget, QtWidgets.QAbstractButton) else shown
                text = _swap(widget, "text", widget.text(), hide)
                if text is not None:
                    widget.setText(text)
        elif isinstance(widget, QtWidgets.QComboBox):
            self._hide_choices(widget)
        elif isinstance(widget, QtWidgets.QListWidget):
            self._hide_items(widget)
        elif isinstance(widget, QtWidgets.QMenu):
            for action in widget.actions():
                _hide_action(action)
        return False

    @staticmethod
    def _hide_choices(box: QtWidgets.QComboBox) -> None:
        for at in range(box.count()):
            text = box.itemText(at)
            if shown(text) != text:
                box.setItemData(at, text, _ITEM_ROLE)
                box.setItemText(at, shown(text))

    @staticmethod
    def _hide_items(view: QtWidgets.QListWidget) -> None:
        for at in range(view.count()):
            item = view.item(at)
            text = item.text()
            if shown(text) != text:
                item.setData(_ITEM_ROLE, text)
                item.setText(shown(text))

    def _paints_itself(self, viewport: QWidget) -> bool:
        """Draw covered what Qt would draw from a document or a model; whether that was done."""
        owner = viewport.parent()
        if isinstance(owner, QtWidgets.QPlainTextEdit) and owner.viewport() is viewport:
            text = owner.toPlainText()
            if owner.hasFocus() or not text or blank(text) == text:
                return False
            _draw_text(owner, blank(text))
            return True
        if isinstance(owner, QtWidgets.QListWidget):
            self.hide(owner)
        elif isinstance(owner, QtWidgets.QAbstractItemView) and owner.viewport() is viewport:
            ours = type(owner.itemDelegate()).__module__.startswith("ui.")
            if ours or isinstance(owner.parent(), QWidget):
                return False
            _draw_text(owner, _("Covered"))  # what a field offers to complete what is typed
            return True
        return False


def _draw_text(area: QtWidgets.QPlainTextEdit | QtWidgets.QAbstractItemView, text: str) -> None:
    viewport = area.viewport()
    painter = QtGui.QPainter(viewport)
    painter.setFont(area.font())
    painter.setPen(area.palette().color(area.palette().ColorRole.Text))
    edge = area.document().documentMargin() if isinstance(area, QtWidgets.QPlainTextEdit) else 4
    up = area.verticalScrollBar().value() * area.fontMetrics().lineSpacing()
    room = QtCore.QRectF(viewport.rect()).adjusted(edge, edge - up, -edge, 0)
    option = QtGui.QTextOption()
    option.setWrapMode(QtGui.QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    painter.drawText(room, text, option)
    painter.end()
