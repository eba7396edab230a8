"""What is to be exported: whose records, in which form, and where to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.exchange.vcard import Version
from app.model.errors import Cancelled, NotFoundError
from app.model.export import Whole
from app.model.people import Attention, Counterpart
from app.model.texts import _
from app.services.workspace import Workspace
from app.store import out

Progress = Callable[[int, int], object]
Cancel = Callable[[], bool]

__all__ = ["Choice", "Done", "Format", "Going", "Version", "Whole", "Wish", "people_of", "tags"]


class Format(StrEnum):
    """What other programs read."""

    ARCHIVE = "archive"
    MARKDOWN = "markdown"
    VCARD = "vcard"
    CSV = "csv"
    ICAL = "ical"


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose records; `left_out` takes people in who bear the tag and are left out elsewhere."""

    whole: Whole = Whole.ALL
    tag: str = ""
    person: int = 0
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """One export. `notes` puts the notes of meetings into a calendar."""

    format: Format
    out: Path
    choice: Choice = Choice()
    version: Version = Version.OLD
    notes: bool = False
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What was written, in numbers and in sentences.

    `lost` counts files whose bytes the journal no longer has as they were put in.
    """

    paths: tuple[Path, ...]
    people: int = 0
    entries: int = 0
    files: int = 0
    events: int = 0
    records: int = 0
    lost: int = 0
    remarks: tuple[str, ...] = ()


@dataclass
class Going:
    """Tells how far an export is, and ends it when the user wishes so."""

    whole: int = 0
    part: int = 0
    progress: Progress | None = None
    cancelled: Cancel | None = None

    def step(self, count: int = 1) -> None:
        """So many more are done."""
        self.part += count
        if self.progress is not None:
            self.progress(min(self.part, self.whole), self.whole)
        if self.cancelled is not None and self.cancelled():
            raise Cancelled


def people_of(workspace: Workspace, choice: Choice) -> list[Counterpart]:
    """Whose records are exported, by name.

    The whole journal is everyone, also those who are left out of lists and counts: to take
    everything out is what it is for. Under a tag they come only when that is chosen.

    Raises:
        NotFoundError: the person is gone, or nobody bears the tag.
    """
    if choice.whole is Whole.ALL:
        return workspace.people()
    if choice.whole is Whole.PERSON:
        return [workspace.get(Counterpart, choice.person)]
    found = out.tagged(workspace.repository, choice.tag)
    if not found:
        raise NotFoundError(
            _("Nobody bears the tag “{tag}”.").format(tag=choice.tag[:60]),
            _("Tags stand on each profile; write one as it is written there."),
        )
    kept = [one for one in found if choice.left_out or one.attention is not Attention.OUT]
    if not kept:
        raise NotFoundError(
            _("Everyone with the tag “{tag}” is left out.").format(tag=choice.tag[:60]),
            _("Say that people who are left out are to come along."),
        )
    return kept


def tags(workspace: Workspace) -> list[str]:
    """The tags that people bear."""
    return out.tag_names(workspace.database)
