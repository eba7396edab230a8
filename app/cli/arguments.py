"""The commands, their flags, and what the help says of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TypeAlias

from app.cli import (
    checks,
    copies,
    duplicates,
    exporting,
    files,
    forgetting,
    lock,
    past,
    people,
    reading,
    sorting,
    taking_in,
    values,
    watch,
    writing,
)
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.brief import SectionKey
from app.model.people import Attention, Kind, Pronoun, Rhythm
from app.model.reading import EntryKind
from app.model.records import Channel
from app.model.texts import _

Command = Callable[[Desk, argparse.Namespace], Answer]


def parser() -> argparse.ArgumentParser:
    """Everything one can type after `kith`."""
    top = argparse.ArgumentParser(
        prog="kith",
        description=_("A private relationship journal. Without a command the window opens."),
        epilog=_("Exit codes: 0 done, 1 something you can mend (one sentence says what), 2 usage."),
        allow_abbrev=False,
    )
    top.add_argument(
        "--journal",
        type=Path,
        metavar="FILE",
        help=_("the journal; without it, the one in your user data folder"),
    )
    top.add_argument(
        "--now",
        type=values.moment,
        metavar="ISO",
        help=_("take this for the present moment, as in 2026-11-22T09:00"),
    )
    top.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help=_("a file with the passphrase; or set KITH_PASSPHRASE. Otherwise you are asked"),
    )
    top.add_argument("--version", action="version", version=f"kith {_version()}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_people(commands)
    _add_files(commands)
    _add_reading(commands)
    _add_writing(commands)
    watch.add_to(commands, _command)
    _add_lock(commands)
    _add_tour(commands)
    return top


_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _command(
    commands: _Commands, name: str, run: Command, text: str, *, inner: bool = False
) -> argparse.ArgumentParser:
    """A command; an inner one keeps what was said before it."""
    found = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    unsaid = argparse.SUPPRESS if inner else False
    found.add_argument("--json", action="store_true", default=unsaid, help=_("answer as JSON"))
    found.add_argument(
        "--passphrase-file", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS
    )
    found.set_defaults(run=run)
    return found


def _add_people(commands: _Commands) -> None:
    text = _("add, list and show people")
    group = commands.add_parser("person", help=text, description=text, allow_abbrev=False)
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = _command(actions, "add", people.add, _("add a person"))
    add.add_argument("name", metavar="NAME")
    add.add_argument("--kind", choices=[kind.value for kind in Kind], default=Kind.OTHER.value)
    add.add_argument("--pronoun", choices=[pronoun.value for pronoun in Pronoun])
    for flag, text in (
        ("--alias", _("another name they go by")),
        ("--organisation", _("where they work or belong")),
        ("--role", _("what they do there")),
        ("--how-met", _("how you met")),
        ("--introduced-by", _("someone already in the journal")),
        ("--email", _("an e-mail address")),
        ("--phone", _("a telephone number")),
        ("--note", _("anything else")),
    ):
        add.add_argument(flag, metavar="TEXT", default="", help=text)
    add.add_argument("--rhythm", choices=[rhythm.value for rhythm in Rhythm])
    add.add_argument("--since", type=values.day, metavar="DATE", help=_("since when you know them"))
    add.add_argument(
        "--birthday", type=values.birthday, metavar="DATE", help=_("--03-15 has no year")
    )
    add.add_argument("--tag", action="append", default=[], metavar="WORD")
    listed = _command(actions, "list", people.list_all, _("list everyone who is not left out"))
    listed.add_argument("--left-out", action="store_true", help=_("list those left out instead"))
    show = _command(actions, "show", people.show, _("show one person"))
    show.add_argument("name", metavar="NAME")
    _add_sorting(commands, actions)
    _add_forgetting(actions)
    _add_duplicates(commands)


def _add_duplicates(commands: _Commands) -> None:
    alike = _command(
        commands, "duplicates", duplicates.list_pairs, _("people who may be here twice, and why")
    )
    _limit(alike, 50)
    one = _command(commands, "merge", duplicates.merge, _("make one person of two"))
    one.add_argument("name", metavar="NAME", help=_("who stays"))
    one.add_argument("other", metavar="OTHER", help=_("who becomes part of them"))
    one.add_argument(
        "--keep-from",
        action="append",
        default=[],
        metavar="FIELD=SIDE",
        type=duplicates.pick,
        help=_("whose word holds: as in role=other, note=both, birthday=name; may be repeated"),
    )
    one.add_argument(
        "--preview", action="store_true", help=_("only say what would hold and what would move")
    )
    two = _command(
        commands, "not-the-same", duplicates.differ, _("say that two who look alike are two")
    )
    two.add_argument("name", metavar="NAME")
    two.add_argument("other", metavar="OTHER")


def _add_sorting(commands: _Commands, actions: _Commands) -> None:
    text = _("who came in a file and waits to be sorted, most contact first")
    _limit(_command(commands, "sort", sorting.waiting, text), 20)
    one = _command(actions, "sort", sorting.answer, _("say how far to keep up with someone"))
    one.add_argument("name", metavar="NAME")
    answers = one.add_mutually_exclusive_group(required=True)
    for flag, attention, text in (
        ("--keep", Attention.KEEP, _("keep up with them")),
        ("--address-only", Attention.ADDRESS, _("keep the address; no test, no reminder")),
        ("--leave-out", Attention.OUT, _("leave them out of every list and count")),
        ("--later", Attention.UNSORTED, _("let them wait to be sorted")),
    ):
        answers.add_argument(
            flag, dest="attention", action="store_const", const=attention, help=text
        )
    one.add_argument("--kind", choices=[kind.value for kind in Kind], help=_("with --keep"))
    one.add_argument("--rhythm", choices=[rhythm.value for rhythm in Rhythm])


def _add_forgetting(actions: _Commands) -> None:
    gone = _command(
        actions,
        "forget",
        forgetting.forget,
        _("forget a person for good; without --yes only say what would go"),
    )
    gone.add_argument("name", metavar="NAME")
    for flag, text in (
        ("--yes", _("do it; nothing can take it back")),
        ("--backups", _("also rewrite the backup copies that hold the person")),
        ("--delete-unread", _("delete backup copies that nobody can look into")),
        ("--keep-mentions", _("leave their name where you wrote about others")),
        ("--name-words", _("there, also take out single words of their name")),
        ("--keep-organisations", _("keep organisations that only they belong to")),
    ):
        gone.add_argument(flag, action="store_true", help=text)
    held = actions.add_parser(
        "held",
        help=_("everything held about a person, for them"),
        description=_("everything held about a person, for them"),
        allow_abbrev=False,
    )
    held.set_defaults(run=forgetting.held, json=False)
    held.add_argument("name", metavar="NAME")
    held.add_argument("--json", dest="json_out", type=Path, metavar="OUT")
    held.add_argument("--pdf", type=Path, metavar="OUT")
    held.add_argument(
        "--zip", type=Path, metavar="OUT", help=_("both, with the photos and files beside them")
    )
    held.add_argument(
        "--full-names", action="store_true", help=_("name the others, not only their initials")
    )
    held.add_argument("--paper", choices=["a4", "letter"])
    held.add_argument("--overwrite", action="store_true", help=_("replace an existing file"))


def _add_files(commands: _Commands) -> None:
    attach = _command(commands, "attach", files.attach, _("put files on a person, or their photo"))
    attach.add_argument("name", metavar="NAME")
    attach.add_argument("files", metavar="FILE", type=Path, nargs="+")
    attach.add_argument("--photo", action="store_true", help=_("make the picture their photo"))
    listed = _command(commands, "files", files.files, _("the files of a person; save one of them"))
    listed.add_argument("name", metavar="NAME")
    listed.add_argument(
        "--save", nargs=2, metavar=("N", "OUT"), help=_("write the Nth file to OUT")
    )
    listed.add_argument("--overwrite", action="store_true", help=_("replace an existing file"))


def _add_reading(commands: _Commands) -> None:
    tests = _command(commands, "tests", reading.tests, _("what the record says of one person"))
    tests.add_argument("name", metavar="NAME")
    timeline = _command(commands, "timeline", reading.timeline, _("what happened, new to old"))
    timeline.add_argument("--person", metavar="NAME", action="append", default=[])
    timeline.add_argument("--tag", metavar="WORD", action="append", default=[])
    kinds = [kind.name.lower() for kind in EntryKind]
    timeline.add_argument("--kind", choices=kinds, action="append", default=[])
    channels = [channel.value for channel in Channel]
    timeline.add_argument("--channel", choices=channels, action="append", default=[])
    timeline.add_argument("--from", dest="start", type=values.day, metavar="DATE")
    timeline.add_argument("--to", dest="end", type=values.day, metavar="DATE")
    _limit(timeline, 50)
    search = _command(commands, "search", reading.search, _("find anything written, best first"))
    search.add_argument("query", metavar="QUERY")
    _limit(search, 50)
    prep = _command(commands, "prep", reading.prep, _("prepare to meet someone"))
    prep.add_argument("name", metavar="NAME")
    _add_past(commands)
    check = _command(commands, "check", checks.check, _("look for damage in the journal"))
    check.add_argument("--mend", action="store_true", help=_("mend what can be mended"))
    check.add_argument(
        "--take",
        choices=["saved", "standing"],
        help=_("mend, and where nothing tells which reading of a record is right, take this one"),
    )
    text = _("read what is left of a damaged journal into a new one")
    rescue = _command(commands, "rescue", checks.read_rest, text)
    rescue.add_argument("out", type=Path, metavar="OUT", help=_("the new journal"))


def _add_past(commands: _Commands) -> None:
    history = _command(commands, "history", past.history, _("the steps taken, new to old"))
    _limit(history, 50)
    history.add_argument("--person", metavar="NAME", default="", help=_("what concerns them"))
    history.add_argument("--text", metavar="WORDS", default="", help=_("what was written"))
    history.add_argument("--day", type=values.exact_day, metavar="DATE")
    history.add_argument("--details", action="store_true", help=_("every field, before and after"))
    history.add_argument(
        "--rows",
        type=values.count,
        default=40,
        metavar="N",
        help=_("records of each step; 0 for all"),
    )
    text = _("what was deleted, and the way back")
    trash = _command(commands, "trash", past.trash_list, text)
    actions = trash.add_subparsers(dest="action", metavar="ACTION")
    text = _("what was deleted, newest first")
    shown = _command(actions, "list", past.trash_list, text, inner=True)
    back = _command(actions, "restore", past.trash_restore, _("bring one back"), inner=True)
    back.add_argument("number", type=values.count, metavar="N", help=_("its number in the list"))
    words = _("only what has these")
    trash.add_argument("--text", metavar="WORDS", default="", help=words)
    shown.add_argument("--text", metavar="WORDS", default=argparse.SUPPRESS, help=words)
    _limit(trash, 50)
    _limit(shown, argparse.SUPPRESS)


def _add_writing(commands: _Commands) -> None:
    sample = _command(
        commands,
        "sample",
        writing.sample,
        _("make a sample journal to look around in"),
    )
    sample.add_argument("file", type=Path, metavar="FILE")
    log = _command(commands, "log", writing.log, _("log an interaction in one line"))
    log.add_argument("line", metavar="LINE", help=_("“call with Dana yesterday 30m …”"))
    log.add_argument("--add", action="store_true", help=_("add people who are not known yet"))
    brief = _command(commands, "brief", reading.brief, _("a briefing as PDF"))
    brief.add_argument("name", metavar="NAME")
    brief.add_argument("--pdf", type=Path, metavar="OUT", required=True)
    brief.add_argument("--paper", choices=["a4", "letter"])
    keys = [*(key.value for key in SectionKey), "all"]
    brief.add_argument(
        "--include",
        action="append",
        default=[],
        metavar="SECTION",
        type=values.listed(keys),
        help=_("a section that is left out otherwise: {sections}").format(
            sections=", ".join(reading.RISKY_WORDS)
        ),
    )
    brief.add_argument(
        "--leave-out", action="append", default=[], metavar="SECTION", type=values.listed(keys)
    )
    brief.add_argument("--overwrite", action="store_true", help=_("replace an existing file"))
    taking_in.arguments(
        _command(commands, "import", taking_in.take_in, _("take in files of people and contacts"))
    )
    text = _("take people and entries out, for other programs")
    exporting.add_options(_command(commands, "export", exporting.export, text))
    copy = _command(commands, "backup", copies.make, _("make a copy of the journal"))
    copy.add_argument(
        "out",
        type=Path,
        metavar="OUT",
        nargs="?",
        help=_("a file or a folder; without it, the copy joins the others"),
    )
    _command(commands, "backups", copies.list_all, _("list the copies, new to old"))
    back = _command(commands, "restore", copies.restore, _("put a copy in place of the journal"))
    back.add_argument("copy", type=Path, metavar="COPY")
    _command(commands, "undo", writing.undo, _("take back the last step"))
    _command(commands, "redo", writing.redo, _("do again what was undone"))


def _add_lock(commands: _Commands) -> None:
    text = _("protect the journal by a passphrase, change it, take it off")
    group = commands.add_parser("lock", help=text, description=text, allow_abbrev=False)
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    _command(actions, "status", lock.status, _("whether the journal has a passphrase"))
    _command(actions, "set", lock.protect, _("encrypt the journal under a passphrase"))
    change = _command(actions, "change", lock.change, _("another passphrase"))
    change.add_argument(
        "--new-passphrase-file",
        type=Path,
        metavar="FILE",
        help=_("a file with the new passphrase; or set KITH_NEW_PASSPHRASE"),
    )
    change.add_argument(
        "--new-key",
        action="store_true",
        help=_("encrypt everything anew, so that old recovery codes fail"),
    )
    _command(actions, "remove", lock.remove, _("decrypt the journal"))
    _command(actions, "code", lock.code, _("the recovery code, to keep on paper"))


def _add_tour(commands: _Commands) -> None:
    """The window's part draws and takes the command before it comes here: it is listed for all."""
    drawn = _command(commands, "tour", reading.tour, _("every page as a picture, without a screen"))
    drawn.add_argument("--to", metavar="DIR", required=True, help=_("the folder for the pictures"))
    drawn.add_argument("--theme", choices=["light", "dark"])
    drawn.add_argument("--size", metavar="WxH", help=_("such as 1360x860"))
    drawn.add_argument("--text-scale", metavar="N", help=_("such as 1.5"))


def _limit(command: argparse.ArgumentParser, default: int | str) -> None:
    command.add_argument(
        "--limit",
        type=values.count,
        default=default,
        metavar="N",
        help=_("at most so many; 0 for all"),
    )


def _version() -> str:
    try:
        return metadata.version("kith")
    except metadata.PackageNotFoundError:
        return _("from source")
