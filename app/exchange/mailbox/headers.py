"""Reads the headers of one mail: who wrote to whom, when, in what thread, and whether by hand."""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from email.utils import getaddresses, parsedate_tz
from enum import StrEnum

from app.exchange.mailbox.folders import DRAFTS, SENT, SPAM, folded_label

_WANTED = re.compile(
    rb"^(?:from|sender|to|cc|bcc|date|subject|message-id|in-reply-to|references|x-gm-thrid|"
    rb"x-gmail-labels|list-[a-z]+|precedence|auto-submitted|return-path|content-type|"
    rb"content-class|x-mozilla-status|delivered-to|x-autoreply|x-autorespond|x-draft-info)"
    rb"[ \t]*+:[^\n]*+(?:\n[ \t][^\n]*+)*+",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST = 40_000
_MOST_PEOPLE = 40
_MOST_REFERENCES = 60
_ID = re.compile(r"<([^<>\s]{1,500})>")
_ADDRESS = re.compile(r"[^\s<>\"'(),;:@]{1,200}@[^\s<>\"'(),;:@]{1,200}")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_DATE = re.compile(
    r"^\s*(?:[A-Za-z]{2,9}\s*,?\s*)?\d{1,2}[\s-]+[A-Za-z]{3,9}\.?[\s-]+\d{2,4}\s+"
    r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s|$)"
)
_MACHINE = re.compile(
    r"(?:^|[-_.+])(?:(?:no|do-?not|don-?t|never|not)[-_.+]?(?:reply|respond|answer)|(?:nicht|keine)[-_.]?antwort\w*|"
    r"(?:ne-?pas|pas-?de)-?(?:repondre|reponse)|no-?responder?|mailer-daemon|postmaster|bounces?|"
    r"notifications?|notify|newsletters?|auto-?(?:confirm|reply|mailer)|nepasrepondre|noreplies)",
    re.IGNORECASE,
)
_CALENDAR_SUBJECT = re.compile(
    r"^(?:(?:updated |canceled |cancelled )?(?:invitation|event)|einladung|aktualisierte einladung|"
    r"abgesagt|invitation (?:modifiée|mise à jour)|invitación|invito|convite|uitnodiging)\b"
    r"[^@]{0,200}:.{0,300}@ .*\d|^(?:accepted|declined|tentative(?:ly accepted)?|zugesagt|"
    r"abgelehnt|angenommen|mit vorbehalt|accepté|refusé|aceptad[oa]|rechazad[oa]|accettato|"
    r"rifiutato|aceito|recusado):",
    re.IGNORECASE,
)
_OLDEST = datetime(1975, 1, 1, tzinfo=UTC).timestamp()


class Why(StrEnum):
    """Why a mail is left out."""

    BULK = "bulk"
    MACHINE = "machine"
    CALENDAR = "calendar"
    SPAM = "spam"
    DRAFT = "draft"
    CROWD = "crowd"
    ALONE = "alone"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A name, maybe empty, and an address in small letters."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Headers:
    """What the headers of one mail say; `seconds` since 1970 is None when no date can be read."""

    id: int
    references: tuple[int, ...]
    thread: int
    seconds: int | None
    date: str
    sender: Correspondent | None
    others: tuple[Correspondent, ...]
    subject: str
    sent: bool
    why: Why | None
    delivered_to: str = ""
    list_addresses: tuple[str, ...] = ()


class _Lenient(Compat32):
    """Hands out raw values: bytes above 127 are read as UTF-8, else as Western European."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The value as text."""
        raw = value.encode("utf-8", "surrogateescape")
        return _text(raw, None)


_PARSER = BytesHeaderParser(policy=_Lenient())


def number_of(text: str) -> int:
    """A short number for a message id, so that a million of them fit into memory."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def read_headers(raw: bytes, labels: Iterable[str] = (), now: float = 0.0) -> Headers:
    """What the header block of a mail says; `labels` are those of the folder it lies in."""
    fields = [match.group()[:_LONGEST].strip(b"\r\n") for match in _WANTED.finditer(raw)]
    message = _PARSER.parsebytes(b"\n".join(field.replace(b"\r", b"") for field in fields))
    own = {folded_label(label) for label in decoded(_field(message, "X-Gmail-Labels")).split(",")}
    own.update(labels)
    sender = next(iter(_people(message, "From") or _people(message, "Sender")), None)
    others, crowd = _recipients(message)
    subject = decoded(_field(message, "Subject"))[:300]
    date = _field(message, "Date")
    seconds = seconds_of(date, now)
    ids = _ID.findall(_field(message, "Message-ID"))
    name = ids[0] if ids else f"{sender and sender.email}|{date}|{subject}"
    references = _ID.findall(_field(message, "References")) + _ID.findall(
        _field(message, "In-Reply-To")
    )
    if len(references) > _MOST_REFERENCES:
        references = [references[0], *references[1 - _MOST_REFERENCES :]]
    thread = _field(message, "X-GM-THRID").strip()
    lists = " ".join(_field(message, name) for name in ("List-Post", "List-Id"))
    return Headers(
        id=number_of(name),
        references=tuple(dict.fromkeys(number_of(one) for one in references)),
        thread=number_of(f"thread {thread}") if thread else 0,
        seconds=seconds,
        date=date.strip()[:60],
        sender=sender,
        others=others,
        subject=subject,
        sent=bool(own & SENT),
        why=_why(message, own, sender, subject) or (Why.CROWD if crowd else None),
        delivered_to=next(iter(_addresses(_field(message, "Delivered-To"))), ""),
        list_addresses=_addresses(lists) if lists.strip() else (),
    )


def seconds_of(date: str, now: float) -> int | None:
    """The moment a Date header names; None unless it is a whole date between 1975 and now."""
    if not _DATE.match(date) or len(date) > 200:
        return None
    try:
        parts = parsedate_tz(date)
        if parts is None:
            return None
        moment = datetime(*parts[:6], tzinfo=UTC) - timedelta(seconds=parts[9] or 0)
        seconds = moment.timestamp()
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    latest = now + 2 * 86400 if now else seconds
    return int(seconds) if _OLDEST <= seconds <= latest else None


def decoded(text: str) -> str:
    """A header value in plain letters, its encoded words read and its folding undone."""
    text = text[:_LONGEST].replace("\r", "").replace("\n", "")
    if "=?" in text:
        try:
            parts = decode_header(text[:4000])
        except (HeaderParseError, ValueError, IndexError, binascii.Error):
            parts = [(text, None)]
        text = "".join(
            part if isinstance(part, str) else _text(part, charset) for part, charset in parts
        )
    return " ".join(_UNSEEN.sub(" ", text).split())


def _text(raw: bytes, charset: str | None) -> str:
    for name in (charset, "utf-8"):
        try:
            return raw.decode(name or "utf-8")
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", "replace")


def _field(message: Message, name: str) -> str:
    return str(message.get(name) or "")


def _recipients(message: Message) -> tuple[tuple[Correspondent, ...], bool]:
    """To whom it went, and whether that is a crowd, or people it does not name."""
    texts = [str(text) for name in ("To", "Cc", "Bcc") for text in message.get_all(name, [])]
    if sum(text.count("@") for text in texts) > _MOST_PEOPLE:
        return (), True
    found = {one.email: one for text in texts for one in _named(text)}
    return tuple(found.values()), not found and any("undisclosed" in text for text in texts)


def _people(message: Message, name: str) -> list[Correspondent]:
    return _named(_field(message, name)[:4000])


def _named(text: str) -> list[Correspondent]:
    """The names and addresses of a field; what is no address is nobody."""
    text = text[:_LONGEST].replace("\n", "")
    # The standard reader recurses into every parenthesis and every group.
    is_deep = max(text.count(char) for char in "(:") > 50
    try:
        pairs = [] if is_deep else getaddresses([text])
    except IndexError:  # it reads beyond the end of some fields; addresses are then looked for
        pairs = []
    found = []
    for name, email in pairs:
        if not _ADDRESS.fullmatch(email):
            continue
        name = decoded(name).strip(" '\"")
        same = "@" in name
        found.append(Correspondent("" if same else name[:120], email.casefold()))
    return found or [Correspondent("", email) for email in _addresses(text)]


def _addresses(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.casefold() for one in _ADDRESS.findall(text[:_LONGEST])))


def _why(
    message: Message, labels: set[str], sender: Correspondent | None, subject: str
) -> Why | None:
    """Why this mail is no contact between people, if it is none."""
    if labels & SPAM:
        return Why.SPAM
    if labels & DRAFTS:
        return Why.DRAFT
    if _is_calendar(message, sender, subject):
        return Why.CALENDAR
    precedence = _field(message, "Precedence").strip().casefold()
    if precedence in ("bulk", "list", "junk") or any(
        name.casefold().startswith("list-")
        for name in message.keys()  # noqa: SIM118
    ):
        return Why.BULK
    automatic = _field(message, "Auto-Submitted").strip().casefold()
    by_machine = automatic not in ("", "no") or _field(message, "Return-Path").strip() == "<>"
    if by_machine or message.get("X-Autoreply") or message.get("X-Autorespond"):
        return Why.MACHINE
    return Why.MACHINE if sender and is_machine(sender.email) else None


def is_machine(email: str) -> bool:
    """Whether nobody reads what is sent to this address."""
    return bool(_MACHINE.search(email.partition("@")[0]))


def _is_calendar(message: Message, sender: Correspondent | None, subject: str) -> bool:
    kind = _field(message, "Content-Type").strip().casefold()
    group = _field(message, "Content-Class").casefold()
    posts = _addresses(_field(message, "Sender")) + ((sender.email,) if sender else ())
    return (
        kind.startswith("text/calendar")
        or "calendarmessage" in group
        or any(one.startswith("calendar-notification@") for one in posts)
        or _field(message, "Message-ID").strip().startswith("<calendar-")
        or bool(_CALENDAR_SUBJECT.match(subject))
    )
