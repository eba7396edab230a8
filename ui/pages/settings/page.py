"""Settings: every one of them, where it is changed, what it does, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.model.changes import Changes
from app.model.errors import InputError
from app.model.texts import _
from app.settings import BY_KEY, SETTINGS, Scope, Setting, Value
from ui import theme
from ui.bridge import Bridge, Route
from ui.pages.settings.panel import Panel
from ui.pages.settings.panels import PANELS
from ui.widgets.buttons import ChoiceRow, LinkButton, PlainButton
from ui.widgets.cards import Page, Section
from ui.widgets.elide import WrapLabel
from ui.widgets.forms import FieldRow, InlineLine

SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (_("You"), "", ("my_name", "my_addresses", "phone_country")),
    (
        _("This computer"),
        _("Kept on this computer, not in the journal."),
        ("theme", "text_scale", "last_journal", "recent_journals", "title_names_journal"),
    ),
    (_("Briefing"), "", ("paper",)),
    (
        _("History"),
        _("The journal keeps everything you ever did, unless you say otherwise here."),
        ("history_keep", "history_keep_imports"),
    ),
    (
        _("Files"),
        _("Photos and files lie inside the journal, and in every copy of it."),
        ("file_limit_mb", "files_heavy_mb"),
    ),
    (
        _("What the tests look at"),
        _(
            "These numbers are choices of ours, not results of research. They hold for this "
            "journal, and every answer follows at once when you change one."
        ),
        (
            "conversation_gap_hours",
            "unanswered_days",
            "window_months",
            "window_openings",
            "seasonal_window_months",
            "least_days_after",
            "most_days_after",
        ),
    ),
    (
        _("When a test answers"),
        _("Below these marks it says that there is not enough in the journal."),
        (
            "one_sided_share",
            "agenda_share",
            "sureness",
            "least_openings",
            "least_answers",
            "least_depths",
            "least_asks",
            "least_promises",
            "least_interests",
            "least_talks",
            "new_days",
            "new_conversations",
        ),
    ),
    (
        _("Keeping in touch"),
        _("Counted in the rhythm you meant for a person: 1.5 means half as long again."),
        ("due_factor", "quiet_factor", "dormant_years"),
    ),
)
_CHOICE_WORDS: Mapping[str, str] = {
    "not saved yet": _("Not saved yet"),
    "saved": _("Saved"),
    "do not ask": _("Do not ask"),
    "a4": _("A4"),
    "letter": _("Letter"),
    "system": _("As the desktop"),
    "light": _("Light"),
    "dark": _("Dark"),
    "everything": _("Everything"),
    "as the rest": _("As the rest"),
    "5 years": _("5 years"),
    "2 years": _("2 years"),
    "1 year": _("1 year"),
    "1 month": _("1 month"),
    "True": _("Yes"),
    "False": _("No"),
}


class SettingRow(QWidget):
    """One setting: its field, what it does, its limits, and "back to" once it differs."""

    changed = Signal(str, object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self.field = _field(setting)
        self.back = LinkButton(_back_words(setting))
        self.back.clicked.connect(lambda: self.changed.emit(setting.key, setting.default))
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(14))
        line.addWidget(self.field, 0 if _is_number(self) else 1)
        line.addWidget(self.back, 0, Qt.AlignmentFlag.AlignVCenter)
        if _is_number(self):
            line.addStretch(1)
        self.row = FieldRow(setting.title, both, _help(setting), label_width=220)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.row)
        if isinstance(self.field, InlineLine):
            self.field.edited.connect(self._typed)
        else:
            self.field.changed.connect(self._chosen)

    def show_value(self, value: Value) -> None:
        """Show what holds now."""
        shown: Any = _text(value) if isinstance(self.field, InlineLine) else value
        self.field.set_value(shown)
        self.back.setVisible(value != self.setting.default)
        self._tell("")

    def _typed(self, text: str) -> None:
        try:
            value = self.setting.read(text.strip().replace(",", ".") if _is_number(self) else text)
        except InputError as error:
            self._tell(str(error))
            return
        self.changed.emit(self.setting.key, value)

    def _chosen(self, value: object) -> None:
        # Pressing what is chosen already must not leave a setting without a value.
        self.changed.emit(self.setting.key, self.setting.default if value is None else value)

    def _tell(self, wrong: str) -> None:
        self.row.set_note(wrong or _help(self.setting))
        theme.set_role(self.field, "wrong", "true" if wrong else "false")


def _is_number(row: SettingRow) -> bool:
    return isinstance(row.field, InlineLine) and not isinstance(row.setting.default, str)


def _field(setting: Setting) -> Any:
    if setting.key == "text_scale":
        scales = [(scale, _("{number} %").format(number=round(100 * scale))) for scale in SCALES]
        return ChoiceRow(scales, setting.title)
    if setting.choices:
        words = [(choice, _CHOICE_WORDS.get(choice, choice)) for choice in setting.choices]
        return ChoiceRow(words, setting.title)
    if isinstance(setting.default, bool):
        return ChoiceRow([(True, _("Yes")), (False, _("No"))], setting.title)
    field = InlineLine("", name=setting.title)
    if not isinstance(setting.default, str):
        field.setMaximumWidth(theme.px(120))
    return field


def _help(setting: Setting) -> str:
    if setting.low is None or setting.high is None or setting.key == "text_scale":
        return setting.help
    limits = _("From {low} to {high}, usually {default}.").format(
        low=_text(setting.low), high=_text(setting.high), default=_text(setting.default)
    )
    return f"{setting.help} {limits}"


def _back_words(setting: Setting) -> str:
    if setting.default == "":
        return _("Leave it empty again")
    default = setting.default
    shown = _CHOICE_WORDS.get(str(default), _text(default))
    if setting.key == "text_scale":
        shown = _("{number} %").format(number=100)
    return _("Back to {default}").format(default=shown)


def _text(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


class SettingsPage(Page):
    """Every setting by group; what is typed holds at once."""

    USES: ClassVar[frozenset[str]] = frozenset({"setting"})

    def __init__(
        self, bridge: Bridge, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        told = (
            _(
                "This journal can only be read, so its own settings stay as they are; those of "
                "this computer hold at once."
            )
            if bridge.workspace.read_only
            else _("Everything holds at once and is saved.")
        )
        super().__init__(_("Settings"), told, parent=parent)
        self._bridge = bridge
        self.rows: dict[str, SettingRow] = {}
        for action_id in ("history.show", "file.import", "file.export"):
            button = PlainButton(actions[action_id].text().replace("&&", "&"))
            self.header.add_button(button.for_action(actions[action_id]))
        self.panels: list[Panel] = []
        for make in PANELS:
            panel = make(bridge, actions)
            self.panels.append(panel)
            self.add(panel)
            for key in panel.KEYS:
                panel.card.add_row(self._row(key))
        grouped = {key for _title, _words, keys in _GROUPS for key in keys} | {*self.rows}
        rest = tuple(setting.key for setting in SETTINGS if setting.key not in grouped)
        groups = [*_GROUPS, (_("More"), "", rest)] if rest else list(_GROUPS)
        for title, words, keys in groups:
            self._add_group(title, words, keys)
        self.add_stretch()
        bridge.computer_changed.connect(self._looks_changed)

    def _add_group(self, title: str, words: str, keys: tuple[str, ...]) -> None:
        section = Section(title)
        if words:
            section.card.add(WrapLabel(words, "body", "second"))
        for key in keys:
            section.card.add_row(self._row(key))
        self.add(section)

    def _row(self, key: str) -> SettingRow:
        row = self.rows[key] = SettingRow(BY_KEY[key])
        row.changed.connect(self._set)
        return row

    def refresh(self, changes: Changes | None) -> None:
        """Show the settings as they are now."""
        for key, row in self.rows.items():
            row.show_value(self._value(key))
        for panel in self.panels:
            panel.refresh()

    def _looks_changed(self, _key: str) -> None:
        self.refresh(None)

    def show_route(self, route: Route) -> None:
        """Bring the setting the route names into view."""
        for panel in self.panels:
            if route.tab and route.tab == panel.NAME:
                panel.begin()
                self.scroller.ensureWidgetVisible(panel)
        row = self.rows.get(route.tab)
        if row is not None:
            row.field.setFocus()
            self.scroller.ensureWidgetVisible(row)

    def _value(self, key: str) -> Value:
        if BY_KEY[key].scope is Scope.COMPUTER:
            return self._bridge.computer.get(key)
        return self._bridge.workspace.setting(key)

    def _set(self, key: str, value: Value) -> None:
        with self._bridge.guard():
            if BY_KEY[key].scope is Scope.COMPUTER:
                self._bridge.set_computer(key, value)
            else:
                self._bridge.workspace.set_setting(key, value)
        self.rows[key].show_value(self._value(key))
