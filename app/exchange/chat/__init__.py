"""Chats exported from WhatsApp as text, on any phone and in any language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from app.exchange.chat.days import Order, moments
from app.exchange.chat.lines import Message, messages, text_of
from app.exchange.chat.telling import Said, Teller
from app.model.imports import ReadConversation, ReadFailure, ReadSkip, ReadUnclaimed
from app.model.texts import _, ngettext

__all__ = ["Item", "Rules", "is_undecided", "looks_like", "read", "titled", "writers"]

_NAME = re.compile(
    r"(?:\b(?:with|mit|avec|con|com|met|med|cu|z|s|c|с|ile|kanssa)|whatsapp chat -)\s+(.+)$",
    re.IGNORECASE,
)
_OFTEN = 500
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
    first = list(islice(messages(text_of(head)), 20))
    return bool(first) and first[0].line <= 3 and any(one.sender for one in first)


def is_undecided(data: bytes, rules: Rules, heard: Callable[[], object] | None = None) -> bool:
    """Whether nobody can tell if the day or the month stands first."""
    found = _gathered(data, heard)
    return len(moments([one.stamp for one in found], rules.now, rules.order)) > 1


def read(
    data: bytes, name: str, rules: Rules, heard: Callable[[], object] | None = None
) -> Iterator[Item]:
    """The conversations of one chat; `name` is that of the file, which may say with whom.

    `heard` is called now and then while the file is gone through; what it raises ends the reading.
    """
    found = _gathered(data, heard)
    orders = moments([one.stamp for one in found], rules.now, rules.order)
    if len(orders) != 1:
        yield _no_order(len(found), undecided=bool(orders))
        return
    said = [
        Said(at, one.sender, one.line, one.has_file)
        for at, one in zip(next(iter(orders.values())), found, strict=True)
        if one.sender
    ]
    said.sort(key=lambda one: one.at)
    title = titled(name)
    known, me = _me(said, title, rules.my_name)
    if known:
        others = tuple(dict.fromkeys(one.sender for one in said if one.sender != me))
        others = others or tuple(filter(None, (title,)))
        teller = Teller(
            me,
            others,
            _("Chat with {name}").format(name=title or ", ".join(others)),
            timedelta(hours=rules.gap_hours),
            timedelta(days=rules.unanswered_days),
        )
        yield from teller.told(said)
    elif said:
        names = ", ".join(dict.fromkeys(one.sender for one in said))
        why = _("Which of {names} you are is not known. Write it under “Your name” in Settings.")
        yield ReadUnclaimed("", "", _counted(len(said)), why.format(names=names))
    notices = [one for one in found if not one.sender]
    if notices:
        yield _noticed(notices)


def writers(data: bytes, heard: Callable[[], object] | None = None) -> tuple[str, ...]:
    """The names of those who write in a chat, in the order in which they begin."""
    return tuple(dict.fromkeys(one.sender for one in _gathered(data, heard) if one.sender))


def _gathered(data: bytes, heard: Callable[[], object] | None) -> list[Message]:
    found = []
    for message in messages(text_of(data)):
        found.append(message)
        if heard is not None and len(found) % _OFTEN == 0:
            heard()
    return found


def titled(name: str) -> str:
    """With whom the name of a file says the chat is; "" where it does not."""
    stem = _COPY.sub("", re.sub(r"(?:\.txt|\.zip)+$", "", name, flags=re.IGNORECASE))
    found = _NAME.search(stem)
    return found[1].strip() if found else ""


def _me(said: list[Said], title: str, my_name: str) -> tuple[bool, str | None]:
    """Whether it is known who the user is, and under which name; None when they wrote nothing."""
    senders = list(dict.fromkeys(one.sender for one in said))
    for sender in senders:
        if my_name and sender.casefold() == my_name.casefold():
            return True, sender
    others = [one for one in senders if one.casefold() != title.casefold()]
    if title and len(others) < len(senders) <= 2:
        return True, others[0] if others else None
    return False, None


def _no_order(count: int, *, undecided: bool) -> ReadSkip | ReadFailure:
    if undecided:
        why = _("Its dates can be read with the day or with the month first; say which it is.")
        return ReadSkip("", "", _counted(count), why)
    return ReadFailure("", "", _counted(count), _("Its dates cannot be read."))


def _noticed(notices: list[Message]) -> ReadSkip:
    title = ngettext("{n} notice", "{n} notices", len(notices)).format(n=f"{len(notices):,}")
    return ReadSkip("", "", title, _("Said by the program, not by a person."))


def _counted(count: int) -> str:
    return ngettext("{n} message", "{n} messages", count).format(n=f"{count:,}")
