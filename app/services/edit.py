"""What a named step may do: add, change, remove and tag records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from app.model.belongings import Attachment, AttachmentRole
from app.model.changes import Changes
from app.model.errors import InputError
from app.model.people import (
    Attention,
    Commonality,
    ContactPoint,
    Counterpart,
    Kind,
    KindPeriod,
    Organisation,
)
from app.model.records import Interaction
from app.model.texts import _
from app.model.values import Clock, PartialDate, today
from app.services.file_names import clean_name
from app.store.repository import Repository
from app.store.rows import clean

T = TypeVar("T")


class Edit:
    """The hand that writes inside one step; `changes` is filled when the step is done."""

    def __init__(self, repository: Repository, clock: Clock) -> None:
        self._repository = repository
        self._clock = clock
        self.changes = Changes(0, "")

    def add(self, cls: type[T], **values: Any) -> T:
        """Store a new record; it comes back with its id and uid."""
        if cls in (Counterpart, Interaction):
            values.setdefault("created", self._clock.now().isoformat(timespec="seconds"))
        _check(cls, values)
        record = self._repository.add(cls, **values)
        if isinstance(record, Counterpart) and record.kind is not Kind.OTHER:
            self._open_period(record)
        return record

    def set(self, record: T, /, **values: Any) -> T:
        """Change these fields; the record comes back as it is now."""
        _check(type(record), values)
        given = values.get("rhythm") or values.get("rhythm_days")
        waits = isinstance(record, Counterpart) and record.attention is Attention.UNSORTED
        if given and waits:  # whoever is given a rhythm has been sorted by that
            values.setdefault("attention", Attention.KEEP)
        changed = self._repository.set(record, **values)
        if (
            isinstance(changed, Counterpart)
            and isinstance(record, Counterpart)
            and changed.kind is not record.kind
        ):
            changed = self._repository.set(changed, kind_since=self._today())
            self._open_period(changed)
        return changed

    def find(self, cls: type[T], **where: Any) -> list[T]:
        """Every record whose fields equal these values, as the step has left them so far."""
        return self._repository.find(cls, **where)

    def remove(self, record: object) -> None:
        """Delete a record with what hangs on it; undo brings all of it back."""
        self._repository.remove(record)

    def tag(self, record: Counterpart | Interaction, *names: str) -> None:
        """Put tags on a person or an entry."""
        self._repository.tag(record, *names)

    def untag(self, record: Counterpart | Interaction, *names: str) -> None:
        """Take tags off a person or an entry."""
        self._repository.untag(record, *names)

    def attend(self, people: Iterable[int], attention: Attention) -> None:
        """Say of many people at once how far they are to be kept up with."""
        self._repository.attend(people, attention)

    def organisation(self, name: str) -> Organisation:
        """The organisation of this name, added when there is none."""
        return self._repository.organisation(_name(name))

    def attach(
        self,
        record: Counterpart | Interaction,
        name: str,
        data: bytes,
        media_type: str = "",
        role: AttachmentRole = AttachmentRole.FILE,
    ) -> Attachment:
        """Put a file into the journal, on a person or on an entry."""
        digest = self._repository.keep_content(data)
        on_person = isinstance(record, Counterpart)
        return self.add(
            Attachment,
            counterpart_id=record.id if on_person else None,
            interaction_id=None if on_person else record.id,
            name=_name(clean_name(name) or _("File")),
            digest=digest,
            size=len(data),
            role=role,
            media_type=media_type,
            added=self._today(),
        )

    def merge(
        self,
        kept: Counterpart,
        gone: Counterpart,
        values: Mapping[str, Any],
        doubles: Mapping[str, Mapping[int, int]],
        dropped: Mapping[str, Collection[int]],
    ) -> Counterpart:
        """Let one person take over all that another has, and become what the values say."""
        fields = dict(values)
        _check(Counterpart, fields)
        changed = self._repository.set(kept, **fields)
        self._repository.take_over(kept.id, gone.id, doubles, dropped)
        return self._repository.get(Counterpart, changed.id)

    def mention(
        self, commonality: Commonality, on: PartialDate, interaction_id: int | None = None
    ) -> None:
        """Note that something shared was brought up."""
        self._repository.mention(commonality, on, interaction_id)

    def remember_import(
        self, source_key: str, digest: str, table: str, row_id: int, raw: str = ""
    ) -> None:
        """Note which row an imported record became, so that a second run knows it."""
        self._repository.remember_import(source_key, digest, table, row_id, raw)

    def renew_import(self, source_key: str, digest: str) -> None:
        """Note that an imported record now says something else."""
        self._repository.renew_import(source_key, digest)

    def _today(self) -> PartialDate:
        return PartialDate.of(today(self._clock))

    def _open_period(self, person: Counterpart) -> None:
        """A kind holds from a day on; the earlier periods stay visible."""
        if person.kind is Kind.OTHER and not self._repository.find(
            KindPeriod, counterpart_id=person.id
        ):
            return
        since = person.kind_since or person.since or self._today()
        self._repository.add(KindPeriod, counterpart_id=person.id, kind=person.kind, since=since)


def _check(cls: type, values: dict[str, Any]) -> None:
    """Refuse what could not be shown or found again."""
    if cls in (Counterpart, Organisation, Attachment) and "name" in values:
        values["name"] = _name(str(values["name"]))
    if cls is ContactPoint and not clean(str(values.get("value", "-"))).strip():
        raise InputError(_("An address or a number is missing."), _("Type it, or leave it out."))


# Marks that turn the text around them over: a pasted name must not rearrange the line it is in.
_TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def _name(text: str) -> str:
    """A name on one line, without what no file keeps and what would turn its line around."""
    name = " ".join(clean(text).translate(_TURNING).split())
    if not name:
        raise InputError(_("A name is missing."), _("Type at least one letter."))
    return name
