"""What was dropped or pasted onto a profile: what it is, and what it would become there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.exchange import contact_tables, icalendar, mailbox, vcard
from app.model.errors import FileReadError, InputError, SeveralError
from app.model.imports import Fate, ReadConversation, ReadEvent, ReadFailure, ReadPerson, ReadSkip
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.records import Opener
from app.model.texts import _, ngettext
from app.model.values import FIRST_YEAR, LAST_YEAR, DateRange
from app.services import attachments, day_words, file_words, quick_log, words
from app.services.attachments import Incoming
from app.services.quick_log import QuickLine
from app.services.taking_in.additions import Additions, known_of, missing
from app.services.taking_in.deciding import Planner
from app.services.taking_in.limits import person_within
from app.services.taking_in.marks import folded
from app.services.taking_in.plan import Action, ImportOptions, PlanRow
from app.services.workspace import Workspace

MOST_TEXT = 20_000
_MOST_BYTES_OF_TEXT = 2 * MOST_TEXT + 2  # as UTF-16
_MOST_LINE = 300
_SHOWN = 160
_MOST_READ = 10 * 1024 * 1024
_MOST_TIMES = 200
_NOBODY = frozenset({"-"})
_NEXT_MAIL = re.compile(rb"\n\r?\nFrom [^\n]+\n[\w-]+:")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TEXT_FILES = (".txt", ".md", ".text")


class Kind(StrEnum):
    """What a thing dropped onto a profile was recognised as."""

    CARD = "card"
    MAIL = "mail"
    EVENT = "event"
    LINE = "line"
    NOTE = "note"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Dropped:
    """One thing, and a sentence on what would become of it; `empty` where there is nothing to do.

    `asks` where it bears another name than the person it was dropped on.
    """

    kind: Kind
    name: str
    words: str
    empty: bool = False
    asks: bool = False
    card: ReadPerson | None = None
    rows: tuple[PlanRow, ...] = ()
    line: QuickLine | None = None
    text: str = ""
    file: Incoming | None = None

    @property
    def can_be_written_on(self) -> bool:
        """Whether it is a text that the form of an entry can begin with."""
        return self.kind is Kind.NOTE

    @property
    def button(self) -> str:
        """The words of the button that takes it in."""
        if self.asks:
            return _("Add it all the same")
        texts = {
            Kind.NOTE: _("Keep as an entry of today"),
            Kind.LINE: _("Log it"),
            Kind.FILE: _("Keep the file"),
        }
        return texts.get(self.kind, _("Add it"))


def understand(
    workspace: Workspace, person: Counterpart, name: str, data: bytes, media_type: str = ""
) -> Dropped:
    """What these bytes are, and what they would become with this person; nothing is written.

    Raises:
        FileReadError, InputError: they cannot be taken; one sentence says why.
    """
    name = " ".join(name.split())[:80]
    if len(data) <= _MOST_READ:
        if vcard.looks_like(data):
            return _card(workspace, person, name, data)
        if icalendar.looks_like(data):
            return _events(workspace, person, name, data)
        if mailbox.looks_like(data[:65_536], name):
            return _mail(workspace, person, name, data)
        if name.lower().endswith(_TEXT_FILES) and len(data) <= _MOST_BYTES_OF_TEXT:
            text = _decoded(data)
            if text and len(text.encode()) <= MOST_TEXT:
                return _note(person, name, text)
    file = attachments.incoming(name, data, attachments.limit(workspace), media_type)
    told = _("The file “{file}”, {size}, is kept with {name}.").format(
        file=file.name, size=file_words.size(len(data)), name=person.name
    )
    return Dropped(Kind.FILE, file.name, told, file=file)


def understand_text(workspace: Workspace, person: Counterpart, text: str) -> Dropped:
    """What a pasted text is: a card, an event, a mail, a line of the quick log, or a note.

    Raises:
        FileReadError, InputError: it cannot be taken; one sentence says why.
    """
    data = text.encode("utf-8", "replace")
    if not text.strip():
        raise InputError(
            _("There is nothing to paste."), _("Copy a text, a card, a mail or a file first.")
        )
    if len(data) > _MOST_READ:
        raise InputError(_("The text is too long."), _("Keep it as a file, and drop that."))
    head = data[:65_536]
    if vcard.looks_like(data) or icalendar.looks_like(data) or mailbox.looks_like(head):
        return understand(workspace, person, _("Pasted text"), data)
    if len(data) > MOST_TEXT:
        raise InputError(
            _("The text is longer than a note can be here."),
            _("Keep it as a file, and drop that onto the profile."),
        )
    return _line(workspace, person, text) or _note(person, _("Pasted text"), text.strip())


def _decoded(data: bytes) -> str:
    """A text in whatever alphabet it is; nothing for what is no text."""
    text = contact_tables.text_of(data)[0].strip()
    lost = "\ufffd" in text and "\ufffd".encode() not in data
    return "" if lost or _NO_TEXT.search(text) else text


# --- cards --------------------------------------------------------------------------------


def _card(workspace: Workspace, person: Counterpart, name: str, data: bytes) -> Dropped:
    cards = list(vcard.read(data))
    if len(cards) != 1:
        raise _several(name, len(cards))
    card = cards[0]
    if not isinstance(card, ReadPerson):
        raise FileReadError(_("The card cannot be read."), card.why)
    card = person_within(card, attachments.limit(workspace))
    known = known_of(workspace, person)
    forms = {folded(form) for form in (card.name, *re.split(r"[,;\n|]+", card.aliases))} - {""}
    same = not forms or bool(forms & known.names())
    found = additions(workspace, person, card)
    if not found.words():
        told = _("The card says nothing about {name} that is not here already.")
        told = " ".join((told.format(name=person.name), *card.remarks))
        return Dropped(Kind.CARD, name, told, empty=True)
    what = ", ".join(found.words())
    if same:
        told = _("A card of {name}. It adds {what}.").format(name=person.name, what=what)
    else:
        told = _("The card is of {card}, not of {name}. It would add {what}.").format(
            card=card.name, name=person.name, what=what
        )
    told = " ".join((told, *card.remarks))
    return Dropped(Kind.CARD, name, told, asks=not same, card=card)


def additions(workspace: Workspace, person: Counterpart, card: ReadPerson) -> Additions:
    """What a card has that the journal lacks of this person."""
    return missing(known_of(workspace, person), card)


def _several(name: str, count: int) -> SeveralError:
    told = ngettext("“{name}” holds {n} record.", "“{name}” holds {n} records.", count)
    return SeveralError(
        told.format(name=name, n=count),
        _("Drop it beside the profile, or import it, to take in more than one."),
    )


# --- events -------------------------------------------------------------------------------


def _events(workspace: Workspace, person: Counterpart, name: str, data: bytes) -> Dropped:
    window = DateRange(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
    zone = workspace.clock.now().tzinfo
    home = zone if isinstance(zone, ZoneInfo) else None
    found = list(icalendar.read(data, _window_of(workspace, window), home))
    events = [one for one in found if isinstance(one, ReadEvent)]
    if not events:
        raise FileReadError(
            _("“{name}” holds no event that can be read.").format(name=name),
            next((one.why for one in found if isinstance(one, ReadSkip | ReadFailure)), ""),
        )
    titles = {(event.title, event.place) for event in events}
    if len(titles) > 1 or len(events) > _MOST_TIMES:
        raise _several(name, len(events))
    rows = _rows(workspace, person, name, events)
    taken = [row for row in rows if row.action is not Action.NOTHING]
    if not taken:
        why = rows[0].why
        return Dropped(Kind.EVENT, name, f"“{events[0].title}”. {why}".strip(), empty=True)
    unread = dict.fromkeys(one.why for one in found if isinstance(one, ReadFailure))
    told = " ".join((_event_words(workspace, person, taken), *unread))
    return Dropped(Kind.EVENT, name, told, rows=tuple(rows))


def _window_of(workspace: Workspace, whole: DateRange) -> DateRange:
    """All the years a single event may lie in; a repeated one is taken two years ahead."""
    ahead = workspace.today + timedelta(days=730)
    return DateRange(whole.start, ahead)


def rows_now(workspace: Workspace, person: Counterpart, one: Dropped) -> tuple[PlanRow, ...]:
    """Its rows as they are to be written now: the record may have come in since it was read."""
    if all(workspace.imported(row.key) == row.mark for row in one.rows):
        return one.rows
    return tuple(_rows(workspace, person, one.name, [row.item for row in one.rows]))


def _rows(
    workspace: Workspace, person: Counterpart, name: str, items: Sequence[object]
) -> list[PlanRow]:
    """The rows of an import of these, each with this person among those it is with."""
    planner = Planner(workspace, ImportOptions())
    for item in items:
        planner.take(name, item)  # type: ignore[arg-type]
    return [_with(planner, row.instead or row, person) for row in planner.rows]


def _with(planner: Planner, row: PlanRow, person: Counterpart) -> PlanRow:
    """A row as one with this person, also where nobody it names is known."""
    off = isinstance(row.item, ReadEvent) and row.item.cancelled
    if row.action is Action.NOTHING and not (row.here or row.people or row.mark or off):
        ahead = isinstance(row.item, ReadEvent) and not planner.is_past(row.item)
        action = Action.ADD_MEETING if ahead else Action.ADD_ENTRY
        row = replace(row, fate=Fate.ADDED, action=action, why="", candidates=())
    if row.action in (Action.ADD_ENTRY, Action.ADD_MEETING) and person.id not in row.people:
        row = replace(row, people=(person.id, *row.people), mark=None)
    return row


def _event_words(workspace: Workspace, person: Counterpart, rows: list[PlanRow]) -> str:
    event = rows[0].item
    assert isinstance(event, ReadEvent)
    when = day_words.moment(event.when, workspace.today)
    if len(rows) > 1:
        told = ngettext(
            "“{title}” takes place {n} time; each is taken in with {name}.",
            "“{title}” takes place {n} times; each is taken in with {name}.",
            len(rows),
        )
        return told.format(title=event.title, n=len(rows), name=person.name)
    told = {
        Action.ADD_MEETING: _("“{title}”, {when}, becomes a planned meeting with {name}."),
        Action.ADD_ENTRY: _("“{title}”, {when}, becomes an entry with {name}."),
        Action.CANCEL: _("“{title}”, {when}, was called off; the meeting follows."),
    }.get(rows[0].action, _("“{title}”, {when}, has changed; what is here follows."))
    return told.format(title=event.title, when=when, name=person.name)


# --- mails --------------------------------------------------------------------------------


def _mail(workspace: Workspace, person: Counterpart, name: str, data: bytes) -> Dropped:
    more = len(_NEXT_MAIL.findall(data))
    if data.startswith(b"From "):  # a mail program's folder, maybe with one mail in it
        if more:
            raise _several(name, more + 1)
        data = data.partition(b"\n")[2]
    talk, stranger = _conversation(workspace, person, name, data)
    row = _rows(workspace, person, name, [talk])[0]
    if row.action is Action.NOTHING:
        return Dropped(Kind.MAIL, name, f"“{talk.title}”. {row.why}".strip(), empty=True)
    opened = {
        Opener.ME: _("You opened it."),
        Opener.THEM: _("{name} opened it.").format(name=words.first_name(person)),
    }
    told = _("An e-mail of {when}, “{title}”, becomes an entry with {name}.").format(
        when=day_words.moment(talk.when, workspace.today), title=talk.title, name=person.name
    )
    unknown = _("Who opened it cannot be told.")
    opener = opened.get(talk.opener, unknown) if talk.opener is not None else unknown
    told = " ".join(filter(None, (stranger, told, opener)))
    return Dropped(Kind.MAIL, name, told, asks=bool(stranger), rows=(row,))


def _conversation(
    workspace: Workspace, person: Counterpart, name: str, data: bytes
) -> tuple[ReadConversation, str]:
    """The mail as a conversation, and a sentence where the person does not occur in it.

    Who wrote it is known by one's own addresses, or by theirs.
    """
    now = workspace.clock.now()
    mine = Planner(workspace, ImportOptions()).mine
    theirs = {
        point.value.casefold()
        for point in workspace.find(ContactPoint, counterpart_id=person.id, kind=PointKind.EMAIL)
    }
    headers = mailbox.Archive(mailbox.Rules(now=now)).add_one(data, name)
    senders = (headers.sender, *headers.others) if headers.sender else headers.others
    seen = frozenset(one.email for one in senders)
    known = bool(seen & (mine | theirs))
    if not mine & seen:
        mine = (seen - theirs if seen & theirs else _NOBODY) or _NOBODY
    rules = mailbox.Rules(
        mine=mine,
        gap_hours=int(workspace.setting("conversation_gap_hours")),
        unanswered_days=int(workspace.setting("unanswered_days")),
        home=now.tzinfo if isinstance(now.tzinfo, ZoneInfo) else None,
        now=now,
    )
    archive = mailbox.Archive(rules)
    archive.add_one(data, name)
    items = [item for _file, item in archive.items()]
    talk = next((one for one in items if isinstance(one, ReadConversation)), None)
    if talk is None:
        why = next((one.why for one in items if not isinstance(one, ReadConversation)), "")
        raise FileReadError(_("“{name}” is no mail to keep as an entry.").format(name=name), why)
    if not known:
        talk = replace(talk, opener=None, two_way=None, answered=None)
    if seen & theirs or {folded(one.name) for one in senders} & known_of(workspace, person).names():
        return talk, ""
    # Who opened it and who answered says nothing about somebody it does not name.
    talk = replace(talk, opener=None, two_way=None, answered=None)
    stranger = _("Neither sender nor receiver is an address of {name}.")
    if not theirs:
        stranger = _("Neither sender nor receiver is called {name}, who has no address here.")
    told = [stranger.format(name=person.name)]
    others = _holders(workspace, seen - mine)
    if others:
        told.append(_("It is a mail with {names}.").format(names=", ".join(others)))
    return talk, " ".join(told)


def _holders(workspace: Workspace, addresses: frozenset[str]) -> list[str]:
    """The names of those in the journal who have one of these addresses."""
    found = {
        point.counterpart_id
        for point in workspace.find(ContactPoint, kind=PointKind.EMAIL)
        if point.value.casefold() in addresses
    }
    return sorted(person.name for person in workspace.names_of(found).values())


# --- text ---------------------------------------------------------------------------------


def _line(workspace: Workspace, person: Counterpart, text: str) -> Dropped | None:
    """A single line that says how or when one was in touch with this person."""
    line = text.strip()
    if "\n" in line or len(line) > _MOST_LINE:
        return None
    read = quick_log.parse(line, workspace.names(), workspace.clock.now())
    if read.unknown or read.ambiguous or read.problems or read.channel is None:
        return None
    if person.id not in read.people:
        read = replace(read, people=(person.id, *read.people))
    told = read.understood.replace(_("nobody named yet"), person.name)
    return Dropped(Kind.LINE, _("Pasted text"), told, line=read, text=line)


def _note(person: Counterpart, name: str, text: str) -> Dropped:
    told = _("“{text}” becomes an entry of today with {name}.")
    shown = " ".join(text.split())
    shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN].rstrip() + "…"
    return Dropped(Kind.NOTE, name, told.format(text=shown, name=person.name), text=text)
