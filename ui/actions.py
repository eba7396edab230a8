"""Everything one can do from the keyboard or a menu, declared once."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from app.model.texts import _


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action: its id, words, shortcut, icon and what the tooltip says.

    `menu` is where it stands in the menu bar ("" for nowhere); `checkable` actions show a tick.
    """

    id: str
    text: str
    shortcut: str
    icon: str
    tip: str
    menu: str = ""
    checkable: bool = False


ACTIONS: tuple[ActionRow, ...] = (
    ActionRow("go.today", _("Today"), "Ctrl+1", "sun", _("What today asks for"), "go"),
    ActionRow("go.people", _("People"), "Ctrl+2", "users", _("Everyone in the journal"), "go"),
    ActionRow(
        "go.timeline",
        _("Timeline"),
        "Ctrl+3",
        "calendar-range",
        _("Everything that was logged, in order"),
        "go",
    ),
    ActionRow(
        "go.prepare", _("Prepare"), "Ctrl+4", "clipboard-list", _("Get ready for a meeting"), "go"
    ),
    ActionRow(
        "go.settings", _("Settings"), "Ctrl+,", "settings", _("How the program behaves"), "go"
    ),
    ActionRow("go.back", _("Back"), "Alt+Left", "arrow-left", _("Where you were before"), "go"),
    ActionRow(
        "palette.open",
        _("Find anything"),
        "Ctrl+K",
        "command",
        _("Search everything written, jump to it, or run an action by name"),
        "go",
    ),
    ActionRow(
        "find.people", _("Find a person"), "Ctrl+F", "search", _("Narrow the list of people"), "go"
    ),
    ActionRow(
        "log.line",
        _("Log an interaction in one line"),
        "Ctrl+L",
        "pencil-line",
        _("Write one line: who, how, when, how long, who opened"),
        "journal",
    ),
    ActionRow(
        "log.form",
        _("Log with the full form"),
        "Ctrl+Shift+N",
        "square-pen",
        _("Every field of an interaction, all optional"),
        "journal",
    ),
    ActionRow(
        "person.new",
        _("New person"),
        "Ctrl+N",
        "user-plus",
        _("Add someone to the journal"),
        "journal",
    ),
    ActionRow(
        "people.sort",
        _("Sort people"),
        "Ctrl+Shift+S",
        "list-checks",
        _("Say whom to keep up with, one after another, after an import or at any time"),
        "journal",
    ),
    ActionRow(
        "person.prepare",
        _("Prepare to meet this person"),
        "Ctrl+Shift+P",
        "user-check",
        _("See what you share, what is open and what to ask"),
        "journal",
    ),
    ActionRow(
        "person.past",
        _("This person as they were"),
        "",
        "calendar-clock",
        _("See the profile as the journal held it at the end of an earlier day"),
        "journal",
    ),
    ActionRow(
        "person.paste",
        _("Paste onto this profile"),
        "Ctrl+V",
        "clipboard-paste",
        _("A card, a mail, an event, a text or a file becomes the right thing; you are asked"),
        "journal",
    ),
    ActionRow(
        "person.delete",
        _("Delete this person"),
        "",
        "user-x",
        _("Remove the person and everything logged with them alone; undo brings it back"),
        "journal",
    ),
    ActionRow(
        "person.merge",
        _("Merge this person with another…"),
        "",
        "merge",
        _("Make one person of two records of the same one; undo brings both back"),
        "journal",
    ),
    ActionRow(
        "people.alike",
        _("People who look alike"),
        "",
        "users-round",
        _("Pairs that may be one person, with why, to merge or to keep apart"),
        "journal",
    ),
    ActionRow(
        "person.export",
        _("Export this person…"),
        "",
        "file-up",
        _("Take them out as a page, a card, tables, a calendar or an archive"),
        "journal",
    ),
    ActionRow(
        "person.held",
        _("Everything held about this person…"),
        "",
        "file-user",
        _("Save all that is written about them, for someone who asks"),
        "journal",
    ),
    ActionRow(
        "person.forget",
        _("Forget this person…"),
        "",
        "eraser",
        _("Remove the person from everything, the history too; nothing brings them back"),
        "journal",
    ),
    ActionRow(
        "entry.edit", _("Edit this entry"), "F2", "pencil", _("Change what was logged"), "journal"
    ),
    ActionRow(
        "entry.delete",
        _("Delete this entry"),
        "Del",
        "trash-2",
        _("Remove the entry; undo brings it back"),
        "journal",
    ),
    ActionRow(
        "file.new", _("New journal"), "", "file-plus", _("Begin an empty journal in a file"), "file"
    ),
    ActionRow(
        "file.open", _("Open a journal"), "Ctrl+O", "folder-open", _("Open another file"), "file"
    ),
    ActionRow(
        "file.recent",
        _("Open recent"),
        "Ctrl+Shift+O",
        "history",
        _("Open one of the journals that were open lately"),
        "file",
    ),
    ActionRow(
        "file.import",
        _("Import"),
        "Ctrl+I",
        "file-input",
        _("Read address books, calendars, mail, chats, tables; look first, then take them in"),
        "file",
    ),
    ActionRow(
        "file.export",
        _("Export"),
        "Ctrl+Shift+I",
        "file-output",
        _("Take people and entries out as pages, cards, tables, a calendar or an archive"),
        "file",
    ),
    ActionRow(
        "brief.preview",
        _("Preview the briefing"),
        "Ctrl+Shift+E",
        "eye",
        _("See the pages before they are saved"),
        "file",
    ),
    ActionRow(
        "brief.export",
        _("Export the briefing as PDF"),
        "Ctrl+E",
        "file-down",
        _("Save a page or two to read before the meeting"),
        "file",
    ),
    ActionRow(
        "journal.lock",
        _("Lock the journal"),
        "Ctrl+Shift+L",
        "lock",
        _("Close it now; only the passphrase or the recovery code opens it again"),
        "file",
    ),
    ActionRow("app.quit", _("Quit"), "Ctrl+Q", "log-out", _("Close the program"), "file"),
    ActionRow("edit.undo", _("Undo"), "Ctrl+Z", "undo-2", _("Take the last step back"), "edit"),
    ActionRow("edit.redo", _("Redo"), "Ctrl+Shift+Z", "redo-2", _("Do the step again"), "edit"),
    ActionRow(
        "history.show",
        _("Show the history"),
        "Ctrl+H",
        "history",
        _("Every step that changed the journal, newest first"),
        "edit",
    ),
    ActionRow(
        "trash.show",
        _("Show the Trash"),
        "",
        "archive-restore",
        _("Everything that was deleted, and the way back for each of it"),
        "edit",
    ),
    ActionRow(
        "view.theme.light", _("Light"), "", "sun", _("Dark text on a light ground"), "view", True
    ),
    ActionRow(
        "view.theme.dark", _("Dark"), "", "moon", _("Light text on a dark ground"), "view", True
    ),
    ActionRow(
        "view.theme.system",
        _("As the desktop"),
        "",
        "monitor",
        _("Light or dark, whichever the desktop uses"),
        "view",
        True,
    ),
    ActionRow(
        "view.text_larger", _("Larger text"), "Ctrl++", "zoom-in", _("Make all text larger"), "view"
    ),
    ActionRow(
        "view.text_smaller",
        _("Smaller text"),
        "Ctrl+-",
        "zoom-out",
        _("Make all text smaller"),
        "view",
    ),
    ActionRow(
        "view.text_reset",
        _("Usual text size"),
        "Ctrl+0",
        "a-large-small",
        _("Back to the usual size"),
        "view",
    ),
    ActionRow(
        "view.cover",
        _("Cover names and notes"),
        "F8",
        "eye-off",
        _("Nobody who sees your screen can read them; the field you type in stays open"),
        "view",
        True,
    ),
    ActionRow(
        "menu.show", _("Show the menu"), "F10", "menu", _("Everything Kith can do, in one menu"), ""
    ),
    ActionRow("help.handbook", _("Handbook"), "F1", "book-open", _("How everything works"), "help"),
)

BY_ID: Mapping[str, ActionRow] = {row.id: row for row in ACTIONS}
MENUS: tuple[tuple[str, str], ...] = (
    ("file", _("File")),
    ("edit", _("Edit")),
    ("journal", _("Journal")),
    ("go", _("Go")),
    ("view", _("View")),
    ("help", _("Help")),
)
# More keys for the same thing, where hands expect them; the first one is the one menus show.
_MORE_KEYS: Mapping[str, tuple[str, ...]] = {
    "view.text_larger": ("Ctrl+=",),
    "edit.redo": ("Ctrl+Y",),
}


def shortcut_text(action_id: str) -> str:
    """The keys of an action as this platform writes them, "" if it has none."""
    keys = QKeySequence(BY_ID[action_id].shortcut)
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def make_actions(parent: QObject) -> dict[str, QAction]:
    """A QAction for every row, by id, without icons: `widgets.action_icons` adds those later."""
    made: dict[str, QAction] = {}
    for row in ACTIONS:
        action = QAction(row.text.replace("&", "&&"), parent)
        action.setObjectName(row.id)
        action.setCheckable(row.checkable)
        if row.shortcut:
            keys = (row.shortcut, *_MORE_KEYS.get(row.id, ()))
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        shown = shortcut_text(row.id)
        action.setToolTip(f"{row.tip} ({shown})" if shown else row.tip)
        action.setStatusTip(row.tip)
        made[row.id] = action
    return made
