"""The commands that read: tests, timeline, search, prep, brief, check, tour."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli import shapes
from app.cli.answer import Answer, indented
from app.cli.desk import Desk
from app.insights.realness import side_by_side
from app.model.brief import ON_PAPER, RISKY, SectionKey
from app.model.errors import UserError
from app.model.findings import Finding
from app.model.reading import EntryKind, TimelineFilter
from app.model.records import Channel
from app.model.texts import _
from app.model.values import DateRange
from app.services import search as finding_words
from app.services import timeline as stream
from app.services.prep import for_paper, prepare, save_pdf

RISKY_WORDS = sorted(key.value for key in RISKY)
_ALL = 1_000_000_000


def tests(desk: Desk, options: Namespace) -> Answer:
    """The three tests and the sentence that puts them side by side."""
    with desk.journal() as workspace:
        person = workspace.person_named(options.name)
        found = side_by_side(workspace.log_of(person.id), workspace.policy)
        data: dict[str, Any] = {"person": shapes.name(person)}
        data |= {name: shapes.finding(workspace, one) for name, one in found._asdict().items()}
    lines = [person.name]
    for one in (found.t1, found.t2, found.t3):
        lines += ["", f"{one.title}: {one.word}", *_told(one)]
    return Answer(data, (*lines, "", found.record.sentence))


def _told(one: Finding) -> list[str]:
    return [f"  {text}" for text in (one.sentence, one.counts, one.change) if text]


def timeline(desk: Desk, options: Namespace) -> Answer:
    """One stream of entries, meetings, outcomes, promises and verdicts."""
    with desk.journal() as workspace:
        wanted = TimelineFilter(
            people=tuple(workspace.person_named(name).id for name in options.person),
            tags=tuple(options.tag),
            channels=tuple(Channel(word) for word in options.channel),
            kinds=tuple(EntryKind[word.upper()] for word in options.kind),
            days=DateRange(
                options.start.first if options.start else None,
                options.end.last if options.end else None,
            ),
        )
        found = [key for key, _day in stream.first_keys(workspace, wanted, options.limit or _ALL)]
        entries = stream.entries(workspace, found)
        known = workspace.names_of({n for entry in entries for n in entry.people_ids})
        data = [shapes.timeline_entry(entry, known) for entry in entries]
    lines = [
        "  ".join(
            filter(
                None,
                (
                    str(one.when.date),
                    one.word,
                    ", ".join(one.people),
                    f"{one.lead} {one.text}".strip(),
                    f"[{one.chip}]" if one.chip else "",
                ),
            )
        )
        for one in entries
    ]
    if not lines:
        lines = [_("Nothing in the journal passes this.")]
    return Answer(data, tuple(lines))


def search(desk: Desk, options: Namespace) -> Answer:
    """Anything written, best first."""
    with desk.journal() as workspace:
        hits = finding_words.best(workspace, options.query, options.limit or _ALL)
        known = workspace.names_of({n for hit in hits for n in hit.people_ids})
    lines = [
        "  ".join(
            filter(
                None,
                (
                    str(hit.when) if hit.when else "",
                    hit.kind,
                    ", ".join(hit.people),
                    shapes.marked(hit.snippet),
                ),
            )
        )
        for hit in hits
    ]
    if not lines:
        lines = [_("Nothing holds “{query}”.").format(query=options.query)]
    return Answer([shapes.hit(hit, known) for hit in hits], tuple(lines))


def prep(desk: Desk, options: Namespace) -> Answer:
    """Everything for one meeting."""
    with desk.journal() as workspace:
        found = prepare(workspace, workspace.person_named(options.name).id)
    brief = found.brief
    lines = [brief.person, brief.header, brief.opening, brief.goal_told]
    for section in brief.sections:
        lines += ["", section.title]
        for line in section.lines:
            text = " ".join(filter(None, (line.lead, line.text)))
            lines.append(indented(" · ".join(filter(None, (text, line.note)))))
    if found.bias:
        lines += ["", found.bias.sentence]
    return Answer(shapes.prepared(found), tuple(line for line in lines if line is not None))


def brief(desk: Desk, options: Namespace) -> Answer:
    """A briefing on paper."""
    if options.pdf.exists() and not options.overwrite:
        raise UserError(
            _("“{name}” is there already.").format(name=options.pdf.name),
            _("Choose another name, or add --overwrite to replace it."),
        )
    with desk.journal() as workspace:
        person = workspace.person_named(options.name)
        found = prepare(workspace, person.id)
        paper = options.paper or str(workspace.setting("paper"))
    keys = (ON_PAPER | _sections(options.include)) - _sections(options.leave_out)
    save_pdf(for_paper(found.brief, keys), options.pdf, paper, overwrite=options.overwrite)
    data = {
        "person": shapes.name(person),
        "file": str(options.pdf),
        "paper": paper,
        "sections": sorted(key.value for key in keys),
    }
    return Answer(data, (_("Wrote {file}.").format(file=options.pdf),))


def _sections(groups: list[list[str]]) -> frozenset[SectionKey]:
    words_ = {word for group in groups for word in group}
    if "all" in words_:
        return frozenset(SectionKey)
    return frozenset(map(SectionKey, words_))


def tour(_desk: Desk, _options: Namespace) -> Answer:
    """Pictures of every page are drawn by the window's part, which is handed the command before.

    Raises:
        UserError: it came here all the same, behind an option which that part does not know.
    """
    raise UserError(
        _("The pictures are drawn by the window, which knows fewer options."),
        _("Put nothing but --journal and --now before “tour”."),
    )
