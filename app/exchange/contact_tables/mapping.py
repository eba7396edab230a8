"""What each column of a table means: one field for each, and a form of it that can be kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What stands in a column."""

    IGNORE = "ignore"
    NAME = "name"
    GIVEN = "given name"
    MIDDLE = "middle name"
    FAMILY = "family name"
    PREFIX = "name prefix"
    SUFFIX = "name suffix"
    NICKNAME = "nickname"
    ORGANISATION = "organisation"
    ROLE = "role"
    DEPARTMENT = "department"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    STREET = "street"
    PO_BOX = "po box"
    CITY = "city"
    POSTCODE = "postcode"
    REGION = "region"
    COUNTRY = "country"
    URL = "url"
    HANDLE = "handle"
    BIRTHDAY = "birthday"
    BIRTH_YEAR = "birth year"
    BIRTH_MONTH = "birth month"
    BIRTH_DAY = "birth day"
    TAGS = "tags"
    NOTE = "note"
    FACT = "fact"
    DATE = "date"
    RELATION = "relation"
    # What a neighbouring value of the same group is called, as Google writes it in every row.
    LABEL = "label"


ADDRESS_PARTS = (
    What.STREET,
    What.PO_BOX,
    What.POSTCODE,
    What.CITY,
    What.REGION,
    What.COUNTRY,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One column: what stands in it, under which label, and with which other columns.

    The columns of one address, or a value and its label, have the same `label` and `group`.
    A LABEL column names in `label` the kind of value it is the label of.
    """

    what: What = What.IGNORE
    label: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """A field for each column, from left to right."""

    columns: tuple[Field, ...]

    def with_column(self, place: int, field: Field) -> Mapping:
        """The same mapping with one column that means something else."""
        columns = list(self.columns)
        columns[place] = field
        return Mapping(tuple(columns))

    def to_text(self) -> str:
        """A line to keep it as."""
        return json.dumps([[f.what.value, f.label, f.group] for f in self.columns])

    @classmethod
    def from_text(cls, text: str) -> Mapping | None:
        """The mapping a line was kept for; None when it is of another version or damaged."""
        try:
            listed = json.loads(text)
            if not isinstance(listed, list):
                return None
            return cls(tuple(Field(What(w), str(label), int(group)) for w, label, group in listed))
        except (ValueError, TypeError):
            return None
