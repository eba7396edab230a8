"""Tells a conversation, and what was left out, in the words of the import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from app.exchange.mailbox.headers import Correspondent, Headers, Why
from app.exchange.mailbox.threads import Mail, Strand, opener_of, plain_subject
from app.model.imports import (
    ReadAttendee,
    ReadConversation,
    ReadFailure,
    ReadSkip,
    later_moments,
)
from app.model.records import Channel, Opener
from app.model.texts import _, ngettext
from app.model.values import Moment, PartialDate

_DAY = 86400


class Teller:
    """Tells the conversations of one archive.

    `latest` is the moment of its last mail, in seconds since 1970: until then one can say that
    nobody answered. `both_ways` says whether it holds mail of both sides at all.
    """

    def __init__(
        self,
        people: Sequence[Correspondent],
        home: tzinfo | None,
        patience_days: int,
        latest: int,
        *,
        both_ways: bool,
    ) -> None:
        self._people = people
        self._home = home
        self._patience = patience_days * _DAY
        self._latest = latest
        self._both_ways = both_ways

    def told(self, strand: Strand) -> ReadConversation:
        """One conversation."""
        first, last = strand.mails[0], strand.mails[-1]
        mine = sum(mail.mine for mail in strand.mails)
        theirs = len(strand.mails) - mine
        opened = opener_of(strand)
        key, *also = (f"mail:{key:016x}" for key in (strand.key, *strand.also))
        opener = None if opened is None else Opener.ME if opened.mine else Opener.THEM
        return ReadConversation(
            key=key,
            title=plain_subject(first.subject)[:200] or _("(no subject)"),
            place=_("mail {n}").format(n=first.number),
            when=self._moment(first.seconds),
            people=tuple(self._attendee(number) for number in strand.people),
            channel=Channel.EMAIL,
            opener=opener,
            two_way=self._two_way(strand, mine, theirs),
            answered=None if opened is None else self._answered(strand, opened),
            messages=len(strand.mails),
            mine=mine,
            theirs=theirs,
            last=self._moment(last.seconds),
            thread=key,
            remarks=tuple(self._remarks(strand, opened)),
            also=tuple(also),
            went_on=later_moments(self._moment(mail.seconds) for mail in strand.mails),
        )

    def _attendee(self, number: int) -> ReadAttendee:
        one = self._people[number]
        return ReadAttendee(name=one.name, email=one.email)

    def _moment(self, seconds: int) -> Moment:
        there = datetime.fromtimestamp(seconds, UTC).astimezone(self._home)
        zone = self._home.key if isinstance(self._home, ZoneInfo) else None
        time = there.time().replace(second=0, microsecond=0)
        return Moment(PartialDate.of(there.date()), time, zone)

    def _two_way(self, strand: Strand, mine: int, theirs: int) -> bool | None:
        """Whether both wrote; while an answer may still come, and in half an archive, not known."""
        if mine and theirs:
            return True
        return False if self._may_judge(strand.mails[0]) else None

    def _answered(self, strand: Strand, opened: Mail) -> bool | None:
        """Whether the other side wrote back in time."""
        for mail in strand.mails:
            if mail.mine is not opened.mine and mail.seconds >= opened.seconds:
                return mail.seconds - opened.seconds <= self._patience
        return False if self._may_judge(opened) else None

    def _may_judge(self, mail: Mail) -> bool:
        return self._both_ways and self._latest - mail.seconds > self._patience

    def _remarks(self, strand: Strand, opened: Mail | None) -> list[str]:
        remarks = []
        if opened is None:
            remarks.append(_("Its beginning is not in the file, so who opened it stays open."))
        guessed = sum(mail.guessed_date for mail in strand.mails)
        if guessed:
            told = ngettext(
                "The date of {n} mail cannot be read; the day it arrived stands for it.",
                "The dates of {n} mails cannot be read; the days they arrived stand for them.",
                guessed,
            )
            remarks.append(told.format(n=guessed))
        return remarks


def left_out(why: Why | None, count: int) -> ReadSkip | ReadFailure:
    """How many mails were left out for one reason; without a reason, could not be read."""
    title = ngettext("{n} mail", "{n} mails", count).format(n=f"{count:,}")
    if why is None:
        title = ngettext("{n} more mail", "{n} more mails", count).format(n=f"{count:,}")
        return ReadFailure("", "", title, _("The date or the sender cannot be read."))
    words = {
        Why.BULK: _("Sent to a mailing list, or to many at once."),
        Why.MACHINE: _("Written by a machine, or to an address nobody reads."),
        Why.CALENDAR: _("An invitation, or an answer to one; the calendar tells of it."),
        Why.SPAM: _("It lies in the folder for unwanted mail."),
        Why.DRAFT: _("A draft that was not sent."),
        Why.CROWD: _("More than three people took part, so it opens no conversation."),
        Why.ALONE: _("Nobody but you stands in it."),
        Why.AGAIN: _("The same mail stands in the files twice."),
    }
    return ReadSkip("", "", title, words[why])


def nobody_known(count: int) -> ReadSkip:
    """What is said when it is not known which addresses are the user's."""
    title = ngettext("{n} mail", "{n} mails", count).format(n=f"{count:,}")
    why = _("Which addresses are yours is not known, so nobody can tell who wrote to whom.")
    return ReadSkip("", "", title, why)


def failure(place: str, headers: Headers) -> ReadFailure:
    """A mail without a date or without a sender."""
    if headers.sender is None:
        why = _("It does not say who sent it.")
    elif headers.date:
        why = _("Its date “{date}” cannot be read.").format(date=headers.date)
    else:
        why = _("It has no date.")
    return ReadFailure("", place, headers.subject or _("(no subject)"), why)
