"""The shape of a Kith archive: its sections, their fields, and what may stand in each.

The archive is a format of its own: it names things for people who read it, links records by their
uids, and stays as it is when the journal's tables change. A change here that an older Kith could
not read needs the next `VERSION`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum
from typing import Final

from app.model import people as p
from app.model import records as r
from app.model.belongings import AttachmentRole

FORMAT: Final = "kith archive"
VERSION: Final = 1
EVERYTHING, PART = "everything", "part"
PIECE_BYTES: Final = 3 * 1024 * 1024


class Sort(Enum):
    """What kind of value a field holds."""

    UID = "a name that holds between journals: up to 200 characters, unique in its section"
    TEXT = "text"
    NUMBER = "a whole number"
    FLAG = "true or false"
    DAY = "2024, 2024-03, 2024-03-15 or --03-15"
    TIME = "a time of day as 09:30"
    CHOICE = "one of several words"
    LEVEL = "one of several numbers"
    WORDS = "several of these words, with a space between"
    LINK = "the uid of a record"
    LINKS = "a list of uids"
    PAIR = "the uids of two people, in the order of the alphabet"
    MENTIONS = "a list of days, each maybe with the uid of an entry"
    SECTION = "the name of a section"
    DIGEST = "the SHA-256 of a file, in 64 hexadecimal digits"
    BYTES = "bytes in base64"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its name here, and the column of the journal it stands for.

    A field that is left out means `absent`. `to` is the section a link points into; `binds` says
    that the record cannot be without it. The links of a list lie in a `table` of their own, whose
    column `owner` names the record. `low` and `high` bound a number; a text with a `low` is never
    empty, a day with one has a year.
    """

    name: str
    column: str
    sort: Sort
    absent: object = None
    needed: bool = False
    to: str = ""
    binds: bool = False
    choices: tuple[object, ...] = ()
    low: int = 0
    high: int = 0
    table: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of the archive, and the table of the journal it stands for."""

    name: str
    table: str
    fields: tuple[Field, ...]
    named: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "named", {one.name: one for one in self.fields})


_UID = Field("uid", "uid", Sort.UID, needed=True)


def _texts(names: str) -> tuple[Field, ...]:
    return tuple(Field(name, name, Sort.TEXT, "") for name in names.split())


def _name(name: str) -> Field:
    """A text that is never empty."""
    return Field(name, name, Sort.TEXT, needed=True, low=1)


def _said(name: str) -> Field:
    """A text that always stands there, empty or not."""
    return Field(name, name, Sort.TEXT, needed=True)


def _day(name: str, *, needed: bool = False, low: int = 0) -> Field:
    return Field(name, name, Sort.DAY, needed=needed, low=low)


def _number(name: str, low: int, high: int, *, needed: bool = False) -> Field:
    return Field(name, name, Sort.NUMBER, needed=needed, low=low, high=high)


def _flags(names: str, absent: bool | None = None) -> tuple[Field, ...]:
    return tuple(Field(name, name, Sort.FLAG, absent) for name in names.split())


def _choice(name: str, kinds: type[Enum], *, needed: bool = False) -> Field:
    sort = Sort.LEVEL if issubclass(kinds, IntEnum) else Sort.CHOICE
    return Field(name, name, sort, needed=needed, choices=tuple(kind.value for kind in kinds))


def _words(name: str, choices: tuple[str, ...]) -> Field:
    return Field(name, name, Sort.WORDS, "", choices=choices)


def _link(name: str, column: str, to: str, *, binds: bool = False) -> Field:
    return Field(name, column, Sort.LINK, needed=binds, to=to, binds=binds)


def _links(name: str, column: str, to: str, table: str, owner: str) -> Field:
    return Field(name, column, Sort.LINKS, (), to=to, table=table, owner=owner)


_PERSON = _link("person", "counterpart_id", "people", binds=True)
_ENTRY = _link("entry", "interaction_id", "entries")
_ZONE = Field("zone", "zone", Sort.TEXT)
_TIME = Field("time", "time", Sort.TIME, "")
_MOST = 100_000

SECTIONS: Final = (
    Listing("organisations", "organisation", (_UID, _name("name"), *_texts("identity note"))),
    Listing("tags", "tag", (_UID, _name("name"))),
    Listing(
        "people",
        "counterpart",
        (
            *(_UID, _name("name"), *_texts("aliases"), _choice("kind", p.Kind, needed=True)),
            *(_day("kind_since"), _choice("pronoun", p.Pronoun), *_texts("role")),
            _link("organisation", "organisation_id", "organisations"),
            *(_choice("rhythm", p.Rhythm), _number("rhythm_days", 1, 3660)),
            _words("season_months", tuple(str(month) for month in range(1, 13))),
            _words("connections", tuple(one.value for one in p.Connection)),
            *(_day("since"), *_texts("how_met")),
            _link("introduced_by", "introduced_by", "people"),
            *(_day("birthday"), *_flags("starts_by_role no_contact", False)),
            *(_day("no_contact_since"), _number("closeness", 1, 7)),
            *_texts("style watch_outs note created"),
            _choice("attention", p.Attention, needed=True),
            _links("tags", "tag_id", "tags", "tagging", "counterpart_id"),
            Field("only_named", "", Sort.FLAG, False),
        ),
    ),
    Listing(
        "kinds",
        "kind_period",
        (_UID, _PERSON, _choice("kind", p.Kind, needed=True), _day("since", needed=True)),
    ),
    Listing(
        "contact_points",
        "contact_point",
        (
            *(_UID, _PERSON, _choice("kind", p.PointKind, needed=True), _name("value")),
            *(*_texts("label"), *_flags("preferred", False)),
        ),
    ),
    Listing(
        "meetings",
        "meeting",
        (
            *(_UID, *_texts("title"), _day("date", low=1), _TIME, _ZONE, *_texts("vague")),
            *(_number("minutes", 0, _MOST), *_texts("place goal opening_line")),
            *(_choice("purpose", r.Purpose), _choice("state", r.MeetingState, needed=True)),
            *(_choice("source", r.Source, needed=True), *_texts("note")),
            _links("people", "counterpart_id", "people", "attendee", "meeting_id"),
        ),
    ),
    Listing(
        "entries",
        "interaction",
        (
            *(_UID, _day("date", needed=True, low=1), _TIME, _ZONE, _choice("channel", r.Channel)),
            *(_choice("opener", r.Opener), *_flags("two_way answered")),
            *(_number("minutes", 0, _MOST), _choice("depth", r.Depth)),
            *(_choice("ask_mine", r.Ask), _choice("ask_theirs", r.Ask)),
            *(_choice("give_mine", r.Ask), _choice("give_theirs", r.Ask)),
            *(*_flags("joint_benefit"), _choice("tone_mine", r.Tone)),
            *(_choice("tone_theirs", r.Tone), *_flags("small_talk")),
            _number("small_talk_minutes", 0, _MOST),
            *(*_flags("i_asked they_asked logistics"), _number("present", 1, _MOST)),
            *(*_flags("one_to_one"), *_texts("credit thread")),
            *(_choice("source", r.Source, needed=True), *_texts("note created")),
            _link("meeting", "meeting_id", "meetings"),
            _links("people", "counterpart_id", "people", "participant", "interaction_id"),
            _links("tags", "tag_id", "tags", "tagging", "interaction_id"),
        ),
    ),
    Listing(
        "common_ground",
        "commonality",
        (
            *(_UID, _PERSON, _said("text"), _choice("likeness", p.Likeness, needed=True)),
            *(_choice("kind", p.CommonKind), _choice("how_known", p.HowKnown, needed=True)),
            *(_choice("sensitivity", p.Sensitivity, needed=True), _day("learned_on"), _ENTRY),
            Field("mentions", "", Sort.MENTIONS, (), table="mention", owner="commonality_id"),
        ),
    ),
    Listing(
        "interests",
        "interest",
        (
            *(_UID, _PERSON, _said("text"), _choice("basis", p.Basis, needed=True)),
            *(_choice("stake", p.Stake), _day("noted_on"), _ENTRY),
        ),
    ),
    Listing(
        "interest_acts",
        "interest_act",
        (
            *(_UID, _link("interest", "interest_id", "interests", binds=True)),
            *(_day("on", needed=True), *_texts("what"), *_flags("with_ask"), _ENTRY),
        ),
    ),
    Listing(
        "questions",
        "question",
        (
            *(_UID, _PERSON, _said("text"), _choice("state", r.QuestionState, needed=True)),
            *(_day("noted_on"), _day("settled_on"), *_texts("answer"), _ENTRY),
        ),
    ),
    Listing(
        "promises",
        "promise",
        (
            *(_UID, _PERSON, _choice("by", r.Side, needed=True), _said("text"), _day("made_on")),
            *(_day("due"), _choice("state", r.PromiseState, needed=True), _day("settled_on")),
            _ENTRY,
        ),
    ),
    Listing(
        "deals",
        "deal",
        (_UID, _PERSON, *_texts("title stage amount next_step"), _day("opened_on")),
    ),
    Listing(
        "outcomes",
        "outcome",
        (
            *(_UID, _link("deal", "deal_id", "deals", binds=True), _day("on", needed=True)),
            *(_choice("result", r.Result, needed=True), *_texts("what")),
        ),
    ),
    Listing(
        "verdicts",
        "verdict",
        (
            *(_UID, _PERSON, _day("on", needed=True)),
            *(_choice("choice", p.VerdictChoice, needed=True), _number("sureness", 1, 3)),
            *(*_texts("reason"), *_flags("seen_evidence", False), *_texts("record")),
        ),
    ),
    Listing(
        "pauses",
        "pause",
        (_UID, _PERSON, _day("start", needed=True), _day("end"), *_texts("reason")),
    ),
    Listing(
        "relations",
        "relation",
        (_UID, _PERSON, _link("other", "other_id", "people"), *_texts("name what note")),
    ),
    Listing(
        "special_dates",
        "special_date",
        (_UID, _PERSON, *_texts("what"), _day("day", needed=True), *_texts("note")),
    ),
    Listing(
        "distinct_pairs",
        "distinct_pair",
        (_UID, Field("people", "", Sort.PAIR, needed=True, to="people", binds=True)),
    ),
    Listing(
        "attachments",
        "attachment",
        (
            _UID,
            Field("person", "counterpart_id", Sort.LINK, to="people", binds=True),
            Field("entry", "interaction_id", Sort.LINK, to="entries", binds=True),
            *(_choice("role", AttachmentRole, needed=True), _name("name")),
            *(*_texts("media_type"), Field("digest", "digest", Sort.DIGEST, needed=True)),
            *(_number("size", 0, 2**40, needed=True), _day("added")),
        ),
    ),
    Listing(
        "import_marks",
        "import_mark",
        (
            Field("key", "source_key", Sort.TEXT, needed=True, low=1),
            Field("digest", "digest", Sort.TEXT, needed=True),
            Field("section", "tbl", Sort.SECTION, needed=True),
            Field("record", "row_id", Sort.LINK, needed=True, binds=True),
            *_texts("raw"),
        ),
    ),
    Listing(
        "contents",
        "content",
        (
            Field("digest", "digest", Sort.DIGEST, needed=True),
            Field("piece", "", Sort.NUMBER, needed=True, low=1, high=2**20),
            Field("of", "", Sort.NUMBER, needed=True, low=1, high=2**20),
            Field("data", "data", Sort.BYTES, needed=True),
        ),
    ),
)
BY_NAME: Final = {section.name: section for section in SECTIONS}
BY_TABLE: Final = {section.table: section for section in SECTIONS}

# Drafts stand beside the sections: their links are inside what was typed.
DRAFTS: Final = "drafts"
SETTINGS: Final = "settings"
# Folders of one computer mean nothing on another, a file must not say where copies go, and each
# file has a passphrase of its own.
OF_THIS_COMPUTER: Final = frozenset({"backup_folder", "recovery_sheet"})
# What the user said of a table's columns; other names with a dot are the program's own notes.
COLUMNS: Final = "import.columns."
