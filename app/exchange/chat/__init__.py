"""Chats exported from WhatsApp as text, on any phone and in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from app.exchange.chat.days import Order, days_of
from app.exchange.chat.lines import lines_of, messages
from app.exchange.chat.log import Log, Said
from app.exchange.chat.telling import Teller
from app.model.imports import ReadConversation, ReadFailure, ReadSkip, ReadUnclaimed
from app.model.texts import _, ngettext

__all__ = ["Chat", "Item", "Rules", "gather", "looks_like", "titled"]

_NAME = re.compile(
    r"(?:\b(?:with|mit|avec|con|com|met|med|cu|z|s|c|с|ile|kanssa)|whatsapp chat -)\s+(.+)$",
    re.IGNORECASE,
)
_COPY = re.compile(r"\s*\(\d+\)$")
Item = ReadConversation | ReadSkip | ReadFailure


@dataclass(frozen=True, slots=True)
class Rules:
    """Who the user is, what is one conversation, and in which order dates are written.

    `now` is local time without a zone; `day_first` is None until the user has said it.
    """

    now: datetime
    my_name: str = ""
    gap_hours: int = 72
    unanswered_days: int = 14
    day_first: bool | None = None

    @property
    def order(self) -> Order | None:
        """The order the user has chosen."""
        if self.day_first is None:
            return None
        return Order.DAY_FIRST if self.day_first else Order.MONTH_FIRST


def looks_like(head: bytes, _name: str = "") -> bool:
    """Whether a file that starts like this is a chat: a stamped line at once, a sender soon."""
    first = list(islice(messages(lines_of([head])), 20))
    return bool(first) and first[0].line <= 3 and any(one.sender for one in first)


def gather(pieces: Iterable[bytes], encoding: str = "") -> Chat:
    """A chat that is read piece by piece; texts are let go of.

    Where no encoding is given it is UTF-16 if the file says so, else UTF-8.

    Raises:
        ValueError: more people write in it than in any chat.
    """
    log = Log()
    for message in messages(lines_of(pieces, encoding)):
        log.add(message)
    return Chat(log)


class Chat:
    """All messages of one chat: who wrote when."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def is_undecided(self, rules: Rules) -> bool:
        """Whether nobody can tell if the day or the month stands first."""
        return len(days_of(self._log, rules.now, rules.order)) > 1

    def writers(self) -> tuple[str, ...]:
        """The names of those who write in it, in the order in which they begin."""
        return tuple(self._log.names)

    def items(self, name: str, rules: Rules) -> Iterator[Item]:
        """Its conversations; `name` is that of the file, which may say with whom."""
        log = self._log
        orders = days_of(log, rules.now, rules.order)
        if len(orders) != 1:
            yield _no_order(len(log), undecided=bool(orders))
            return
        said = Said(log, next(iter(orders.values())))
        writers, title = said.writers(), titled(name)
        known, me = _me(writers, title, rules.my_name)
        if known:
            others = tuple(one for one in writers if one != me)
            others = others or tuple(filter(None, (title,)))
            teller = Teller(
                said.names.index(me) if me is not None else None,
                others,
                _("Chat with {name}").format(name=title or ", ".join(others)),
                timedelta(hours=rules.gap_hours),
                timedelta(days=rules.unanswered_days),
            )
            yield from teller.told(said)
        elif writers:
            yield _nobody_known(len(said), writers)
        notices = len(log) - len(said)
        if notices:
            yield _noticed(notices)


def titled(name: str) -> str:
    """With whom the name of a file says the chat is; "" where it does not."""
    stem = _COPY.sub("", re.sub(r"(?:\.txt|\.zip)+$", "", name, flags=re.IGNORECASE))
    found = _NAME.search(stem)
    return found[1].strip() if found else ""


def _me(senders: list[str], title: str, my_name: str) -> tuple[bool, str | None]:
    """Whether it is known who the user is, and under which name; None when they wrote nothing."""
    for sender in senders:
        if my_name and sender.casefold() == my_name.casefold():
            return True, sender
    others = [one for one in senders if one.casefold() != title.casefold()]
    if title and len(others) < len(senders) <= 2:
        return True, others[0] if others else None
    return False, None


def _nobody_known(count: int, writers: list[str]) -> ReadUnclaimed:
    why = _("Which of {names} you are is not known. Write it under “Your name” in Settings.")
    return ReadUnclaimed("", "", _counted(count), why.format(names=", ".join(writers)))


def _no_order(count: int, *, undecided: bool) -> ReadSkip | ReadFailure:
    if undecided:
        why = _("Its dates can be read with the day or with the month first; say which it is.")
        return ReadSkip("", "", _counted(count), why)
    return ReadFailure("", "", _counted(count), _("Its dates cannot be read."))


def _noticed(count: int) -> ReadSkip:
    title = ngettext("{n} notice", "{n} notices", count).format(n=f"{count:,}")
    return ReadSkip("", "", title, _("Said by the program, not by a person."))


def _counted(count: int) -> str:
    return ngettext("{n} message", "{n} messages", count).format(n=f"{count:,}")
