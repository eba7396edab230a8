"""Names, numbers and organisations in the form in which two of them can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from app.model.titles import FORMS_OF_ADDRESS, TITLES

_UNNAMED: Final = FORMS_OF_ADDRESS | TITLES
# Mailboxes that several people of one house share.
SHARED_BOXES: Final = re.compile(
    r"(info|office|contact|kontakt|contacto|hello|hallo|mail|post|team|admin|sales|support|service|"
    r"reception|secretary|sekretariat|accueil|family|familie|famille|familia)[-._]?\d*@",
    re.IGNORECASE,
)
# Where anybody can have an address: two who write from there have nothing in common by it.
_OPEN_HOUSES_TEXT: Final = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com aol.com
icloud.com me.com mac.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de
mailbox.org proton.me protonmail.com pm.me fastmail.com zoho.com mail.com mail.ru yandex.ru
orange.fr free.fr laposte.net wanadoo.fr sfr.fr libero.it virgilio.it sapo.pt bluewin.ch telia.com
seznam.cz wp.pl onet.pl qq.com 163.com naver.com
"""
OPEN_HOUSES: Final = frozenset(_OPEN_HOUSES_TEXT.split())
_LEGAL_FORMS_TEXT: Final = """
gmbh ag kg ohg ug mbh co inc llc ltd limited plc corp corporation company sa sas sarl srl spa ab as
oy oyj aps bv nv lda ltda sl kk pty the and und et y e
"""
_LEGAL_FORMS: Final = frozenset(_LEGAL_FORMS_TEXT.split())
# Short forms under one that stands for them; a short form of several names stands under each.
_FAMILIAR_TEXT: Final = """
alexander alex sasha sascha xander; alexandra alex sasha sascha sandra; andrew andy drew;
andreas andi andy; antonio toni tony tonio; anthony tony; barbara babs barb; benjamin ben benny;
catherine katherine kathryn kate kathy cathy katie kat; katharina katja kathi katarina;
charles charlie chuck; christopher chris kit; christina christine chris tina; christian chris;
daniel dan danny dani; david dave davey; dmitri dima mitya; edward ed eddie ted ned;
eduardo edu dudu; elizabeth liz lizzie beth betty eliza lisa; elisabeth lisa sissi lisl;
eugene gene; evgeni zhenya jenya; florian flo; francis frank; francisco paco chico kiko pancho;
franziska franzi; frederick fred freddy; friedrich fritz; gabriel gabe; gabriela gabi gaby;
george georgie; georg schorsch; gerald gerry jerry; gregory greg; guillermo memo guille;
hans hannes; heinrich heinz heiner; helena lena; henry harry hank; ignacio nacho; ivan vanya;
jacob jake; jakob kobi; james jim jimmy jamie; jennifer jen jenny; jessica jess jessie;
johannes hannes jan hans; john jack johnny; jonathan jon jonny; jose pepe ze; joseph joe joey;
josef sepp joschi; josefina pepa fina; joshua josh; juan juanito; judith judy; julia jule;
karl kalle; kenneth ken kenny; klaus nick; konstantin kostya; lawrence larry; leonard leo len lenny;
leonardo leo; louis lou; ludwig lutz; luis lucho; magdalena lena magda; manuel manolo manny;
manuela manu; margaret maggie meg peggy greta; margarete grete greta gretel; maria mia marie mitzi;
martin marty; matthew matt; matthias matze; maximilian max; mehmet memo; michael mike mick mickey
mikey; michail mikhail misha; mikhail misha; michel michi; miguel migue; mohammed mohamed muhammad
mohammad; natalia natasha; nicholas nick nicky; nicolas nico; nikolaus niko klaus; nikolai kolya;
olga olya; oliver olli ollie; pamela pam; patricia pat patty trish; patrick pat paddy; pavel pasha;
pedro perico; peter pete; philip phil; rafael rafa; raymond ray; rebecca becky becca; richard rick
rich dick ricky; robert rob robbie bob bobby bert; roberto beto; rosario charo; ronald ron ronnie;
rudolf rudi; samantha sam; samuel sam sammy; sergei seryozha; sebastian seb basti; stephen steven
steve; stefan steffen; stefanie steffi; stephanie steph; susan sue susie; susanne susi; svetlana
sveta; tatiana tanya; theodore ted theo teddy; theresa teresa tess terry; teresa tere; thomas tom
tommy; timothy tim; tobias tobi; ulrich uli; ursula uschi; valentina valya; veronica vero ronnie;
victor vic; victoria vicky tori; vincent vince; vinzenz zenz; vladimir volodya vova; walter walt;
wilhelm willi willy; william will bill billy liam; wolfgang wolf; yekaterina ekaterina katya;
yuri yura; zachary zach zack
"""
_DIGRAPHS: Final = (
    ("sch", "s"),
    ("tch", "x"),
    ("ch", "x"),
    ("sh", "s"),
    ("zh", "x"),
    ("ph", "f"),
    ("ck", "k"),
    ("th", "t"),
    ("dzh", "x"),
)
_SOUNDS: Final = str.maketrans(
    {
        **dict.fromkeys("cgkq", "k"),
        **dict.fromkeys("bp", "p"),
        **dict.fromkeys("dt", "t"),
        **dict.fromkeys("fvw", "f"),
        **dict.fromkeys("sz", "s"),
        **dict.fromkeys("jx", "x"),
        **dict.fromkeys("aeiouyh'", ""),
    }
)


# Umlauts and the letters of the North are written with two letters, or as if they had no dots.
_DOTS: Final = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    for two, one in _DOTS:
        word = word.replace(two, one)
    return word


_FIRST: Final = str.maketrans("cqgyivz", "kkkjjws")


def _familiar() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in _FAMILIAR_TEXT.split(";"):
        first, *others = map(_plain, group.split())
        for name in (first, *others):
            found.setdefault(name, set()).add(first)
    return {name: frozenset(groups) for name, groups in found.items()}


_FAMILIAR: Final = _familiar()


@dataclass(frozen=True, slots=True)
class Name:
    """One name taken apart: its words in Latin letters as they stand, and the same run together.

    `numbers` are words that count something ("Jr", "2"): there two names must agree. A name of a
    script that is written without blanks, or whose letters do not tell the vowels, is `foreign`.
    `of_several` is a name that joins people, such as "Anna & Paul Weber".
    """

    text: str
    words: tuple[str, ...]
    numbers: frozenset[str]
    run: str
    foreign: bool
    of_several: bool = False

    @property
    def is_full(self) -> bool:
        """Whether it can stand for one person: two words, or several letters of Chinese."""
        return len(self.words) > 1 or (self.foreign and len(self.text.replace(" ", "")) > 1)


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name without case, accents and punctuation, its words in one order."""
    return " ".join(sorted(_words(name)))


def _words(name: str) -> list[str]:
    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        anyascii(char).lower() if _is_latin(char) else char
        for char in parts
        # Accents and vowel points go; kana voicing and Indic vowel signs are letters and stay.
        if unicodedata.combining(char) < 10
    )
    words = re.findall(r"\w+", unicodedata.normalize("NFC", letters))
    return [word for word in words if word not in _UNNAMED] or words


def _is_latin(char: str) -> bool:
    return not char.isascii() and unicodedata.name(char, "").startswith("LATIN")


def same_number(text: str) -> str:
    """A phone number as it compares: with or without its country, and only if long enough."""
    digits = "".join(str(unicodedata.digit(char)) for char in text.split(";")[0] if char.isdigit())
    return digits[-9:] if len(digits) >= 7 else ""


# Not "y" and "e", which stand inside of one name in Spanish and Portuguese.
_JOINED: Final = re.compile(r"\w\s*[&+]\s*\w|\w\s+(?:and|und|et|och|og)\s+\w", re.IGNORECASE)
_COUNTING: Final = frozenset({"jr", "jun", "junior", "sr", "sen", "senior", "ii", "iii", "iv"})


@lru_cache(maxsize=65536)
def name_of(text: str) -> Name:
    """A name as it compares with others."""
    if "@" in text:  # whoever is known by an address alone is called after it
        text = re.sub(r"[._\-+\d]+", " ", text.partition("@")[0])
    # An apostrophe or a hyphen inside a name is written or left out as one likes.
    words = _words(re.sub(r"(?<=\w)['’`´ʼ-](?=\w)", "", text))
    foreign = any(not word.isascii() for word in words)
    latin = [anyascii(word).lower() if not word.isascii() else word for word in words]
    latin = [_plain("".join(char for char in word if char.isalnum())) for word in latin]
    named = [word for word in latin if word and not (word in _COUNTING or _counts(word))]
    numbers = frozenset(word for word in latin if word in _COUNTING or _counts(word))
    several = _JOINED.search(text) is not None
    return Name(text, tuple(named), numbers, "".join(named), foreign, several)


def _counts(word: str) -> bool:
    return any(char.isdigit() for char in word)


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The consonants of a word, those that are written for one another as one."""
    for letters, one in _DIGRAPHS:
        word = word.replace(letters, one)
    found = word.translate(_SOUNDS)
    return "".join(char for at, char in enumerate(found) if at == 0 or found[at - 1] != char)


@lru_cache(maxsize=65536)
def first_letter(word: str) -> str:
    """The first letter, where letters that begin the same name are one letter."""
    if word.startswith("ph"):
        return "f"
    letter = word[:1]
    return {"c": "k", "q": "k", "g": "k", "y": "j", "i": "j", "v": "w", "z": "s"}.get(
        letter, letter
    )


def familiar(word: str) -> frozenset[str]:
    """Full names that a word may stand for, itself among them."""
    return _FAMILIAR.get(word, frozenset()) | {word}


@lru_cache(maxsize=16384)
def organisation_of(text: str) -> str:
    """An organisation's name without its legal form, accents and punctuation."""
    words = [anyascii(word).lower() for word in _words(text.replace(".", ""))]
    return " ".join([word for word in words if word not in _LEGAL_FORMS] or words)


def house_of(address: str) -> str:
    """The part of an e-mail address that names a house of its own; "" for an open one."""
    house = address.rpartition("@")[2].casefold()
    return "" if house in OPEN_HOUSES else house


def joined(name: Name) -> Iterator[str]:
    """A name of two or three words run together, in every order."""
    words = name.words
    if len(words) == 2:
        yield words[0] + words[1]
        yield words[1] + words[0]
    elif len(words) == 3:
        for first in range(3):
            rest = words[:first] + words[first + 1 :]
            yield words[first] + rest[0] + rest[1]
            yield rest[0] + rest[1] + words[first]
    else:
        yield name.run
