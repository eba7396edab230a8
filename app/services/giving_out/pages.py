"""The pages of a Markdown folder: one for each person, one for each year, usable in Obsidian."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.exchange.markdown import (
    FileNames,
    Value,
    front_matter,
    items,
    line,
    link,
    section,
    tags,
    text,
)
from app.model.belongings import Attachment, AttachmentRole
from app.model.export import OutEntry, OutNotes, OutPerson
from app.model.people import ContactPoint, Likeness, PointKind
from app.model.records import Interaction, Meeting, Promise, Side, Source
from app.model.texts import _
from app.services import day_words, words
from app.services.giving_out.fields import lines, told

PEOPLE, TIMELINE, FILES = "People", "Timeline", "Files"
_HEAD = ("pronoun", "rhythm", "season_months", "connections", "closeness", "no_contact")
_HEAD_TEXTS = ("style", "watch_outs")
_ENTRY = (
    *("two_way", "answered", "depth", "ask_mine", "ask_theirs", "give_mine", "give_theirs"),
    *("joint_benefit", "tone_mine", "tone_theirs", "small_talk", "small_talk_minutes"),
    *("i_asked", "they_asked", "logistics", "present", "one_to_one", "credit"),
)
_QUESTION = ("answer", "state", "noted_on")
_VERDICT = ("on", "choice", "sureness")
_MEETING = ("vague", "minutes", "place", "goal", "opening_line", "purpose", "note")
_FRONT_POINTS = {
    PointKind.EMAIL: "email",
    PointKind.PHONE: "phone",
    PointKind.ADDRESS: "address",
    PointKind.URL: "url",
    PointKind.HANDLE: "handle",
}


@dataclass
class Places:
    """Where everyone's page stands and where every file, so that pages can link to them.

    Of files that are `lost` there are no bytes.
    """

    people: dict[int, str] = field(default_factory=dict)
    files: dict[int, str] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    _names: FileNames = field(default_factory=FileNames)
    _file_names: FileNames = field(default_factory=FileNames)

    def add_person(self, number: int, name: str) -> None:
        """Give a person a page."""
        page = self._names.name(name, ".md", _("Person"))
        self.people[number] = f"{PEOPLE}/{page}"

    def add_file(self, file: Attachment) -> str:
        """Give a file a place."""
        if file.id not in self.files:
            self.files[file.id] = f"{FILES}/{self._file_names.file(file.name)}"
        return self.files[file.id]

    def link(self, number: int | None, name: str) -> str:
        """A person's name, as a link where they have a page."""
        page = self.people.get(number or 0)
        return link(page, name) if page else line(name)

    def shown(self, file: Attachment) -> str:
        """A link to a file; a photo is shown, and of one that is lost the name is told."""
        if file.id in self.lost:
            return _("{name} (what it held is lost)").format(name=line(file.name))
        place = self.add_file(file)
        if file.role is AttachmentRole.PHOTO:
            return f"![[{place}]]"
        return link(place, file.name)


def person_page(
    out: OutPerson, notes: OutNotes, entries: Sequence[Interaction], places: Places
) -> str:
    """Everything about one person, with links to where it happened."""
    person = out.person
    parts = [front_matter(_person_front(out)), f"\n# {line(person.name)}\n"]
    parts += [f"\n{places.shown(file)}\n" for file in out.files if _is_photo(file)]
    head = _HEAD if person.no_contact else _HEAD[:-1]
    facts = [f"{name}: {line(value)}" for name, value in lines("counterpart", person, head)]
    introduced = places.link(person.introduced_by, out.introduced_by) if out.introduced_by else ""
    if introduced:
        facts.append(_("Introduced by: {name}").format(name=introduced))
    parts.append("\n" + "\n".join(items(facts)) + "\n" if facts else "")
    parts.append(section(_("How you met"), [text(person.how_met)]))
    parts.append(section(_("Note"), [text(person.note)]))
    for name, value in lines("counterpart", person, _HEAD_TEXTS):
        parts.append(section(name, [text(value)]))
    if out.firm is not None:
        about = filter(None, (out.firm.identity, out.firm.note))
        title = _("Of {name}").format(name=line(out.firm.name))
        parts.append(section(title, [text("\n\n".join(about))]))
    parts.append(section(_("Ways to reach them"), items(map(_point, out.points))))
    parts += _noted(notes)
    parts.append(section(_("Relations"), items(_tie(out, places))))
    parts.append(section(_("Days to remember"), items(_days(out))))
    others = [file for file in out.files if not _is_photo(file)]
    parts.append(section(_("Files"), items(map(places.shown, others))))
    # What was brought in as a note about someone is no contact with them.
    for title, is_note in ((_("Contacts"), False), (_("Notes about them"), True)):
        found = [entry for entry in entries if entry.is_note is is_note]
        parts.append(section(title, items(_contacts(found))))
    return "".join(parts)


def _person_front(out: OutPerson) -> Mapping[str, Value]:
    person = out.person
    points = {
        name: tuple(point.value for point in out.points if point.kind is kind)
        for kind, name in _FRONT_POINTS.items()
    }
    return {
        "kith": "person",
        "name": person.name,
        "aliases": tuple(name.strip() for name in person.aliases.split(",") if name.strip()),
        "tags": tags(out.tags),
        "kind": person.kind.value,
        "role": person.role,
        "organisation": out.organisation,
        **points,
        "birthday": person.birthday,
        "since": person.since,
        "keeping_up": person.attention.value,
        "days_between_contacts": person.days_between,
        "uid": person.uid,
    }


def _is_photo(file: Attachment) -> bool:
    return file.role is AttachmentRole.PHOTO


def _point(point: ContactPoint) -> str:
    kind = told("contact_point", "kind", point.kind)
    label = f" ({line(point.label)})" if point.label else ""
    return f"{kind}{label}: {line(point.value)}"


def _tie(out: OutPerson, places: Places) -> Iterator[str]:
    for tie in out.ties:
        name = places.link(tie.other_id, tie.name)
        lead = f"{line(tie.what)}: {name}" if tie.what else name
        yield f"{lead} – {line(tie.note)}" if tie.note else lead


def _days(out: OutPerson) -> Iterator[str]:
    if out.person.birthday:
        yield f"{_('Birthday')}: {day_words.long_date(out.person.birthday)}"
    for day in out.days:
        lead = f"{line(day.what)}: " if day.what else ""
        note = f" – {line(day.note)}" if day.note else ""
        yield f"{lead}{day_words.long_date(day.day)}{note}"


def _noted(notes: OutNotes) -> Iterator[str]:
    """What the user wrote down about a person, list by list."""
    for likeness in Likeness:
        shared = (one for one in notes.commonalities if one.likeness is likeness)
        names = ("kind", "how_known", "sensitivity")
        lines_ = (_one("commonality", one, one.text, names) for one in shared)
        yield section(words.LIKENESS_WORDS[likeness], items(lines_))
    questions = notes.questions
    for title, found in (
        (_("Interests"), _interests(notes)),
        (_("Questions"), (_one("question", q, q.text, _QUESTION) for q in questions)),
        (_("Promises"), map(_promise, notes.promises)),
        (_("Deals"), _deals(notes)),
        (_("Your word on it"), (_one("verdict", v, v.reason, _VERDICT) for v in notes.verdicts)),
        (_("Pauses"), (_one("pause", p, p.reason, ("start", "end")) for p in notes.pauses)),
        (_("Meetings ahead"), map(_meeting, notes.meetings)),
    ):
        yield section(title, items(found))


def _meeting(meeting: Meeting) -> str:
    """With its hour and the zone of it: without them nobody could come to it on time."""
    when = meeting.when
    said = (when.date, when.time and when.time.isoformat("minutes"), when.zone) if when else ()
    day = " ".join(line(str(part)) for part in said if part)
    return _one("meeting", meeting, meeting.title, _MEETING, day)


def _one(table: str, record: object, lead: str, names: Iterable[str], day: str = "") -> str:
    """A record on one line: its day, its words, and what else is said of it."""
    more = [f"{name}: {line(value)}" for name, value in lines(table, record, names)]
    first = " – ".join(filter(None, (day, line(lead))))
    return f"{first} ({'; '.join(more)})" if first and more else first or "; ".join(more)


def _promise(promise: Promise) -> str:
    who = _("You promised") if promise.by is Side.ME else _("They promised")
    names = ("state", "made_on", "due", "settled_on")
    return _one("promise", promise, f"{who}: {promise.text}", names)


def _interests(notes: OutNotes) -> Iterator[str]:
    for one in notes.interests:
        yield _one("interest", one, one.text, ("basis", "stake", "noted_on"))
        for act in one.acts:
            yield f"{act.on}: {line(act.what)}"


def _deals(notes: OutNotes) -> Iterator[str]:
    for deal in notes.deals:
        yield _one("deal", deal, deal.title, ("stage", "amount", "next_step", "opened_on"))
        for one in deal.outcomes:
            yield f"{one.on}: {told('outcome', 'result', one.result)} {line(one.what)}".strip()


def _contacts(entries: Sequence[Interaction]) -> Iterator[str]:
    """New to old, each with a link to its place in the year."""
    for entry in reversed(entries):
        page = f"{TIMELINE}/{_year(entry)}.md"
        channel = words.channel_word(entry) if entry.channel else ""
        lead = f"[[{page.removesuffix('.md')}#{_heading(entry)}|{entry.when.date}]]"
        yield " · ".join(filter(None, (lead, channel, line(entry.headline))))


def _year(entry: Interaction) -> str:
    return str(entry.when.date)[:4]


def _heading(entry: Interaction) -> str:
    return day_words.long_date(entry.when.date)


class YearPage:
    """The timeline of one year, growing entry by entry, old to new."""

    def __init__(self, year: str, places: Places) -> None:
        self._places = places
        self._day = ""
        self._parts = [front_matter({"kith": "timeline", "year": int(year)}), f"\n# {year}\n"]

    def add(self, out: OutEntry) -> None:
        """One more entry."""
        entry = out.entry
        heading = _heading(entry)
        if heading != self._day:
            self._day = heading
            self._parts.append(f"\n## {heading}\n")
        self._parts.append(f"\n### {self._title(out)}\n\n")
        self._parts.append("\n\n".join(filter(None, self._body(out))) + "\n")

    def text(self) -> str:
        """The page so far."""
        return "".join(self._parts)

    def _title(self, out: OutEntry) -> str:
        entry = out.entry
        at = entry.when.time.isoformat("minutes") if entry.when.time else ""
        channel = words.channel_word(entry)
        pairs = zip(entry.people, out.people, strict=True)
        names = words.listed([self._places.link(number, name) for number, name in pairs])
        lead = " ".join(filter(None, (at, channel)))
        if entry.is_note and names:
            return _("{what} about {names}").format(what=lead, names=names)
        return _("{what} with {names}").format(what=lead, names=names) if names else lead

    def _body(self, out: OutEntry) -> Iterator[str]:
        entry = out.entry
        facts = []
        if entry.when.time and entry.when.zone:
            facts.append(line(entry.when.zone))
        opened = words.opened_by(entry.opener, None) if entry.opener else ""
        if opened:
            facts.append(opened)
        if entry.minutes:
            facts.append(_("{n} min").format(n=entry.minutes))
        told = () if entry.is_note else _ENTRY  # of a note, the fields of a contact say nothing
        if entry.source is not Source.IMPORTED and entry.thread:
            told = (*told, "thread")  # that of an import is its key, and says nothing to anybody
        facts += [f"{name}: {line(value)}" for name, value in lines("interaction", entry, told)]
        facts += [f"#{one}" for one in tags(entry.tags)]
        yield " · ".join(facts)
        yield text(entry.note)
        yield "\n".join(items(map(self._places.shown, out.files)))
