"""Where the relationships stand by the three tests, counted."""

from __future__ import annotations

from app.model.texts import _, ngettext
from app.services.today import Today
from ui.bridge import Bridge
from ui.widgets.cards import Section
from ui.widgets.charts import ThreeCounts
from ui.widgets.elide import WrapLabel


def evidence(bridge: Bridge, found: Today) -> Section:
    """How many relationships hold each test, do not, or are open."""
    counts = found.counts
    section = Section(_("Your relationships, by the evidence"))
    lines = (
        (_("Continues after the sale"), counts.outlives),
        (_("Mutual and meaningful"), counts.mutual),
        (_("Not only agenda"), counts.agenda),
    )
    charts = []
    for title, (holds, does_not, rest) in lines:
        parts = [
            (_("hold"), holds, "for"),
            (_("do not"), does_not, "against"),
            (_("open or too little logged"), rest, "line"),
        ]
        charts.append(ThreeCounts(title, parts, ""))
    for chart in charts:
        chart.stand_with(charts)
        section.card.add_row(chart)
    if counts.pending and not bridge.workspace.read_only:
        section.card.add_row(
            WrapLabel(
                ngettext(
                    "{n} person is still being read.",
                    "{n} people are still being read.",
                    counts.pending,
                ).format(n=counts.pending),
                "note",
                "second",
            )
        )
    return section
