"""Runs one command: reads the arguments, prints the answer, returns the exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence

from app.cli.answer import complain, show, steady
from app.cli.arguments import parser
from app.cli.desk import Desk
from app.cli.passphrases import Passphrases
from app.model.errors import MAY_BE_REPLACED, AmbiguousNameError, UserError
from app.model.texts import _
from app.model.values import Clock, FixedClock, SystemClock
from app.services.mistakes import crash_report, keep_report

_MOST_NAMES = 8
MISTAKE = 70  # EX_SOFTWARE in the sysexits of BSD


def main(argv: Sequence[str] | None = None) -> int:
    """Run `kith`; 0 done, 1 the user can mend it, 2 wrong usage, 70 a mistake of the program."""
    steady(sys.stdout)
    steady(sys.stderr)
    try:
        return _run(argv)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # Python would print its message, which may quote the journal
        return _mistaken(error)


def _run(argv: Sequence[str] | None) -> int:
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
        complain(_as_typed(error, options))
        return 1
    show(answer, as_json=options.json)
    return int(answer.code)


def _mistaken(error: Exception) -> int:
    """Say so in one sentence, and where to find what helps to mend it."""
    report = crash_report(error)
    try:
        told = _(
            "Kith made a mistake; a report of it, without a word of your journal, is in {file}."
        ).format(file=keep_report(report))
    except OSError:
        complain(_("Kith made a mistake; this report of it holds no word of your journal."))
        sys.stderr.write(report.text)
        return MISTAKE
    complain(told)
    return MISTAKE


def _desk(options: Namespace, clock: Clock) -> Desk:
    passphrases = Passphrases(
        options.passphrase_file, getattr(options, "new_passphrase_file", None)
    )
    return Desk(options.journal, clock, passphrases)


def _as_typed(error: UserError, options: Namespace) -> str:
    """The sentence, with the word to type where a window would ask."""
    if error.advice == MAY_BE_REPLACED and hasattr(options, "overwrite"):
        return f"{error.text} " + _("Choose another name, or add --overwrite to replace it.")
    return str(error)


def _with_candidates(error: AmbiguousNameError) -> str:
    """The sentence, with the names it leaves open if it does not say them itself."""
    if not error.candidates or error.candidates[0] in str(error):
        return str(error)
    names = ", ".join(error.candidates[:_MOST_NAMES])
    return f"{error} " + _("It fits: {names}.").format(names=names)
