"""Single fields of a card: names, dates, addresses, labels, ways to reach someone."""

from __future__ import annotations

import re
from email.utils import parseaddr

from app.exchange.content_lines import Line, clean, split, unescape
from app.model.errors import InputError
from app.model.people import PointKind, is_mail_address
from app.model.values import PartialDate

_DAY = re.compile(r"(\d{4})(?:(\d{2})(\d{2})|([-/.])(\d{1,2})\4(\d{1,2}))(?:[T ].*)?", re.DOTALL)
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})(?:[T ].*)?", re.DOTALL)
_NO_DATE = re.compile(r"[0/\-. T:]*")
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_", re.DOTALL)
# Apple writes 1604, a leap year, where the year of a birthday is unknown.
_APPLE_NO_YEAR = 1604
_NOT_A_LABEL = frozenset(
    ("pref", "voice", "internet", "msg", "text", "video", "x400", "individual", "postal", "dom")
)
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_WEB = frozenset({"http", "https", "ftp", "ftps", "gopher", "gemini", "www"})


class NotADate(ValueError):  # noqa: N818 - it says what was found
    """Words, or a form that could mean two days."""


def partial_date(text: str, omit_year: str = "") -> PartialDate | None:
    """The date a card gives, as exact as it is given; None for an empty one.

    Raises:
        NotADate: it cannot be told which day is meant.
    """
    text = text.strip().strip('";').strip()
    if _NO_DATE.fullmatch(text):
        return None
    year: int | None = None
    month = day = None
    if found := _DAY.fullmatch(text):
        year = int(found[1])
        month, day = int(found[2] or found[5]), int(found[3] or found[6])
    elif found := _NO_YEAR.fullmatch(text):
        month, day = int(found[1]), int(found[2])
    elif found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif _YEAR.fullmatch(text):
        year = int(text)
    else:
        raise NotADate(text)
    if year is not None and (str(year) == omit_year or year in (0, _APPLE_NO_YEAR)):
        year = None
    try:
        return PartialDate(year, month, day)
    except InputError:
        raise NotADate(text) from None


def full_name(parts: list[str]) -> str:
    """The name in speaking order from family, given, additional, prefix and suffix."""
    family, given, additional, prefix, suffix = (*parts, "", "", "", "", "")[:5]
    if family and given and _EAST_ASIAN.fullmatch(family) and _EAST_ASIAN.fullmatch(given):
        return family + given
    spoken = (prefix, given, additional, family, suffix)
    return " ".join(part for part in spoken if part)


def pieces(text: str, *, old: bool = False, lists: bool = True) -> list[str]:
    """The parts of a structured value, each ready to show; a list within a part becomes words."""
    parts = split(text, ";")
    if old or not lists:  # many write the comma of a company's name as it is
        return [clean(unescape(part, old=old)) for part in parts]
    return [
        " ".join(filter(None, (clean(unescape(word)) for word in split(part, ","))))
        for part in parts
    ]


def address(text: str, *, old: bool = False) -> str:
    """A postal address on one line, whichever part of it the writer used."""
    found: dict[str, None] = {}
    for part in split(text, ";"):
        for row in clean(unescape(part, old=old)).splitlines():
            row = row.strip().strip(",").strip()
            if row:
                found[row] = None
    return ", ".join(found)


def label_of(line: Line, given: str) -> str:
    """The label of a contact point: the user's own, else home, work, mobile and the like."""
    if given:
        found = _APPLE_LABEL.fullmatch(given)
        return found[1].lower() if found else given
    words: list[str] = []
    for kind in line.types:
        for word in kind.split(","):
            word = {"cell": "mobile"}.get(word.strip(), word.strip())
            if word and word not in _NOT_A_LABEL and word not in words:
                words.append(word)
    return " ".join(words)


def is_preferred(line: Line) -> bool:
    """Whether the card marks this as the one to use first."""
    return "pref" in line.types or line.param("PREF") == "1"


def mail_address(text: str) -> str:
    """The bare e-mail address; "" for what is none."""
    text = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE)
    if "<" in text:
        text = parseaddr(text)[1] or text
    text = text.strip()
    return text if is_mail_address(text) else ""


def phone_number(text: str) -> str:
    """The number as written, without its `tel:`."""
    return re.sub(r"^tel:", "", text, flags=re.IGNORECASE).strip()


def web_address(text: str) -> tuple[str, str]:
    """The address, and a scheme that is not of the web (then it is not to be kept as a link)."""
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    return text, "" if scheme in _WEB or "." in scheme or not scheme else scheme


_SERVICES = {
    "X-AIM": "aim",
    "X-ICQ": "icq",
    "X-JABBER": "xmpp",
    "X-GTALK": "google talk",
    "X-GOOGLE-TALK": "google talk",
    "X-MSN": "msn",
    "X-YAHOO": "yahoo",
    "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype",
    "X-TWITTER": "twitter",
    "X-QQ": "qq",
    "X-WECHAT": "wechat",
    "X-TELEGRAM": "telegram",
    "X-SIGNAL": "signal",
    "X-WHATSAPP": "whatsapp",
    "X-MASTODON": "mastodon",
    "X-MS-IMADDRESS": "chat",
    "X-EVOLUTION-TWITTER": "twitter",
    "X-SOCIALPROFILE": "",
    "SOCIALPROFILE": "",
    "IMPP": "",
}
HANDLES = frozenset(_SERVICES)


def handle(line: Line, text: str, label: str) -> tuple[str, str]:
    """A name on some service, and which service."""
    service = _SERVICES[line.name] or line.param("X-SERVICE-TYPE") or line.param("SERVICE-TYPE")
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    own = clean(line.param("X-USER"))
    rest = text[len(scheme) + 1 :]
    if scheme == "x-apple" or (scheme and scheme not in _WEB and not rest.startswith("//")):
        text = rest
    elif own:
        text = own
    if not service:
        service = label or (scheme if scheme not in _WEB | {"x-apple"} else "")
    return text.strip(), service.lower()


def point_kind(line: Line) -> PointKind | None:
    """What kind of contact point a property is, if it is one."""
    if line.name in HANDLES:
        return PointKind.HANDLE
    return {
        "EMAIL": PointKind.EMAIL,
        "TEL": PointKind.PHONE,
        "ADR": PointKind.ADDRESS,
        "URL": PointKind.URL,
    }.get(line.name)
