"""What is promised on either side and not kept yet."""

from __future__ import annotations

from app.model.records import Promise, PromiseState, Side
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services import day_words
from app.services.today import PromiseLine, Today
from ui.bridge import Bridge
from ui.widgets.buttons import LinkButton, PlainButton
from ui.widgets.cards import Row, Section
from ui.widgets.chips import Chip
from ui.widgets.empty import EmptyState
from ui.widgets.spans import Span


def promises(bridge: Bridge, found: Today) -> Section:
    """The promises due next, each with a button that keeps it."""
    section = Section(_("Promises"))
    if not found.promises:
        section.card.add(EmptyState(_("Nothing is promised on either side."), ""))
        return section
    for line in found.promises:
        section.card.add_row(_promise(bridge, line))
    more = found.promises_in_all - len(found.promises)
    if more > 0:
        link = LinkButton(
            ngettext("{n} more open promise", "{n} more open promises", more).format(n=more)
        )
        link.clicked.connect(lambda: bridge.go("timeline", text="promises"))
        section.card.add_row(link)
    return section


def _promise(bridge: Bridge, line: PromiseLine) -> Row:
    promise = line.promise
    text, state = day_words.due_words(promise.due, bridge.workspace.today)
    mine = promise.by is Side.ME
    note = (_("to {name}") if mine else _("{name} promised you")).format(name=line.person.name)
    done = PlainButton(_("Kept"))
    done.setToolTip(_("Mark this promise as kept today"))
    done.clicked.connect(lambda: _keep(bridge, promise))
    return Row([Span(promise.text, bold=True)], note, None, [Chip(text, state), done])


def _keep(bridge: Bridge, promise: Promise) -> None:
    day = PartialDate.of(bridge.workspace.today)
    late = promise.due is not None and promise.due.last < bridge.workspace.today
    state = PromiseState.LATE if late else PromiseState.KEPT
    label = _("Keep the promise “{text}”").format(text=promise.text[:40])
    with bridge.guard():
        with bridge.workspace.change(label) as edit:
            edit.set(promise, state=state, settled_on=day)
        bridge.say(_("Marked as kept."), undoable=True)
