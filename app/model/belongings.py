"""What hangs on a person or an entry: photos and files, relations to others, days to remember."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.model.values import PartialDate


class AttachmentRole(StrEnum):
    """Whether it is the picture of a person or any other file."""

    PHOTO = "photo"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the journal, on a person or on an entry, never on both.

    `digest` is the SHA-256 of its bytes in hexadecimal, under which the journal keeps them; `size`
    counts bytes.
    """

    id: int
    uid: str
    counterpart_id: int | None
    interaction_id: int | None
    name: str
    digest: str
    size: int
    role: AttachmentRole = AttachmentRole.FILE
    media_type: str = ""
    added: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """Someone a person is tied to: their wife, their former chief.

    `what` says what the other is to the person; `other_id` is set when the other is in the journal
    too, else `name` is all there is.
    """

    id: int
    uid: str
    counterpart_id: int
    other_id: int | None = None
    name: str = ""
    what: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SpecialDate:
    """A day to remember besides the birthday; without a year where none is known."""

    id: int
    uid: str
    counterpart_id: int
    day: PartialDate
    what: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DistinctPair:
    """Two people who look alike and are not the same; the one with the smaller id first."""

    id: int
    uid: str
    first_id: int
    second_id: int
