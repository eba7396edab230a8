"""Who is around a person, and which of their days come round soon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.model.texts import _
from app.services.days_ahead import ahead_words, day_told, is_near, next_time
from app.services.prep.known import Known

_SOON = timedelta(days=42)


def around(known: Known) -> Iterator[str]:
    """A sentence for each day of the next six weeks, then everyone they are tied to."""
    near = [one for one in known.dates if is_near(one.day, known.today, _SOON)]
    for one in sorted(near, key=lambda one: str(next_time(one.day, known.today))):
        what = one.what or _("A day to remember")
        yield _("{what}: {day}, {soon}").format(
            what=what, day=day_told(one.day), soon=ahead_words(one.day, known.today)
        )
    ties = []
    for tie in known.relations:
        other = known.others.get(tie.other_id or 0)
        name = other.name if other else tie.name
        if name:
            told = _("{what}: {name}") if tie.what else "{name}"
            ties.append(told.format(what=tie.what, name=name))
    yield "; ".join(ties)
