"""What each field of the journal is called, and its values in words, for History and Trash."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from app.model.errors import UserError
from app.model.people import Connection
from app.model.records import Depth, MeetingState, Side, Source
from app.model.texts import _
from app.model.values import PartialDate
from app.services import day_words, words

FIELDS: Mapping[str, Mapping[str, str]] = {
    "organisation": {
        "name": _("Name"),
        "identity": _("What you are together"),
        "note": _("Note"),
    },
    "counterpart": {
        "name": _("Name"),
        "aliases": _("Also called"),
        "kind": _("Kind"),
        "kind_since": _("Kind since"),
        "pronoun": _("Pronoun"),
        "role": _("Role"),
        "organisation_id": _("Organisation"),
        "rhythm": _("Keep in touch"),
        "rhythm_days": _("Days between contacts"),
        "season_months": _("Months of the season"),
        "connections": _("Connection"),
        "since": _("Known since"),
        "how_met": _("How you met"),
        "introduced_by": _("Introduced by"),
        "birthday": _("Birthday"),
        "starts_by_role": _("One side starts by its role"),
        "no_contact": _("No contact wanted"),
        "no_contact_since": _("No contact since"),
        "closeness": _("Closeness, one to seven"),
        "style": _("How they like to talk"),
        "watch_outs": _("Watch out for"),
        "note": _("Note"),
        "attention": _("Keeping up"),
    },
    "kind_period": {"kind": _("Kind"), "since": _("Since"), "counterpart_id": _("Person")},
    "contact_point": {
        "kind": _("Kind"),
        "value": _("Address or number"),
        "label": _("Label"),
        "preferred": _("Preferred"),
        "counterpart_id": _("Person"),
    },
    "tag": {"name": _("Name")},
    "meeting": {
        "title": _("Title"),
        "date": _("Day"),
        "time": _("Time"),
        "zone": _("Time zone"),
        "vague": _("When, in words"),
        "minutes": _("Minutes"),
        "place": _("Place"),
        "goal": _("Goal"),
        "opening_line": _("Opening line"),
        "purpose": _("Purpose"),
        "state": _("State"),
        "source": _("Source"),
        "note": _("Note"),
    },
    "interaction": {
        "date": _("Day"),
        "time": _("Time"),
        "zone": _("Time zone"),
        "channel": _("Channel"),
        "opener": _("Who opened"),
        "two_way": _("Both sides spoke"),
        "answered": _("Answered"),
        "minutes": _("Minutes"),
        "depth": _("Depth"),
        "ask_mine": _("You asked for"),
        "ask_theirs": _("They asked for"),
        "give_mine": _("You gave"),
        "give_theirs": _("They gave"),
        "joint_benefit": _("Good for both"),
        "tone_mine": _("Your tone"),
        "tone_theirs": _("Their tone"),
        "small_talk": _("Small talk"),
        "small_talk_minutes": _("Minutes of small talk"),
        "i_asked": _("You asked about them"),
        "they_asked": _("They asked about you"),
        "logistics": _("Only logistics"),
        "present": _("People present"),
        "one_to_one": _("Just the two of you"),
        "credit": _("Credit given"),
        "thread": _("Thread"),
        "source": _("Source"),
        "note": _("Note"),
        "meeting_id": _("Planned as"),
    },
    # Their title says it all.
    "participant": {},
    "attendee": {},
    "tagging": {},
    "commonality": {
        "text": _("What"),
        "likeness": _("Shared or different"),
        "kind": _("Kind"),
        "how_known": _("How you know"),
        "sensitivity": _("How to treat it"),
        "learned_on": _("Learned on"),
        "interaction_id": _("From the entry"),
        "counterpart_id": _("Person"),
    },
    "mention": {
        "commonality_id": _("What was mentioned"),
        "date": _("Day"),
        "interaction_id": _("In the entry"),
    },
    "interest": {
        "text": _("What matters to them"),
        "basis": _("Basis"),
        "stake": _("Stake"),
        "noted_on": _("Noted on"),
        "interaction_id": _("From the entry"),
        "counterpart_id": _("Person"),
    },
    "interest_act": {
        "interest_id": _("For"),
        "on": _("Day"),
        "what": _("What you did"),
        "with_ask": _("Came with an ask"),
        "interaction_id": _("In the entry"),
    },
    "question": {
        "text": _("Question"),
        "state": _("State"),
        "noted_on": _("Noted on"),
        "settled_on": _("Settled on"),
        "answer": _("Answer"),
        "interaction_id": _("From the entry"),
        "counterpart_id": _("Person"),
    },
    "promise": {
        "by": _("Whose word"),
        "text": _("Promise"),
        "made_on": _("Made on"),
        "due": _("Due"),
        "state": _("State"),
        "settled_on": _("Settled on"),
        "interaction_id": _("From the entry"),
        "counterpart_id": _("Person"),
    },
    "deal": {
        "title": _("Title"),
        "stage": _("Stage"),
        "amount": _("Amount"),
        "next_step": _("Next step"),
        "opened_on": _("Opened on"),
        "counterpart_id": _("Person"),
    },
    "outcome": {
        "deal_id": _("Deal"),
        "on": _("Day"),
        "result": _("Result"),
        "what": _("What"),
    },
    "verdict": {
        "on": _("Day"),
        "choice": _("Your word"),
        "sureness": _("How sure, one to three"),
        "reason": _("Reason"),
        "seen_evidence": _("Evidence seen before"),
        "record": _("The record at the time"),
        "counterpart_id": _("Person"),
    },
    "pause": {
        "start": _("From"),
        "end": _("To"),
        "reason": _("Reason"),
        "counterpart_id": _("Person"),
    },
    "attachment": {
        "name": _("Name"),
        "role": _("Photo or file"),
        "media_type": _("Kind of file"),
        "size": _("Bytes"),
        "digest": _("Fingerprint"),
        "added": _("Added on"),
        "counterpart_id": _("Person"),
        "interaction_id": _("In the entry"),
    },
    "relation": {
        "what": _("Who it is to them"),
        "other_id": _("In the journal as"),
        "name": _("Name"),
        "note": _("Note"),
        "counterpart_id": _("Person"),
    },
    "special_date": {
        "what": _("What"),
        "day": _("Day"),
        "note": _("Note"),
        "counterpart_id": _("Person"),
    },
    "distinct_pair": {"first_id": _("Person"), "second_id": _("Another person")},
    "import_mark": {"source_key": _("Record in the file"), "tbl": _("Became")},
}

# Which row a number stands for.
LINKS: Mapping[str, str] = {
    "counterpart_id": "counterpart",
    "introduced_by": "counterpart",
    "organisation_id": "organisation",
    "interaction_id": "interaction",
    "meeting_id": "meeting",
    "tag_id": "tag",
    "commonality_id": "commonality",
    "interest_id": "interest",
    "deal_id": "deal",
    "other_id": "counterpart",
    "first_id": "counterpart",
    "second_id": "counterpart",
}

_DATES = frozenset(
    (
        "date",
        "on",
        "since",
        "kind_since",
        "birthday",
        "no_contact_since",
        "learned_on",
        "noted_on",
        "settled_on",
        "made_on",
        "due",
        "opened_on",
        "start",
        "end",
        "added",
        "day",
    )
)
_YES_NO = frozenset(
    (
        "starts_by_role",
        "no_contact",
        "preferred",
        "two_way",
        "answered",
        "joint_benefit",
        "small_talk",
        "i_asked",
        "they_asked",
        "logistics",
        "one_to_one",
        "with_ask",
        "seen_evidence",
    )
)


def _raw(found: Mapping[Any, Any]) -> dict[Any, str]:
    """Words by what stands in the file instead of by the model's value."""
    return {
        key.value if isinstance(key, Enum) else key: text if isinstance(text, str) else text[0]
        for key, text in found.items()
    }


_ASKS = _raw(words.ASK_WORDS)
_MEETING_STATES = {
    MeetingState.PLANNED.value: _("planned"),
    MeetingState.HELD.value: _("held"),
    MeetingState.CANCELLED.value: _("called off"),
}
_SOURCES = {Source.TYPED.value: _("typed"), Source.IMPORTED.value: _("imported")}
_TONES = _raw(words.TONE_WORDS)
_WORDS: Mapping[tuple[str, str], Mapping[Any, str]] = {
    ("counterpart", "kind"): _raw(words.KIND_WORDS),
    ("counterpart", "pronoun"): _raw(words.PRONOUN_WORDS),
    ("counterpart", "rhythm"): _raw(words.RHYTHM_WORDS),
    ("counterpart", "attention"): _raw(words.ATTENTION_WORDS),
    ("attachment", "role"): _raw(words.ROLE_WORDS),
    ("kind_period", "kind"): _raw(words.KIND_WORDS),
    ("contact_point", "kind"): _raw(words.POINT_WORDS),
    ("meeting", "purpose"): _raw(words.PURPOSE_WORDS),
    ("meeting", "state"): _MEETING_STATES,
    ("meeting", "source"): _SOURCES,
    ("interaction", "source"): _SOURCES,
    ("interaction", "channel"): _raw(words.CHANNEL_WORDS),
    ("interaction", "opener"): _raw(words.OPENER_WORDS),
    ("interaction", "depth"): {d.value: words.DEPTH_WORDS[d] for d in Depth},
    ("interaction", "tone_mine"): _TONES,
    ("interaction", "tone_theirs"): _TONES,
    **{
        ("interaction", name): _ASKS
        for name in ("ask_mine", "ask_theirs", "give_mine", "give_theirs")
    },
    ("commonality", "likeness"): _raw(words.LIKENESS_WORDS),
    ("commonality", "kind"): _raw(words.COMMON_WORDS),
    ("commonality", "how_known"): _raw(words.KNOWN_WORDS),
    ("commonality", "sensitivity"): _raw(words.SENSITIVITY_WORDS),
    ("interest", "basis"): _raw(words.BASIS_WORDS),
    ("interest", "stake"): _raw(words.STAKE_WORDS),
    ("question", "state"): _raw(words.QUESTION_WORDS),
    ("promise", "state"): _raw(words.PROMISE_WORDS),
    ("promise", "by"): {Side.ME.value: _("yours"), Side.THEM.value: _("theirs")},
    ("outcome", "result"): _raw(words.RESULT_WORDS),
    ("verdict", "choice"): _raw(words.VERDICT_WORDS),
}


def value_words(table: str, column: str, value: Any) -> str:
    """A value as a person says it; "" for what was not said. Links are not resolved here."""
    if value is None or value == "":
        return ""
    known = _WORDS.get((table, column))
    if known is not None:
        return known.get(value, str(value))
    if column in _YES_NO:
        return _("yes") if value else _("no")
    if column in _DATES:
        return date_words(str(value))
    if column == "connections":
        return words.listed([words.CONNECTION_WORDS[Connection(one)] for one in value.split()])
    if column == "season_months":
        return ", ".join(day_words.month_names()[int(month) - 1] for month in value.split())
    return str(value)


def date_words(text: str) -> str:
    """ "17 Nov 2026", as exact as it is known."""
    try:
        return day_words.short_date(PartialDate.parse(text))
    except UserError:
        return text
