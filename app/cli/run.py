"""Runs one command: reads the arguments, prints the answer, returns the exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from app.cli.answer import complain, show, steady
from app.cli.arguments import parser
from app.cli.desk import Desk
from app.cli.passphrases import Passphrases
from app.model.errors import AmbiguousNameError, UserError
from app.model.texts import _
from app.model.values import Clock, FixedClock, SystemClock

_MOST_NAMES = 8


def main(argv: Sequence[str] | None = None) -> int:
    """Run `kith` with these arguments; 0 done, 1 the user can mend it, 2 wrong usage."""
    steady(sys.stdout)
    steady(sys.stderr)
    try:
        options = parser().parse_args(argv)
    except SystemExit as stop:  # argparse has said why, or has shown the help
        return stop.code if isinstance(stop.code, int) else 2
    clock = FixedClock(options.now) if options.now else SystemClock()
    try:
        answer = options.run(_desk(options, clock), options)
    except AmbiguousNameError as error:
        complain(_with_candidates(error))
        return 1
    except UserError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    show(answer, as_json=options.json)
    return int(answer.code)


def _desk(options: Namespace, clock: Clock) -> Desk:
    passphrases = Passphrases(
        options.passphrase_file, getattr(options, "new_passphrase_file", None)
    )
    return Desk(options.journal, clock, passphrases)


def _with_candidates(error: AmbiguousNameError) -> str:
    """The sentence, with the names it leaves open if it does not say them itself."""
    if not error.candidates or error.candidates[0] in str(error):
        return str(error)
    names = ", ".join(error.candidates[:_MOST_NAMES])
    return f"{error} " + _("It fits: {names}.").format(names=names)
