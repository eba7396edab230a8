"""`kith sort`: who waits to be sorted; `kith person sort`: the answer for one of them."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from app.cli import shapes
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.errors import InputError
from app.model.people import Attention, Kind, Rhythm
from app.model.texts import _
from app.services import sorting, words
from app.services.sorting import Facts

_ALL = 1_000_000_000


def waiting(desk: Desk, options: Namespace) -> Answer:
    """Everyone who waits, most contact first, with what the journal knows of them."""
    with desk.journal() as workspace:
        progress = sorting.progress(workspace)
        numbers = sorting.queue(workspace)[: options.limit or _ALL]
        found = [sorting.facts(workspace, number) for number in numbers]
    lines = [_line(one) for one in found]
    lines.append(words.waiting_words(progress.waiting))
    if progress.people:
        lines.append(sorting.progress_words(progress))
    data = {
        "waiting": progress.waiting,
        "people": progress.people,
        "sorted": progress.sorted,
        "kept": progress.kept,
        "without_contact": progress.silent,
        "next": [_shape(one) for one in found],
    }
    return Answer(data, tuple(lines))


def _line(one: Facts) -> str:
    head = ", ".join(filter(None, (one.person.name, one.organisation)))
    proposal = words.RHYTHM_WORDS[one.rhythm] if one.rhythm else _("no rhythm proposed")
    return "  ".join((head, " ".join(one.sentences), f"[{proposal}]"))


def _shape(one: Facts) -> dict[str, Any]:
    return {
        **shapes.name(one.person),
        "organisation": one.organisation or None,
        "role": one.person.role,
        "contacts": one.contacts,
        "known": list(one.sentences),
        "rhythm": one.rhythm.value if one.rhythm else None,
        "why": one.proposal.sentence,
        "source": one.source or None,
    }


def answer(desk: Desk, options: Namespace) -> Answer:
    """Say of one person how far to keep up with them, as one step."""
    keeps = options.attention is Attention.KEEP
    if not keeps and (options.kind or options.rhythm):
        raise InputError(
            _("A kind and a rhythm belong to someone you keep up with."),
            _("Say --keep with them, or leave them out."),
        )
    with desk.journal() as workspace:
        person = workspace.person_named(options.name)
        if keeps:
            kind = Kind(options.kind) if options.kind else None
            rhythm = Rhythm(options.rhythm) if options.rhythm else None
            sorting.keep(workspace, person, kind, rhythm)
        else:
            sorting.answer(workspace, person, options.attention)
        now = workspace.get(type(person), person.id)
        left = sorting.waiting(workspace)
    told = f"{now.name}: {words.ATTENTION_WORDS[now.attention]}."
    data = {
        **shapes.name(now),
        "attention": now.attention.value,
        "kind": now.kind.value,
        "rhythm": now.rhythm.value if now.rhythm else None,
        "waiting": left,
    }
    return Answer(data, (told, words.waiting_words(left)))
