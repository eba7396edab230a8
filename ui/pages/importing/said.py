"""What the user said of records, in plain values: for when the same files are read again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from app.model.imports import Fate, ReadPerson
from app.services import transfer
from app.services.taking_in.plan import Action
from app.services.taking_in.tables import Mapping as ColumnMapping
from app.services.transfer import ImportOptions, PlanRow
from app.services.workspace import Workspace


class How(StrEnum):
    """What was decided."""

    OUT = "out"
    NEW = "new"
    WITH = "with"
    TAKE = "take"
    FILE = "file"


class Said(NamedTuple):
    """One decision; the record stands in it by a mark that tells nothing of its content.

    `person` is whom a record was merged into. `suggested` is what was suggested then: a record of
    which something else is suggested now is left open.
    """

    mark: str
    how: str
    person: int
    suggested: str


def said_of(before: PlanRow, now: PlanRow, mark: str) -> list[Said]:
    """What the user said of a record, in order; nothing where it is as was suggested."""
    if now is before or not mark:
        return []
    suggested = suggestion(before)
    named = now.others[len(before.others) :]
    if now.fate is Fate.SKIPPED:
        is_said = now.out or isinstance(now.item, ReadPerson)
        return [Said(mark, How.OUT, 0, suggested)] if is_said else []
    if before.instead is not None and now.action is before.instead.action:
        return [Said(mark, How.TAKE, 0, suggested)]
    if now.follows:
        return [Said(mark, How.FILE, 0, suggestion(before, How.FILE))]
    if now.action is Action.ADD_PERSON:
        return [Said(mark, How.NEW, 0, suggested)]
    return [Said(mark, How.WITH, person, suggested) for person in named if person > 0]


def marks_of(rows: Sequence[PlanRow]) -> list[str]:
    """What stands for each record, the same in another reading of the same files.

    A file can hold a record twice: the second has another mark than the first. A record that
    cannot be told from others, having no key, has none: "".
    """
    seen: Counter[tuple[str, str]] = Counter()
    marks = []
    for row in rows:
        one = (row.path or row.file, row.key)
        seen[one] += 1
        marks.append(_hash(*one, str(seen[one])) if row.key else "")
    return marks


def suggestion(row: PlanRow, how: str = "") -> str:
    """What is suggested for a record, and whom it could mean.

    Whoever takes what the file says has seen in which fields, and what the journal says there.
    """
    suggested = f"{row.fate} {' '.join(map(str, row.candidates))}"
    if how != How.FILE:
        return suggested
    fields = row.as_file.follows if row.as_file is not None else ()
    return f"{suggested} {' '.join(fields)} {_hash(row.why)}"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Standing:
    """An import as it stands before it is taken in: its files, how they are read, what was said.

    `step` is the newest step of the journal when the plan was made whose records were about to be
    written, None when they were only looked at; `label` names the step they come in with.
    """

    files: tuple[Path, ...]
    options: ImportOptions
    said: tuple[Said, ...]
    step: int | None = None
    label: str = ""

    def came_in(self, workspace: Workspace) -> bool:
        """Whether the records are in the journal, whatever else was done there meanwhile."""
        return self.step is not None and transfer.came_in(workspace, self.label, self.step)

    def values(self) -> dict[str, Any]:
        """The same in plain values."""
        options = self.options
        return {
            "files": [str(file) for file in self.files],
            "people": options.add_people,
            "day_first": options.day_first,
            "columns": {key: mapping.to_text() for key, mapping in options.mappings.items()},
            "said": [list(one) for one in self.said],
            "step": self.step,
            "label": self.label,
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Standing:
        """The import these values stand for."""
        columns = {key: ColumnMapping.from_text(text) for key, text in values["columns"].items()}
        return cls(
            tuple(Path(file) for file in values["files"]),
            ImportOptions(
                add_people=values["people"],
                day_first=values["day_first"],
                mappings={key: one for key, one in columns.items() if one is not None},
            ),
            tuple(Said(*one) for one in values["said"]),
            values["step"],
            values.get("label", ""),
        )

    def there(self) -> tuple[list[Path], list[Path]]:
        """Its files that are still there, and those that are gone."""
        found: tuple[list[Path], list[Path]] = ([], [])
        for file in self.files:
            found[not _is_there(file)].append(file)
        return found


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:
        return False
