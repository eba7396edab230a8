"""Ties between the people of an import: relations, and who introduced whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.model.belongings import Relation
from app.model.imports import ReadPerson, ReadRelation
from app.model.people import Counterpart
from app.model.reading import ImportMark
from app.services.edit import Edit
from app.services.taking_in.marks import folded
from app.services.workspace import Workspace
from app.store.merged import MERGED


def imported_person(workspace: Workspace, mark: ImportMark | None) -> int | None:
    """Whom an earlier import made of a record, if they are still the same person.

    Of someone who went into another by a merge, it is the one who stayed.
    """
    if mark is None or mark.table != "counterpart":
        return None
    uid = mark.digest.rpartition(".")[2]
    # By identity: a number may mean another by now, and the Trash may have given a new one.
    if here := workspace.find(Counterpart, uid=uid):
        return here[0].id
    # Whoever went into another by a merge is that other.
    went = workspace.imported(f"{MERGED}{uid}")
    return next(iter(workspace.names_of((went.row_id,))), None) if went is not None else None


class Ties:
    """Written when everyone is in the journal, because a record may name one further down."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._waiting: list[tuple[int, ReadPerson]] = []

    def wait(self, person_id: int, person: ReadPerson) -> None:
        """Take note of the ties of someone just written."""
        if person.relations or person.introduced_by:
            self._waiting.append((person_id, person))

    def write(self, edit: Edit, written: Mapping[str, int]) -> None:
        """Tie everyone; `written` says who became of which key in this import."""
        for number, person in self._waiting:
            self._introduce(edit, number, self._id_of(person.introduced_by, written))
            self._relate(edit, number, person.relations, written)
        self._waiting.clear()

    def _id_of(self, key: str, written: Mapping[str, int]) -> int | None:
        if not key:
            return None
        return written.get(key) or imported_person(self._workspace, self._workspace.imported(key))

    def _introduce(self, edit: Edit, number: int, by: int | None) -> None:
        person = self._workspace.get(Counterpart, number)
        if by is not None and by != number and person.introduced_by is None:
            edit.set(person, introduced_by=by)

    def _relate(
        self,
        edit: Edit,
        number: int,
        relations: Iterable[ReadRelation],
        written: Mapping[str, int],
    ) -> None:
        standing = self._workspace.find(Relation, counterpart_id=number)
        for one in relations:
            other = self._id_of(one.key, written)
            if other == number or (other is None and not one.name):
                continue
            same = next((r for r in standing if self._is_same(r, one, other)), None)
            if same is None:
                name = "" if other else one.name
                standing.append(
                    edit.add(
                        Relation,
                        counterpart_id=number,
                        other_id=other,
                        name=name,
                        what=one.what,
                        note=one.note,
                    )
                )
            elif other is not None and same.other_id is None:
                standing[standing.index(same)] = edit.set(same, other_id=other, name="")

    def _is_same(self, standing: Relation, one: ReadRelation, other: int | None) -> bool:
        if folded(standing.what) != folded(one.what):
            return False
        if standing.other_id is None:
            return bool(one.name) and folded(standing.name) == folded(one.name)
        if other is not None:
            return standing.other_id == other
        named = self._workspace.names_of((standing.other_id,)).get(standing.other_id)
        return named is not None and folded(named.name) == folded(one.name)
