"""Everything for one meeting or one person: the brief, and what is worth a look before going in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.model.brief import ON_PAPER, Brief, Line, SectionKey
from app.model.findings import Finding
from app.model.people import Counterpart
from app.model.records import Interaction, Meeting

if TYPE_CHECKING:
    from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Prep:
    """One meeting or person, prepared.

    `brief` holds the sections with the talks in full; the rest is what the Prepare page shows
    beside it. `bring_up` never holds a guess. Every sentence is empty when there is nothing to say.
    """

    person: Counterpart
    brief: Brief
    meeting: Meeting | None = None
    countdown: str = ""
    identity: str = ""
    bring_up: tuple[Line, ...] = ()
    balance: Finding | None = None
    trust: tuple[Finding, ...] = ()
    spiral: Finding | None = None
    bias: Finding | None = None
    small_talk: str = ""
    kept: tuple[str, ...] = ()


def prepare(workspace: Workspace, person_id: int, meeting_id: int | None = None) -> Prep:
    """All that the journal holds for a meeting; without one, the person's next meeting if any."""
    raise NotImplementedError


def for_paper(brief: Brief, include: frozenset[SectionKey] = ON_PAPER) -> Brief:
    """The chosen sections in at most 500 words, saying honestly how much was left out."""
    raise NotImplementedError


def preview(brief: Brief, paper: str = "a4") -> list[bytes]:
    """The pages of the briefing as PNG pictures; `brief` comes from `for_paper`."""
    raise NotImplementedError


def save_pdf(brief: Brief, out: Path, paper: str = "a4", *, overwrite: bool = False) -> None:
    """Write the briefing as PDF; an existing file stays unless `overwrite` is said.

    Raises:
        FileWriteError: it exists, or the place cannot be written to.
    """
    raise NotImplementedError


def set_goal(workspace: Workspace, prep: Prep, goal: str, origin: object = None) -> None:
    """Keep the one goal: with the meeting, or as a draft for the person when none is planned."""
    raise NotImplementedError


def start(
    workspace: Workspace, person_id: int, meeting_id: int | None = None
) -> Mapping[str, object]:
    """Values to prefill the log form with: when, people, channel, minutes, meeting."""
    raise NotImplementedError


def close_the_loop(
    workspace: Workspace, meeting_id: int, interaction: Interaction, origin: object = None
) -> None:
    """Mark the meeting held and tie the logged talk to it, as one step."""
    raise NotImplementedError
