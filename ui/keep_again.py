"""After an entry with someone left out: the quiet question whether to keep up with them again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from app.model.people import Attention, Counterpart
from app.model.texts import _, ngettext
from app.services import sorting, words
from ui.bridge import Bridge, Offer


def listen(bridge: Bridge) -> None:
    """Ask from now on, whenever an entry was logged."""
    bridge.logged.connect(partial(offer, bridge))


def offer(bridge: Bridge, people: Iterable[int]) -> None:
    """Ask about those of an entry who are left out or kept as an address; else say nothing."""
    found = sorting.not_kept(bridge.workspace, people)
    if not found:
        return
    told = {
        Attention.OUT: _("{name} is left out of your lists."),
        Attention.ADDRESS: _("{name} is kept as an address only."),
    }
    first = found[0]
    sentence = told[first.attention].format(name=first.name)
    if len(found) > 1:
        names = words.listed([person.name for person in found])
        sentence = _("{names} are not kept up with.").format(names=names)
    button = ngettext("Keep up with them again", "Keep up with all of them", len(found))
    again = (button, partial(_keep_again, bridge, found))
    bridge.offered.emit(Offer(sentence, _("What you logged is kept either way."), (again,)))


def _keep_again(bridge: Bridge, people: list[Counterpart]) -> None:
    with bridge.guard():
        numbers = [person.id for person in people]
        changes = sorting.answer_many(bridge.workspace, numbers, Attention.KEEP)
        if changes.tables:
            bridge.say(_("Done: {step}").format(step=changes.label), undoable=True)
