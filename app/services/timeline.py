"""The timeline: one stream of everything dated, a window at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.model.findings import State
from app.model.people import Counterpart, Verdict
from app.model.reading import EntryKind, MonthCount, TimelineEntry, TimelineFilter
from app.model.records import (
    Ask,
    Deal,
    Interaction,
    Meeting,
    MeetingState,
    Outcome,
    Promise,
    PromiseState,
    Side,
    Tone,
)
from app.model.texts import _
from app.model.values import Moment, PartialDate
from app.services.words import (
    RESULT_WORDS,
    TONE_WORDS,
    VERDICT_WORDS,
    channel_word,
    opened_by,
)
from app.services.workspace import Workspace
from app.store.stream import Stream

_TONE_STATE = {
    Tone.COOPERATIVE: State.FOR,
    Tone.GUARDED: State.OPEN,
    Tone.HARD: State.AGAINST,
}
_CLASS: Mapping[EntryKind, type] = {
    EntryKind.INTERACTION: Interaction,
    EntryKind.MEETING: Meeting,
    EntryKind.OUTCOME: Outcome,
    EntryKind.PROMISE: Promise,
    EntryKind.VERDICT: Verdict,
}


def first_keys(
    workspace: Workspace, wanted: TimelineFilter, limit: int = 200
) -> list[tuple[int, str]]:
    """Key and date of the newest entries that pass the filter; cheap at any size."""
    return Stream(workspace.database).first(wanted, limit)


def all_keys(workspace: Workspace, wanted: TimelineFilter) -> tuple[array[int], list[MonthCount]]:
    """Every key from new to old, and the months they fall into; for a worker."""
    return Stream(workspace.database).keys(wanted)


def entries(workspace: Workspace, keys: Sequence[int]) -> list[TimelineEntry]:
    """The lines of the timeline for these keys, in their order; deleted ones are left out."""
    by_kind: dict[EntryKind, list[int]] = {}
    for key in keys:
        by_kind.setdefault(EntryKind(key % 8), []).append(key // 8)
    found: dict[int, object] = {}
    for kind, ids in by_kind.items():
        records: list[Any] = workspace.get_many(_CLASS[kind], ids)
        for record in records:
            if _is_dated(record):  # its day may have been taken away since the key was read
                found[record.id * 8 + kind] = record
    deals = {
        deal.id: deal
        for deal in workspace.get_many(
            Deal, [r.deal_id for r in found.values() if isinstance(r, Outcome)]
        )
    }
    names = workspace.names_of(_people_in(found.values(), deals))
    lines = []
    for key in keys:
        record = found.get(key)
        if record is not None:
            lines.append(_line(key, record, deals, names))
    return lines


def _is_dated(record: object) -> bool:
    if isinstance(record, Meeting):
        return record.when is not None
    return not isinstance(record, Promise) or _promise_day(record) is not None


def _promise_day(record: Promise) -> PartialDate | None:
    return record.settled_on or record.made_on or record.due


def record_behind(workspace: Workspace, key: int) -> object:
    """The record behind a key: an interaction, meeting, outcome, promise or verdict.

    Raises:
        NotFoundError: it is gone.
    """
    return workspace.get(_CLASS[EntryKind(key % 8)], key // 8)


def key_of(record: Interaction | Meeting | Outcome | Promise | Verdict) -> int:
    """The key of a record in the timeline."""
    kind = next(kind for kind, cls in _CLASS.items() if isinstance(record, cls))
    return record.id * 8 + kind


def _people_in(records: Iterable[object], deals: Mapping[int, Deal]) -> set[int]:
    ids: set[int] = set()
    for record in records:
        ids.update(_owners(record, deals))
    return ids


def _owners(record: object, deals: Mapping[int, Deal]) -> tuple[int, ...]:
    if isinstance(record, Interaction | Meeting):
        return record.people
    if isinstance(record, Outcome):
        return (deals[record.deal_id].counterpart_id,)
    assert isinstance(record, Promise | Verdict)
    return (record.counterpart_id,)


def _line(
    key: int, record: object, deals: Mapping[int, Deal], names: Mapping[int, Counterpart]
) -> TimelineEntry:
    owners = tuple(number for number in _owners(record, deals) if number in names)
    people = tuple(names[number].name for number in owners)
    first = names[owners[0]] if len(owners) == 1 else None
    if isinstance(record, Interaction):
        when, word, lead, text, chip, state = _tell_interaction(record, first)
    elif isinstance(record, Meeting):
        when, word, lead, text, chip, state = _tell_meeting(record)
    elif isinstance(record, Outcome):
        deal = deals[record.deal_id]
        when, word, lead = Moment(record.on), _("deal"), ""
        text = ", ".join(filter(None, (deal.title, record.what)))
        chip = RESULT_WORDS[record.result]
        state = State.SILENT
    elif isinstance(record, Promise):
        when, word, lead, text, chip, state = _tell_promise(record)
    else:
        assert isinstance(record, Verdict)
        when, word, lead = Moment(record.on), _("verdict"), _("You judged.")
        text = f"“{record.reason}”" if record.reason else ""
        chip, state = VERDICT_WORDS[record.choice]
    return TimelineEntry(
        key=key,
        kind=EntryKind(key % 8),
        id=key // 8,
        when=when,
        people=people,
        people_ids=owners,
        word=word,
        lead=lead,
        text=text,
        chip=chip,
        chip_state=state,
        uid=record.uid,
    )


_Told = tuple[Moment, str, str, str, str, State]


def _tell_interaction(record: Interaction, person: Counterpart | None) -> _Told:
    word = channel_word(record)
    parts = [opened_by(record.opener, person)]
    if record.minutes:
        parts.append(_("{minutes} min").format(minutes=record.minutes))
    lead = ", ".join(filter(None, parts))
    if lead:
        lead += "."
    chip, state = _interaction_chip(record)
    return record.when, word, lead, record.headline, chip, state


def _interaction_chip(record: Interaction) -> tuple[str, State]:
    tone = record.tone_theirs or record.tone_mine
    if tone is not None:
        return TONE_WORDS[tone], _TONE_STATE[tone]
    if record.credit:
        return _("credit given"), State.FOR
    if record.answered is False:
        return _("not answered"), State.SILENT
    if any(ask not in (None, Ask.NONE) for ask in (record.ask_mine, record.ask_theirs)):
        return _("with an ask"), State.SILENT
    return "", State.SILENT


def _tell_meeting(record: Meeting) -> _Told:
    assert record.when is not None
    words = {
        MeetingState.PLANNED: (_("planned"), State.OPEN),
        MeetingState.HELD: (_("held"), State.FOR),
        MeetingState.CANCELLED: (_("called off"), State.SILENT),
    }
    chip, state = words[record.state]
    lead = _("{minutes} min.").format(minutes=record.minutes) if record.minutes else ""
    return record.when, _("meeting"), lead, record.title, chip, state


def _tell_promise(record: Promise) -> _Told:
    day = _promise_day(record)
    assert day is not None
    mine = record.by is Side.ME
    leads = {
        PromiseState.OPEN: (_("you promised:"), _("promised you:")),
        PromiseState.KEPT: (_("you kept:"), _("kept:")),
        PromiseState.LATE: (_("you kept, late:"), _("kept, late:")),
        PromiseState.BROKEN: (_("you did not keep:"), _("did not keep:")),
        PromiseState.RELEASED: (_("you were released from:"), _("was released from:")),
    }
    chips = {
        PromiseState.OPEN: (_("open"), State.OPEN),
        PromiseState.KEPT: (_("kept"), State.FOR),
        PromiseState.LATE: (_("kept late"), State.OPEN),
        PromiseState.BROKEN: (_("not kept"), State.AGAINST),
        PromiseState.RELEASED: (_("released"), State.SILENT),
    }
    lead = leads[record.state][0 if mine else 1]
    chip, state = chips[record.state]
    return Moment(day), _("promise"), lead, record.text, chip, state
