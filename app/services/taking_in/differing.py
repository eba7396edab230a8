"""In which fields a record says another thing than the journal keeps, in words."""

from __future__ import annotations

from collections.abc import Container

from app.insights.naming import organisation_of
from app.model.imports import ReadPerson
from app.model.texts import _
from app.services.days_ahead import day_told
from app.services.taking_in.additions import Known
from app.services.taking_in.marks import folded


def differences(known: Known, person: ReadPerson, followed: Container[str]) -> dict[str, str]:
    """The fields of which the file says another thing than stands and stays, a sentence each."""
    texts = {
        "organisation": _("The file says organisation “{said}”; the journal keeps “{ours}”."),
        "role": _("The file says role “{said}”; the journal keeps “{ours}”."),
        "birthday": _("The file says birthday {said}; the journal keeps {ours}."),
    }
    found = {}
    for name, text in texts.items():
        said, ours = getattr(person, name), getattr(known, name)
        if said and ours and name not in followed and _is_other(name, str(said), str(ours)):
            if name == "birthday":
                said, ours = day_told(said), day_told(ours)
            found[name] = text.format(said=said, ours=ours)
    return found


def _is_other(name: str, said: str, ours: str) -> bool:
    if name == "organisation" and organisation_of(said) == organisation_of(ours) != "":
        return False
    if name == "birthday" and "--" in (said[:2], ours[:2]):  # one of them lacks the year
        return said[-5:] != ours[-5:]
    return folded(said) != folded(ours)
