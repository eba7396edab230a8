"""What is held about one person, in an order that can be read aloud to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

FORMAT = "kith held data"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class HeldPart:
    """One kind of what is held: a title, what it means, and a line for each record.

    A line has what leads it (a day, a name), what it says, and its other fields.
    """

    title: str
    lines: tuple[tuple[str, str, str], ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Everything held: `data` is complete and made for programs, `parts` are made for people.

    `lost` counts the files whose bytes the journal should have and has not.
    """

    name: str
    made: datetime
    made_told: str
    full_names: bool
    data: dict[str, Any] = field(default_factory=dict)
    parts: tuple[HeldPart, ...] = ()
    lost: int = 0
