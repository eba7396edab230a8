"""What the palette lists for a few words: things to do, people, and everything written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from PySide6.QtGui import QAction
from rapidfuzz import fuzz, process, utils

from app.model.people import Attention, PersonName
from app.model.reading import EntryKind, SearchHit
from app.model.texts import _
from app.services import day_words
from app.services.find_people import PeopleIndex
from app.services.person_names import latin
from app.services.places import is_missing
from ui.actions import BY_ID, shortcut_text
from ui.bridge import Bridge
from ui.widgets.delegates import marked
from ui.widgets.spans import Span, as_name

_ACTIONS = 5
_PEOPLE = 6
_ALIKE = 72
_CLEAR = 90
_OFFERED = ("log.line", "person.new", "go.today", "go.people", "go.timeline", "help.handbook")
_KIND_WORDS: Mapping[str, str] = {
    "interaction": _("entry"),
    "meeting": _("meeting"),
    "outcome": _("outcome"),
    "promise": _("promise"),
    "verdict": _("verdict"),
    "counterpart": _("person"),
    "organisation": _("organisation"),
    "commonality": _("in common"),
    "interest": _("interest"),
    "interest_act": _("interest"),
    "question": _("question"),
    "deal": _("deal"),
    "contact_point": _("address"),
    "tag": _("tag"),
    "attachment": _("file"),
    "relation": _("relation"),
}
_ENTRIES = {
    "interaction": EntryKind.INTERACTION,
    "meeting": EntryKind.MEETING,
    "outcome": EntryKind.OUTCOME,
    "promise": EntryKind.PROMISE,
    "verdict": EntryKind.VERDICT,
}
_TABS = {"commonality": "common", "interest": "interests", "interest_act": "interests"}


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """One line of the palette; without `run` it is a heading."""

    key: tuple[str, object]
    title: tuple[Span, ...]
    note: tuple[Span, ...] = ()
    side: str = ""
    run: Callable[[], object] | None = field(default=None, compare=False)


def heading(text: str) -> PaletteRow:
    """The words above a group."""
    return PaletteRow(("heading", text), (Span(text, "second", True, small=True),))


def action_rows(
    query: str, actions: Mapping[str, QAction]
) -> tuple[list[PaletteRow], list[PaletteRow]]:
    """Actions clearly called so, and those called nearly so; a few useful ones for no words."""
    open_to = {
        key: BY_ID[key].text
        for key, action in actions.items()
        if action.isEnabled() and key not in {"palette.open", "menu.show"}
    }
    if query.strip():
        found = process.extract(
            query,
            open_to,
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            score_cutoff=_ALIKE,
            limit=_ACTIONS,
        )
        scores = {key: score for _text, score, key in found}
    else:
        scores = {key: 100.0 for key in _OFFERED if key in open_to}
    clear: list[PaletteRow] = []
    near: list[PaletteRow] = []
    for key, score in scores.items():
        row = PaletteRow(
            ("action", key),
            (Span(open_to[key]),),
            (Span(BY_ID[key].tip, "second"),),
            shortcut_text(key),
            actions[key].trigger,
        )
        (clear if score >= _CLEAR else near).append(row)
    return clear, near


def people_rows(
    query: str, index: PeopleIndex, people: Mapping[int, PersonName], bridge: Bridge
) -> tuple[list[PaletteRow], list[PaletteRow]]:
    """People whose name, other name or organisation holds the words, and those with a typo."""
    asked = [latin(word) for word in query.split()]
    clear: list[PaletteRow] = []
    near: list[PaletteRow] = []
    for match in index.rank(query, _PEOPLE) if asked else ():
        person = people[match.id]
        row = PaletteRow(
            ("person", person.id),
            tuple(marked(person.name, match.in_name, bold=True)),
            tuple(marked(person.organisation, match.in_organisation, "second")),
            _("left out") if person.attention is Attention.OUT else "",
            _going(bridge, "people", person=person.id),
        )
        known = latin(f"{person.name} {person.aliases} {person.organisation}")
        (clear if all(word in known for word in asked) else near).append(row)
    return clear, near


def journal_rows(query: str, bridge: Bridge) -> list[PaletteRow]:
    """Journals that were open lately and are called so, but for the one that is open."""
    asked = latin(query.strip())
    here = bridge.workspace.path.absolute()
    return [
        PaletteRow(
            ("journal", str(path)),
            (Span(_("Open {name}").format(name=path.name)),),
            (Span(str(path.parent), "second"),),
            _("journal"),
            partial(bridge.open_wanted.emit, path),
        )
        for path in (bridge.computer.recent if asked else ())
        if path != here and asked in latin(path.name) and not is_missing(path)
    ]


def hit_rows(hits: Iterable[SearchHit], bridge: Bridge, today: date) -> list[PaletteRow]:
    """What was written, each with its person, its date, and the words that were hit."""
    return [
        PaletteRow(
            (hit.kind, hit.id),
            tuple(snippet_spans(hit.snippet)),
            tuple(_about(hit, today)),
            _KIND_WORDS.get(hit.kind, ""),
            _jump(hit, bridge),
        )
        for hit in hits
    ]


def snippet_spans(snippet: str) -> list[Span]:
    """A snippet with what stands between \\x02 and \\x03 marked."""
    spans = []
    for place, part in enumerate(snippet.split("\x02")):
        hit, closed, rest = part.partition("\x03")
        if place and closed:
            spans.append(Span(hit, "ink", False, True))
            spans.append(Span(rest))
        else:
            spans.append(Span(part))
    return [span for span in spans if span.text]


def _about(hit: SearchHit, today: date) -> list[Span]:
    # Each name keeps to its own direction, so that a date beside it stays where it is.
    who = ", ".join(map(as_name, hit.people))
    when = day_words.short_date(hit.when, today) if hit.when else ""
    return [Span(part, "second") for part in [" · ".join(filter(None, (who, when)))] if part]


def _jump(hit: SearchHit, bridge: Bridge) -> Callable[[], object]:
    kind = _ENTRIES.get(hit.kind)
    if kind is not None:
        return _going(bridge, "timeline", entry=hit.id * 8 + kind)
    if hit.kind == "counterpart":
        return _going(bridge, "people", person=hit.id)
    person = hit.people_ids[0] if hit.people_ids else None
    return _going(bridge, "people", person=person, tab=_TABS.get(hit.kind, "overview"))


def _going(bridge: Bridge, page: str, **where: object) -> Callable[[], object]:
    return lambda: bridge.go(page, **where)


def grouped(groups: Sequence[tuple[str, Sequence[PaletteRow]]]) -> list[PaletteRow]:
    """The groups that hold something, each under its heading."""
    rows: list[PaletteRow] = []
    for title, members in groups:
        if members:
            rows += [heading(title), *members]
    return rows
