"""The words the quick line knows for channels and for who opened, and those it passes over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.model.records import Channel, Opener


def _split(words: str) -> list[str]:
    return words.split("|")


_NAMED: dict[Channel, str] = {
    Channel.CALL: "phone call|call|called|calling|phone|phoned|rang|telephone|telephoned|facetime"
    "|spoke on the phone|on the phone",
    Channel.VIDEO: "video call|video chat|videocall|video|zoom call|zoom|teams call|ms teams|teams"
    "|google meet|skype|webex",
    Channel.MEETING: "met up|met|meeting|meet|in person|visited|visit|saw|catch-up|catchup"
    "|caught up|walk|one-to-one|1:1",
    Channel.MEAL: "working lunch|lunch|dinner|breakfast|brunch|coffee|tea|drinks|drink|beers|beer"
    "|supper|meal|ate",
    Channel.MESSAGE: "text message|messages|message|messaged|texted|texts|text|sms|whatsapp"
    "|whatsapped|signal|telegram|wechat|imessage|slack|chat|chatted|dm|linkedin",
    Channel.EMAIL: "e-mails|e-mailed|e-mail|emailed|emails|email|mailed|mails|mail",
    Channel.LETTER: "letter|postcard|card|post",
    Channel.EVENT: "event|conference|party|wedding|concert|fair|workshop|seminar|reception"
    "|meetup|gala|match|exhibition",
}
# Where two are said ("met for lunch", "WhatsApp call"), the one further left here is meant.
_WEIGHT = (
    Channel.VIDEO,
    Channel.MEAL,
    Channel.CALL,
    Channel.EVENT,
    Channel.EMAIL,
    Channel.LETTER,
    Channel.MESSAGE,
    Channel.MEETING,
)
# Words that say no more than the channel they stand for; any other is kept in the note.
_GENERIC = frozenset(
    _split(
        "phone call|call|called|calling|phone|phoned|rang|telephone|telephoned|on the phone"
        "|spoke on the phone|video call|video chat|videocall|video|met up|met|meeting|meet"
        "|in person|saw|meal|ate|messages|message|messaged|text message|texted|texts|text|sms"
        "|e-mails|e-mailed|e-mail|emailed|emails|email|mailed|mails|mail|letter|event"
    )
)
_CHANNEL_OF = {word: channel for channel, words in _NAMED.items() for word in _split(words)}
_COLOURING = "quick|short|brief|long|nice|good|great|lovely|little|first|second|last-minute|hard"


def _any_of(words: str) -> str:
    longest_first = sorted(_split(words), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first) + ")"


_CHANNEL = re.compile(
    rf"(?:(?P<how>{_any_of(_COLOURING)})\s+)?(?P<word>{_any_of('|'.join(_CHANNEL_OF))})(?![\w'’])",
    re.IGNORECASE,
)
FILLER = re.compile(
    r"(?:my\s+(?:old\s+|dear\s+)?(?:friends?|colleagues?|clients?)|we|i|had|have|a|an|the|was|and|then|for|on|in|at|to|from|by|over|via|talked|talk|spoke"
    r"|together|up|of|said|me|us|wrote)(?![\w'’-])|[&+](?=\s|$)",
    re.IGNORECASE,
)
BACK = re.compile(r"\s+back(?![\w'’])", re.IGNORECASE)
WITH = re.compile(r"(?:along with|together with|with|w/)(?![\w'’])", re.IGNORECASE)
AND = re.compile(r"\s*(?:,\s*(?:and\s+|&\s*|\+\s*)?|\s(?:and|plus)\s+|&\s*|\+\s*)", re.IGNORECASE)

_ACTS = (
    "called|phoned|rang|wrote|emailed|e-mailed|mailed|texted|messaged|whatsapped|invited me"
    "|invited us|invited|visited|reached out|got in touch|opened|started it|started|initiated"
    "|began|asked to meet|asked me out|suggested it|proposed it"
)
_OPENED = r"(?:opened|started it|started|initiated it|initiated|began)"
_NOT_OPENING = r"(?![\w'’])(?!\s+(?:up|back)\b)"
ACT = re.compile(rf"(?P<act>{_any_of(_ACTS)}){_NOT_OPENING}", re.IGNORECASE)
_PRONOUN_ACT = re.compile(
    rf"(?P<who>they|she|he|i|we(?=\s+(?:both\s+)?arranged))(?:\s+both)?\s+"
    rf"(?P<act>{_any_of(_ACTS)}|arranged(?:\s+it)?(?:\s+together)?){_NOT_OPENING}",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"{_OPENED}\s+by\s+(?:(?P<me>me|us)|(?P<them>them|her|him))(?![\w'’])", re.IGNORECASE
)
OPENED_BY = re.compile(rf"{_OPENED}\s+by\s+", re.IGNORECASE)
_TOGETHER = re.compile(
    r"(?:arranged|planned|agreed)\s+together(?![\w'’])|by\s+arrangement(?![\w'’])", re.IGNORECASE
)
_GROUP = re.compile(r"(?:the\s+)?group\s+opened(?![\w'’])|group\s+invitation\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """Who opened or which channel, and up to where that was said."""

    end: int
    channel: Channel | None = None
    opener: Opener | None = None
    word: str = ""


def read_channel(text: str, pos: int) -> Said | None:
    """The channel word at `pos`, with the word kept when it says more than the channel."""
    found = _CHANNEL.match(text, pos)
    if not found:
        return None
    plain = " ".join(found.group("word").casefold().split())
    kept = "" if plain in _GENERIC and not found.group("how") else " ".join(found.group().split())
    channel = _CHANNEL_OF.get(plain, Channel.OTHER)
    if channel not in {Channel.MESSAGE, Channel.VIDEO}:  # those are brands, with their capitals
        kept = kept.lower()
    return Said(found.end(), channel, word=kept)


def read_opener(text: str, pos: int) -> Said | None:
    """Who opened, said with a pronoun: they opened, I called, opened by her, arranged together."""
    found = _PRONOUN_ACT.match(text, pos)
    if found:
        who, act = found.group("who").casefold(), found.group("act").casefold()
        if act.startswith("arranged"):
            alone = who == "i" and "together" not in act
            opener = Opener.ME if alone else Opener.TOGETHER
            if who not in {"i", "we"} and "together" not in act:
                opener = Opener.THEM
            return Said(found.end(), opener=opener)
        return Said(found.end(), channel_of(act), Opener.ME if who == "i" else Opener.THEM)
    found = _PASSIVE.match(text, pos)
    if found:
        return Said(found.end(), opener=Opener.ME if found.group("me") else Opener.THEM)
    for pattern, opener in ((_TOGETHER, Opener.TOGETHER), (_GROUP, Opener.GROUP)):
        found = pattern.match(text, pos)
        if found:
            return Said(found.end(), opener=opener)
    return None


def channel_of(act: str) -> Channel | None:
    """The channel an act such as “texted” was done on, if it tells."""
    return _CHANNEL_OF.get(" ".join(act.casefold().split()))


def heavier(one: Channel | None, other: Channel | None) -> Channel | None:
    """The one that is meant when both were said."""
    said = [channel for channel in (one, other) if channel is not None]
    return min(said, key=_WEIGHT.index) if said else None
