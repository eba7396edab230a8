"""Is it real? The user's word first, then three tests side by side, and what would change them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.model.findings import Finding, State
from app.model.people import Kind, VerdictChoice
from app.model.texts import _
from app.services.profile import Profile
from ui import theme
from ui.pages.people.context import ContextCard
from ui.pages.people.desk import Desk
from ui.pages.people.evidence import EvidenceCard, charts_for
from ui.pages.people.parts import Tab
from ui.pages.people.verdicts import AskFirst, Verdicts
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, Columns, Row
from ui.widgets.chips import Chip, default_titles
from ui.widgets.elide import WrapLabel
from ui.widgets.spans import Span

_ANSWERS = {
    "yes": (_("Yes"), State.FOR),
    "no": (_("No"), State.AGAINST),
    "not known": (_("Not known"), State.SILENT),
}


class Real(Tab):
    """The last tab of a profile."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.ask = AskFirst(desk)
        self._plain = PlainCase()
        self.cards = [EvidenceCard(desk, title) for title in default_titles()]
        self._columns = Columns((1, 1, 1), narrowest=225, gap=14, equal=True)
        for place, card in enumerate(self.cards):
            self._columns.add(place, card)
        self._beside = BesideCard(desk)
        self.verdicts = Verdicts(desk)
        self._change = ChangeCard()
        self._context = ContextCard(desk)
        for part in (
            self.ask,
            self._plain,
            self._columns,
            self._beside,
            self.verdicts,
            self._change,
            self._context,
        ):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._asked: tuple[int, bool] | None = None

    def show_profile(self, profile: Profile) -> None:
        """Show a person's three tests, or what stands in their place."""
        covered = profile.ask_first
        if covered and self._asked != (profile.person.id, True):
            self.ask.show_profile(profile)
        self._asked = (profile.person.id, covered)
        self.ask.setVisible(covered)
        self._plain.setVisible(profile.never_asks)
        self._columns.setVisible(not profile.never_asks)
        if profile.never_asks:
            self._plain.show_profile(profile)
        for card, finding in zip(self.cards, profile.realness[:3], strict=True):
            if covered or profile.never_asks:
                card.cover()
            else:
                card.show_finding(finding, profile, charts_for(finding, profile))
        self._beside.show_profile(profile, covered)
        self.verdicts.show_profile(profile, covered)
        self.verdicts.setVisible(not covered or bool(profile.verdicts))
        self._change.show_profile(profile, covered)
        person = profile.person
        self._context.setVisible(not covered and not person.no_contact and person.is_counted)
        if not covered:
            self._context.show_profile(profile)


class PlainCase(Card):
    """An honest pitch, or a wish for no contact: no test of friendship applies."""

    def __init__(self) -> None:
        super().__init__()

    def show_profile(self, profile: Profile) -> None:
        """Say why no test applies; for a pitch, whether it was an honest one."""
        self.clear()
        self.add(WrapLabel(profile.realness.record.sentence, "lead"))
        person = profile.person
        if person.kind is not Kind.PITCH or person.no_contact or not person.is_counted:
            note = _("There are no tests and no reminders. What was logged stays as it is.")
            self.add(WrapLabel(note, "body", "second"))
            return
        about = _("A sincere pitch passes. These four are looked at instead:")
        self.add(WrapLabel(about, "body", "second"))
        for check in profile.realness.record.parts:
            word, state = _ANSWERS.get(check.result, (check.word, check.state))
            self.add_row(Row([Span(check.sentence)], after=Chip(word, state.value)))


class BesideCard(Card):
    """The sentence of the record, and the one that puts the user's word beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.record = WrapLabel("", "lead")
        self.beside = WrapLabel("", "body", "second")
        self.steps = WrapLabel("", "body", "second")
        self.missing = LinkButton(_("Log what the journal is missing"))
        self.missing.clicked.connect(lambda: desk.bridge.go("log", person=desk.person.id))
        for part in (self.record, self.beside, self.missing, self.steps):
            self.add(part)
        self.body.setSpacing(theme.px(6))

    def show_profile(self, profile: Profile, covered: bool) -> None:
        """Show both; hidden while the record is covered or no test applies."""
        self.setVisible(not covered and not profile.never_asks)
        self.record.set_content(profile.realness.record.sentence)
        self.beside.set_content(profile.side_by_side)
        self.beside.setVisible(bool(profile.side_by_side))
        said = profile.log.verdicts[-1].choice if profile.log.verdicts else None
        record = profile.realness.record.state
        warmer = said in (VerdictChoice.REAL, VerdictChoice.GROWING)
        self.missing.setVisible(warmer and record is State.AGAINST)
        details = "\n".join(profile.realness.record.details)
        self.steps.set_content(details)
        self.steps.setVisible(bool(details))


class ChangeCard(Card):
    """What would change the evidence, and how it was counted."""

    def __init__(self) -> None:
        super().__init__(_("What would change the evidence"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(4))
        self._details = WrapLabel("", "note", "second")
        self._details.hide()
        self.more = LinkButton(_("How this was counted"), kind="note")
        self.more.clicked.connect(self._toggle)
        self._text = WrapLabel("", "body", "second")
        self.add(self._text)
        self.add(self.more)
        self.add(self._details)

    def show_profile(self, profile: Profile, covered: bool) -> None:
        """Show it for a person; hidden while covered or where no test applies."""
        tests = profile.realness[:3]
        changes = list(
            dict.fromkeys(f"{test.title}: {test.change}" for test in tests if test.change)
        )
        same = {test.change for test in tests}
        if len(same) == 1:
            changes = [change for change in same if change]
        self.setVisible(bool(changes) and not covered and not profile.never_asks)
        self._text.set_content("\n".join(changes))
        self._details.set_content("\n".join(_counted(test) for test in tests))

    def _toggle(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self.more.set_label(_("Fold away") if shown else _("How this was counted"))


def _counted(finding: Finding) -> str:
    """Everything a test says of how it was counted, one thing a line."""
    told = [part.sentence for part in finding.parts] if finding.name == "t1" else []
    lines = [finding.counts, *told, *finding.details]
    return "\n".join([finding.title, *(f"– {line}" for line in dict.fromkeys(lines) if line)])
