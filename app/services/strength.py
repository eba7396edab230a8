"""How long a passphrase would stand up to someone who holds the file, said honestly.

The guesses are zxcvbn's estimate (Wheeler, 2016, USENIX Security), length first: it knows common
words, names, dates and keyboard rows. A guess costs an attacker what scrypt costs; the sentence
reckons with a hundred thousand a second, a room full of hardware.
"""

from __future__ import annotations

from typing import NamedTuple

from app.model.texts import _, ngettext
from app.store.vault import LEAST_LETTERS

_LONGEST = 72  # more than that is never the weak part, and costs the estimator seconds
_TRIES = 1e5  # a second
_DAY = 86_400.0
_YEAR = 365.25 * _DAY


class Strength(NamedTuple):
    """A word, a sentence, whether it may be used, and how the chip looks (a state of the theme)."""

    word: str
    sentence: str
    ok: bool
    state: str


def strength(passphrase: str, known: tuple[str, ...] = ()) -> Strength:
    """What is to be said of a passphrase; `known` are words near at hand, such as one's name."""
    if len(passphrase.strip()) < LEAST_LETTERS:
        return Strength(
            _("Too short"),
            _("It needs at least {n} characters.").format(n=LEAST_LETTERS),
            False,
            "against",
        )
    # Its lists of words take 12 MB and 30 ms: they load with the first passphrase that is judged.
    from zxcvbn import zxcvbn  # noqa: PLC0415

    guesses = float(zxcvbn(passphrase[:_LONGEST], user_inputs=list(known))["guesses"])
    seconds = guesses / 2 / _TRIES
    if seconds < _DAY:
        return Strength(
            _("Weak"), _("Whoever takes the file guesses it within a day."), True, "against"
        )
    if seconds < _YEAR:
        days = round(seconds / _DAY)
        told = ngettext(
            "Whoever takes the file guesses it in about {n} day.",
            "Whoever takes the file guesses it in about {n} days.",
            days,
        ).format(n=days)
        return Strength(_("Fair"), told, True, "open")
    years = seconds / _YEAR
    if years < 1000:
        told = ngettext(
            "Whoever takes the file needs about {n} year for it.",
            "Whoever takes the file needs about {n} years for it.",
            round(years),
        ).format(n=round(years))
        return Strength(_("Good"), told, True, "for")
    return Strength(
        _("Strong"), _("Whoever takes the file cannot guess it in a lifetime."), True, "for"
    )
