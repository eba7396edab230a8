"""The words for the model's values, in one place, so that every screen says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.insights.words import (
    RECORD_BOTH_WAYS,
    RECORD_LEAD,
    RECORD_REAL,
    RECORD_SILENT,
    RHYTHMS,
    rhythm_words,
)
from app.model.belongings import AttachmentRole
from app.model.findings import State
from app.model.people import (
    Attention,
    Basis,
    CommonKind,
    Connection,
    Counterpart,
    HowKnown,
    Kind,
    Likeness,
    PointKind,
    Pronoun,
    Rhythm,
    Sensitivity,
    Stake,
    VerdictChoice,
)
from app.model.records import (
    Ask,
    Channel,
    Depth,
    Interaction,
    Opener,
    PromiseState,
    Purpose,
    QuestionState,
    Result,
    Tone,
)
from app.model.texts import _, mine, ngettext
from app.model.titles import called
from app.services.day_words import month_names

KIND_WORDS: Mapping[Kind, str] = {
    Kind.FRIEND: _("Friend"),
    Kind.FAMILY: _("Family"),
    Kind.CLIENT: _("Client"),
    Kind.COLLEAGUE: _("Colleague"),
    Kind.LEAD: _("Lead"),
    Kind.PITCH: _("Honest pitch"),
    Kind.OTHER: _("Other"),
}
ATTENTION_WORDS: Mapping[Attention, str] = {
    Attention.KEEP: _("Keep up with"),
    Attention.UNSORTED: _("Not sorted yet"),
    Attention.ADDRESS: _("Address only"),
    Attention.OUT: _("Left out"),
}
ROLE_WORDS: Mapping[AttachmentRole, str] = {
    AttachmentRole.PHOTO: _("Photo"),
    AttachmentRole.FILE: _("File"),
}
KIND_PLURALS: Mapping[Kind, str] = {
    Kind.FRIEND: _("Friends"),
    Kind.FAMILY: _("Family"),
    Kind.CLIENT: _("Clients"),
    Kind.COLLEAGUE: _("Colleagues"),
    Kind.LEAD: _("Leads"),
    Kind.PITCH: _("Honest pitches"),
    Kind.OTHER: _("Others"),
}
PRONOUN_WORDS: Mapping[Pronoun, str] = {
    Pronoun.SHE: _("she"),
    Pronoun.HE: _("he"),
    Pronoun.THEY: _("they"),
}
STAKE_WORDS: Mapping[Stake, str] = {
    Stake.PERSONAL: _("personal"),
    Stake.BUSINESS: _("business"),
}
LIKENESS_WORDS: Mapping[Likeness, str] = {
    Likeness.SAME: _("What you share"),
    Likeness.DIFFERENT: _("What sets you apart"),
}
RHYTHM_WORDS: Mapping[Rhythm, str] = RHYTHMS
CONNECTION_WORDS: Mapping[Connection, str] = {
    Connection.PSYCHOLOGICAL: _("psychological"),
    Connection.ECONOMIC: _("economic"),
    Connection.POLITICAL: _("political"),
    Connection.PERSONAL: _("personal"),
}
CHANNEL_WORDS: Mapping[Channel, str] = {
    Channel.CALL: _("call"),
    Channel.VIDEO: _("video"),
    Channel.MEETING: _("meeting"),
    Channel.MEAL: _("meal"),
    Channel.MESSAGE: _("message"),
    Channel.EMAIL: _("email"),
    Channel.LETTER: _("letter"),
    Channel.EVENT: _("event"),
    Channel.OTHER: _("contact"),
}
ASK_WORDS: Mapping[Ask, str] = {
    Ask.NONE: _("No"),
    Ask.SALE: _("Sale"),
    Ask.FAVOUR: _("Favour"),
    Ask.INTRODUCTION: _("Introduction"),
    Ask.INFORMATION: _("Information"),
    Ask.MONEY: _("Money"),
    Ask.TIME: _("Time"),
    Ask.OTHER: _("Other"),
}
OPENER_WORDS: Mapping[Opener, str] = {
    Opener.ME: _("I did"),
    Opener.THEM: _("They did"),
    Opener.TOGETHER: _("Arranged together"),
    Opener.GROUP: _("A group"),
}
DEPTH_WORDS: Mapping[Depth, str] = {
    Depth.PASSING: _("In passing"),
    Depth.SHORT: _("Short"),
    Depth.REAL: _("Real talk"),
    Depth.PERSONAL: _("Personal or difficult"),
}
TONE_WORDS: Mapping[Tone, str] = {
    Tone.COOPERATIVE: _("cooperative"),
    Tone.GUARDED: _("guarded"),
    Tone.HARD: _("hard"),
}
RESULT_WORDS: Mapping[Result, str] = {
    Result.WON: _("won"),
    Result.LOST: _("lost"),
    Result.SHELVED: _("shelved"),
    Result.DELIVERED: _("delivered"),
}
VERDICT_WORDS: Mapping[VerdictChoice, tuple[str, State]] = {
    VerdictChoice.REAL: (_("real"), State.FOR),
    VerdictChoice.GROWING: (_("growing"), State.FOR),
    VerdictChoice.LEAD: (_("mostly a lead"), State.OPEN),
    VerdictChoice.PITCH: (_("an honest pitch"), State.SILENT),
    VerdictChoice.UNSURE: (_("I can’t tell"), State.OPEN),
    VerdictChoice.SILENT: (_("rather not say"), State.SILENT),
}
CALLS: Mapping[VerdictChoice, str] = {
    VerdictChoice.REAL: mine(_("You call it real")),
    VerdictChoice.GROWING: mine(_("You call it growing")),
    VerdictChoice.LEAD: mine(_("You call it mostly a lead")),
    VerdictChoice.PITCH: mine(_("You call it an honest pitch")),
    VerdictChoice.UNSURE: mine(_("You cannot tell")),
    VerdictChoice.SILENT: mine(_("You would rather not say")),
}
RECORD_WORDS: Mapping[str, str] = {
    RECORD_REAL: _("looked real"),
    RECORD_LEAD: _("looked like a lead"),
    RECORD_BOTH_WAYS: _("pointed both ways"),
    RECORD_SILENT: _("not enough to say"),
}
PURPOSE_WORDS: Mapping[Purpose, str] = {
    Purpose.RELATIONSHIP: _("Relationship only"),
    Purpose.ASK: _("An honest ask"),
    Purpose.BOTH: _("Both"),
}
COMMON_WORDS: Mapping[CommonKind, str] = {
    CommonKind.PEOPLE: _("people you both know"),
    CommonKind.PLACE: _("places"),
    CommonKind.EXPERIENCE: _("experience"),
    CommonKind.INTEREST: _("interests"),
    CommonKind.GOAL: _("goals"),
    CommonKind.VALUE: _("values"),
    CommonKind.GROUP: _("groups"),
    CommonKind.IDENTITY: _("identity"),
}
KNOWN_WORDS: Mapping[HowKnown, str] = {
    HowKnown.TOLD: _("they told me"),
    HowKnown.NOTICED: _("I noticed"),
    HowKnown.GUESS: _("I guess"),
}
SENSITIVITY_WORDS: Mapping[Sensitivity, str] = {
    Sensitivity.OPEN: _("open"),
    Sensitivity.CAREFUL: _("with care"),
    Sensitivity.PRIVATE: _("private"),
}
BASIS_WORDS: Mapping[Basis, str] = {Basis.STATED: _("stated"), Basis.HUNCH: _("hunch")}
POINT_WORDS: Mapping[PointKind, str] = {
    PointKind.EMAIL: _("E-mail"),
    PointKind.PHONE: _("Phone"),
    PointKind.ADDRESS: _("Address"),
    PointKind.URL: _("Web page"),
    PointKind.HANDLE: _("Handle"),
}
PROMISE_WORDS: Mapping[PromiseState, str] = {
    PromiseState.OPEN: _("open"),
    PromiseState.KEPT: _("kept"),
    PromiseState.LATE: _("kept late"),
    PromiseState.BROKEN: _("not kept"),
    PromiseState.RELEASED: _("released"),
}
QUESTION_WORDS: Mapping[QuestionState, str] = {
    QuestionState.TO_ASK: _("to ask"),
    QuestionState.ASKED: _("asked"),
    QuestionState.ANSWERED: _("answered"),
    QuestionState.DROPPED: _("dropped"),
}
_NUMBERS = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
)


def first_name(person: Counterpart) -> str:
    """How sentences call a person: by the first name; with the title where there is none."""
    return called(person.name)


def subject(person: Counterpart | None, *, capital: bool = False) -> str:
    """She, he, they, or the name where no pronoun was said."""
    if person is None:
        word = _("they")
    elif person.pronoun is None:
        return first_name(person)
    else:
        word = {Pronoun.SHE: _("she"), Pronoun.HE: _("he"), Pronoun.THEY: _("they")}[person.pronoun]
    return word.capitalize() if capital else word


def channel_word(entry: Interaction) -> str:
    """How the contact came about; a note about someone is none."""
    if entry.is_note:
        return _("note")
    return CHANNEL_WORDS[entry.channel] if entry.channel else _("contact")


def opened_by(opener: Opener | None, person: Counterpart | None) -> str:
    """Who opened it, as half a sentence; empty while unknown."""
    if opener is Opener.ME:
        return _("you opened")
    if opener is Opener.THEM:
        return _("{who} opened").format(who=subject(person))
    if opener is Opener.TOGETHER:
        return _("arranged together")
    return _("in a group") if opener is Opener.GROUP else ""


def number(count: int) -> str:
    """Small numbers as words, larger ones as figures."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def listed(things: Sequence[str]) -> str:
    """ "economic, political and personal"."""
    if len(things) < 2:
        return "".join(things)
    return _("{most} and {last}").format(most=", ".join(things[:-1]), last=things[-1])


def every_words(person: Counterpart) -> str:
    """How often the user means to be in touch: "Every two months"; empty while not said."""
    seasonal = person.rhythm is Rhythm.SEASONAL and person.rhythm_days is None
    if seasonal and person.season_months:
        months = month_names()
        named = ", ".join(months[month - 1] for month in person.season_months)
        return _("In season: {months}").format(months=named)
    return rhythm_words(person)


def kept_words(kind: Kind | None, rhythm: Rhythm | None) -> str:
    """How somebody is kept up with: "Friend, every three months"; empty while neither is said."""
    who = KIND_WORDS[kind] if kind else ""
    every = RHYTHM_WORDS[rhythm] if rhythm else ""
    return ", ".join(filter(None, (who, every[:1].lower() + every[1:] if who else every)))


def waiting_words(count: int) -> str:
    """ "774 people wait to be sorted." """
    told = ngettext("{n} person waits to be sorted.", "{n} people wait to be sorted.", count)
    return told.format(n=f"{count:,}")
