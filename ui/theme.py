"""Colours, fonts, sizes and icons of the window, light or dark, at any text size."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from weakref import WeakKeyDictionary
from zipfile import ZipFile

from PySide6 import QtGui
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontInfo,
    QGuiApplication,
    QPalette,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QStyleFactory, QWidget
from shiboken6 import isValid

CHOICES = ("light", "dark", "system")
STYLE = "Fusion"
_THEMES = Path(__file__).resolve().parents[1] / "resources" / "themes"
_PAIR = re.compile(r'^(\w+) = "([^"]*)"', re.MULTILINE)
STATES = ("for", "against", "open", "silent")

# Pixels at scale 1.0, and weight, for each kind of text.
_KINDS: Mapping[str, tuple[int, QFont.Weight]] = {
    "hero": (28, QFont.Weight.Bold),
    "title": (22, QFont.Weight.Bold),
    "lead": (16, QFont.Weight.Normal),
    "body": (14, QFont.Weight.Normal),
    "strong": (14, QFont.Weight.Bold),
    "button": (14, QFont.Weight.Medium),
    "section": (13, QFont.Weight.DemiBold),
    "note": (12, QFont.Weight.Normal),
    "chip": (12, QFont.Weight.DemiBold),
}
_PLAIN_FAMILIES = {
    "",
    "Sans",
    "Sans Serif",
    "sans-serif",
    "Helvetica",
    "DejaVu Sans",
    "Bitstream Vera Sans",
}


@dataclass(frozen=True)
class Theme:
    """The colours in use, by name, and how large text is drawn (1.0 is 14 px body text)."""

    name: str
    dark: bool
    colours: Mapping[str, str]
    scale: float = 1.0
    family: str = ""
    _made: dict[str, QColor] = field(default_factory=dict, repr=False, compare=False)

    def colour(self, role: str) -> QColor:
        """The colour with this name, such as "accent" or "for_ground"."""
        made = self._made.get(role)
        if made is None:
            made = self._made[role] = QColor(self.colours[role])
        return made


class _Notifier(QObject):
    """Tells painted parts that colours or sizes changed."""

    changed = Signal()


@dataclass
class _State:
    """What `apply` last set; the one thing in this module that changes."""

    theme: Theme
    choice: str = "system"
    text_scale: float = 1.0
    system_scale: float = 0.0
    system_family: str = ""
    listening: bool = False


@lru_cache(maxsize=4)
def _read(name: str) -> tuple[str, bool, Mapping[str, str]]:
    text = (_THEMES / f"{name}.toml").read_text(encoding="utf-8")
    # Our own files hold nothing but such lines, and a test holds this to what tomllib reads:
    # loading and running that costs 5 ms of a start.
    colours = dict(_PAIR.findall(text))
    return colours.pop("name"), "dark = true" in text, colours


def load(name: str, scale: float = 1.0, family: str = "") -> Theme:
    """The theme file "light" or "dark" as a Theme."""
    title, dark, colours = _read(name)
    return Theme(title, dark, colours, scale, family)


_state = _State(load("light"))
_icon_users: WeakKeyDictionary[QObject, tuple[str, str, int]] = WeakKeyDictionary()
notifier = _Notifier()


def current() -> Theme:
    """The theme in use."""
    return _state.theme


def choice() -> str:
    """What was asked for: "light", "dark" or "system"."""
    return _state.choice


def text_scale() -> float:
    """The text size asked for, 1.0 for the usual one."""
    return _state.text_scale


def px(n: float) -> int:
    """A length drawn as n pixels at the usual text size, grown with the text."""
    return round(n * _state.theme.scale)


@lru_cache(maxsize=64)
def _font(kind: str, family: str, scale: float) -> QFont:
    size, weight = _KINDS[kind]
    font = QFont(family) if family else QFont(QApplication.font())
    font.setPixelSize(max(8, round(size * scale)))
    font.setWeight(weight)
    return font


def font(kind: str = "body") -> QFont:
    """The font of a kind of text: hero, title, lead, body, strong, section, note, chip, button."""
    return QFont(_font(kind, _state.theme.family, _state.theme.scale))


def apply(app: QApplication, choice: str = "system", text_scale: float = 1.0) -> None:
    """Dress the whole application; call again at any time to change it while it runs."""
    if not _state.system_scale:
        _measure_system(app)
        if app.property("style") != STYLE:
            app.setStyle(QStyleFactory.create(STYLE))
    _state.choice = choice
    _state.text_scale = text_scale
    hints = QGuiApplication.styleHints()
    scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    hints.setColorScheme(scheme.get(choice, Qt.ColorScheme.Unknown))
    if not _state.listening:
        hints.colorSchemeChanged.connect(_system_changed)
        _state.listening = True
    _dress(app)


def _system_changed() -> None:
    """Follow the desktop when it turns dark or light in the evening or the morning."""
    app = QApplication.instance()
    if isinstance(app, QApplication) and _state.choice == "system":
        _dress(app)


def _dress(app: QApplication) -> None:
    name = _state.choice
    if name == "system":
        system = QGuiApplication.styleHints().colorScheme()
        name = "dark" if system == Qt.ColorScheme.Dark else "light"
    theme = load(name, _state.system_scale * _state.text_scale, _state.system_family)
    if theme == _state.theme and app.styleSheet():
        return
    _state.theme = theme
    app.setFont(font("body"))
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))
    for target, (icon_name, role, size) in list(_icon_users.items()):
        if isValid(target):
            _put_icon(target, icon(icon_name, role, size))
    notifier.changed.emit()


def _measure_system(app: QApplication) -> None:
    """Take the desktop's own font and size, once, before we set ours.

    A desktop's usual size counts as 1.0, and so does anything within a tenth of it; a person who
    set larger text gets larger text here.
    """
    system = app.font()
    usual = {"win32": 12.0, "darwin": 13.0}.get(sys.platform, 14.0)
    ratio = QFontInfo(system).pixelSize() / usual
    _state.system_scale = 1.0 if ratio < 1.1 else ratio
    _state.system_family = system.family()
    if system.family() in _PLAIN_FAMILIES and QFontInfo(QFont("Inter")).family() == "Inter":
        _state.system_family = "Inter"


def palette(theme: Theme) -> QPalette:
    """The Qt palette of a theme, for everything the style sheet does not name."""
    made = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: "background",
        role.WindowText: "ink",
        role.Base: "surface",
        role.AlternateBase: "sunken",
        role.Text: "ink",
        role.Button: "surface",
        role.ButtonText: "ink",
        role.BrightText: "on_accent",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.PlaceholderText: "second",
        role.ToolTipBase: "surface",
        role.ToolTipText: "ink",
        role.Mid: "line",
        role.Dark: "edge",
        role.Light: "surface",
        role.Midlight: "hover",
        role.Shadow: "edge",
    }
    for place, name in pairs.items():
        made.setColor(place, theme.colour(name))
    for place in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, place, theme.colour("third"))
    return made


def style_sheet(theme: Theme) -> str:
    """The application's style sheet with this theme's colours and sizes put in."""
    text = (_THEMES / "style.qss").read_text(encoding="utf-8")
    text = re.sub(r"@(\w+)", lambda found: theme.colours[found[1]], text)

    def length(found: re.Match[str]) -> str:
        # A focus ring is one pixel wider; the padding gives that pixel back, so nothing moves.
        return f"{max(0, round(int(found[2]) * theme.scale) - (1 if found[1] else 0))}px"

    return re.sub(r"px(_less)?\((\d+)\)", length, text)


def set_role(widget: QWidget, name: str, value: str) -> None:
    """Set a style sheet property (kind, part, state, text_role…) and redraw with it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


# Icons come after the first picture: looked up in their module only when one is drawn, their
# classes do not slow the start by 3 ms.


@lru_cache(maxsize=1)
def icon_archive() -> ZipFile:
    """Where the icons lie. Its list of contents takes 25 ms: ask for it first beside the screen."""
    return ZipFile(str(files("lucide").joinpath("lucide.zip")))


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, pixels: int) -> QtGui.QPixmap:
    raw = icon_archive().read(f"{name}.svg")
    raw = raw.replace(b"currentColor", colour.encode())
    for side in (b"width", b"height"):
        raw = raw.replace(side + b'="24"', side + b'="%d"' % pixels, 1)
    return QtGui.QPixmap.fromImage(QtGui.QImage.fromData(raw))


def pixmap(name: str, role: str = "second", size: int = 16) -> QtGui.QPixmap:
    """A Lucide icon in a theme colour, sharp on this screen."""
    ratio = 2
    made = QtGui.QPixmap(_drawn(name, current().colours[role], px(size) * ratio))
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, role: str = "second", size: int = 16) -> QtGui.QIcon:
    """A Lucide icon in a theme colour; `set_icon` keeps it right when the theme changes."""
    made = QtGui.QIcon(pixmap(name, role, size))
    made.addPixmap(pixmap(name, "third", size), QtGui.QIcon.Mode.Disabled)
    return made


def set_icon(target: QObject, name: str, role: str = "second", size: int = 16) -> None:
    """Give an action or a button an icon that follows the theme."""
    _icon_users[target] = (name, role, size)
    _put_icon(target, icon(name, role, size))


def _put_icon(target: QObject, made: QtGui.QIcon) -> None:
    if isinstance(target, QAction | QAbstractButton):
        target.setIcon(made)
