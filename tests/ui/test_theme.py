"""Colours one can read, sizes that grow with the text, and a theme that changes while it runs."""

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel

from ui import theme

BODY_GROUNDS = ["background", "surface", "sunken", "accent_ground", "hover"]
TEXT_ON = {
    "ink": [
        *BODY_GROUNDS,
        "highlight",
        "for_ground",
        "against_ground",
        "open_ground",
        "silent_ground",
    ],
    "second": [*BODY_GROUNDS, "highlight"],
    "accent": [*BODY_GROUNDS],
    "for_text": ["background", "surface", "accent_ground", "for_ground"],
    "against_text": ["background", "surface", "accent_ground", "against_ground"],
    "open_text": ["background", "surface", "accent_ground", "open_ground"],
    "silent_text": ["background", "surface", "accent_ground", "silent_ground"],
    "on_accent": ["accent", "accent_hover"],
}
LARGE_ON = {
    "third": ["background", "surface", "sunken"],
    "for": ["surface", "background", "accent_ground"],
    "against": ["surface", "background", "accent_ground"],
    "open": ["surface", "background", "accent_ground"],
    "silent": ["surface", "background", "accent_ground"],
    "accent": ["surface", "background"],
}


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = []
    for share in (colour.redF(), colour.greenF(), colour.blueF()):
        parts.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio, from 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_body_text_is_readable_on_every_ground(name: str) -> None:
    colours = theme.load(name)
    poor = [
        (ink, ground, round(contrast(colours.colour(ink), colours.colour(ground)), 2))
        for ink, grounds in TEXT_ON.items()
        for ground in grounds
        if contrast(colours.colour(ink), colours.colour(ground)) < 4.5
    ]
    assert poor == []


@pytest.mark.parametrize("name", ["light", "dark"])
def test_dots_icons_and_large_text_stand_out(name: str) -> None:
    colours = theme.load(name)
    poor = [
        (ink, ground, round(contrast(colours.colour(ink), colours.colour(ground)), 2))
        for ink, grounds in LARGE_ON.items()
        for ground in grounds
        if contrast(colours.colour(ink), colours.colour(ground)) < 3.0
    ]
    assert poor == []


def test_both_themes_name_the_same_colours() -> None:
    light, dark = theme.load("light"), theme.load("dark")
    assert list(light.colours) == list(dark.colours)
    assert not light.dark
    assert dark.dark
    for colours in (light, dark):
        for role in colours.colours:
            assert colours.colour(role).isValid(), role


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_theme_is_read_as_toml_says(root: Path, name: str) -> None:
    wanted = tomllib.loads((root / f"resources/themes/{name}.toml").read_text(encoding="utf-8"))
    read = theme.load(name)
    assert (read.name, read.dark, read.colours) == (
        wanted["name"],
        wanted["dark"],
        wanted["colours"],
    )


def test_no_widget_names_a_colour(root: Path) -> None:
    named = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|QColor\(\s*[\d\"']|GlobalColor")
    found = [
        f"{path.name}:{number}"
        for path in sorted((root / "ui").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if named.search(line)
    ]
    style = (root / "resources/themes/style.qss").read_text(encoding="utf-8")
    assert found == []
    assert not named.search(style)


def test_the_style_sheet_has_no_open_places() -> None:
    for name in ("light", "dark"):
        sheet = theme.style_sheet(theme.load(name, 1.5))
        body = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
        assert "@" not in body
        assert "px(" not in body
        assert "font-size: 33px" in body


def test_the_theme_changes_while_it_runs(dressed: QApplication) -> None:
    heard: list[str] = []
    theme.notifier.changed.connect(lambda: heard.append(theme.current().name))
    label = QLabel("Dana")
    label.show()
    theme.apply(dressed, "dark")
    assert theme.current().dark
    ground = dressed.palette().color(QPalette.ColorRole.Window)
    assert ground == theme.load("dark").colour("background")
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.load("dark").colour("ink")
    theme.apply(dressed, "light")
    assert heard == ["Dark", "Light"]


def test_text_size_scales_fonts_and_lengths(dressed: QApplication) -> None:
    body, title, gap = theme.font().pixelSize(), theme.font("title").pixelSize(), theme.px(20)
    assert title > body
    theme.apply(dressed, "light", 1.5)
    assert theme.font().pixelSize() == round(body * 1.5)
    assert theme.font("title").pixelSize() == round(title * 1.5)
    assert theme.px(20) == gap * 1.5
    assert dressed.font().pixelSize() == theme.font().pixelSize()


def test_the_system_choice_follows_the_desktop(dressed: QApplication) -> None:
    theme.apply(dressed, "system")
    assert theme.choice() == "system"
    # The offscreen platform has no preference, which means light.
    assert not theme.current().dark


def test_icons_follow_the_theme(dressed: QApplication) -> None:
    action = QAction("Undo")
    theme.set_icon(action, "undo-2", "ink")

    def colours() -> set[str]:
        picture = action.icon().pixmap(QSize(16, 16)).toImage()
        return {
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() == 255
        }

    assert theme.load("light").colour("ink").name() in colours()
    theme.apply(dressed, "dark")
    assert theme.load("dark").colour("ink").name() in colours()
