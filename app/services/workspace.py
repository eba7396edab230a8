"""One open journal: everything a screen or the terminal reads from it and does to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from app.model.changes import Changes, Step
from app.model.errors import InputError, JournalError
from app.model.findings import PersonLog
from app.model.people import Commonality, Counterpart, Likeness, PersonName
from app.model.reading import ImportMark
from app.model.records import Draft, Interaction
from app.model.texts import _, ngettext
from app.model.values import Clock, SystemClock, today
from app.services.copying import before_migration
from app.services.edit import Edit
from app.services.person_names import resolve
from app.settings import BY_KEY, Policy, Scope, Value, policy_from
from app.store import queries
from app.store.database import Database
from app.store.history import History
from app.store.keys import Key
from app.store.notes import no_note
from app.store.own_writing import OwnWriting, Written, written
from app.store.repository import Repository
from app.store.steps import latest

T = TypeVar("T")
Listener = Callable[[Changes], None]


class Workspace:
    """An open journal, for one thread; `beside` opens it once more for another.

    Raises:
        JournalError: the file cannot be opened, or later cannot be written.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock | None = None,
        *,
        create: bool = False,
        read_only: bool = False,
        key: Key | None = None,
        still: bool = False,
        database: Database | None = None,
        screen: OwnWriting | None = None,
    ) -> None:
        self.path = path
        self.clock: Clock = clock or SystemClock()
        self.database = database or Database(
            path,
            create=create,
            read_only=read_only,
            key=key,
            still=still,
            screen=screen,
            before_migration=lambda at, opens: before_migration(at, opens, self.clock.now()),
        )
        self._still = still
        self._history = History(self.database)
        self.repository = Repository(self.database)
        self._listeners: list[Listener] = []
        self._settings: dict[str, Value] | None = None
        self._version: int | None = None
        self._seen: Written | None = None
        # Drafts the file did not take, a full disk for one; they are kept here until it does.
        self._unwritten: dict[str, Draft] = {}

    @classmethod
    def open(
        cls,
        path: Path,
        clock: Clock | None = None,
        *,
        create: bool = False,
        read_only: bool = False,
        key: Key | None = None,
        still: bool = False,
    ) -> Workspace:
        """Open a journal, or make it when `create` is set and there is none.

        `still` is for a copy to be read that nobody else writes to: nothing is laid beside it.
        """
        return cls(path, clock, create=create, read_only=read_only, key=key, still=still)

    def beside(self) -> Workspace:
        """The same journal through a connection of its own; call it in the worker's thread."""
        return Workspace(
            self.path,
            self.clock,
            read_only=self.read_only,
            key=self.key,
            still=self._still,
            screen=self.database.screen or self.database.own,
        )

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    @property
    def is_open(self) -> bool:
        """Whether the file is still held; what comes after that is too late to be written."""
        return not self.database.closed

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self.database.read_only

    @property
    def key(self) -> Key | None:
        """What opens the journal again, None for one without a passphrase."""
        return self.database.key

    @property
    def today(self) -> date:
        """The local calendar day."""
        return today(self.clock)

    # --- writing: named steps ------------------------------------------------------------

    @contextmanager
    def change(self, label: str, origin: object = None) -> Iterator[Edit]:
        """One named step: all of the block is written and recorded, or nothing is."""
        edit = Edit(self.repository, self.clock)
        with self._history.step(label, self._stamp(), origin) as recorded:
            yield edit
        edit.changes = recorded.changes
        self._settings = None  # an archive that was taken in may have brought settings along
        if edit.changes.tables:
            self._tell(edit.changes)

    def undo(self, origin: object = None, step: int | None = None) -> Changes | None:
        """Take back the last step that stands; None when there is none, or it is not `step`."""
        return self._turned(self._history.undo(self._stamp(), step), origin, "undo")

    def redo(self, origin: object = None, step: int | None = None) -> Changes | None:
        """Do again what was undone last; None when there is nothing, or it is not `step`."""
        return self._turned(self._history.redo(self._stamp(), step), origin, "redo")

    def long_turn(self, *, back: bool) -> tuple[int, str] | None:
        """The step undo (`back`) or redo would turn, where a screen should not wait for it."""
        return self._history.long_turn("undo" if back else "redo")

    def undo_back_to(
        self,
        step: int,
        origin: object = None,
        going_on: Callable[[int], bool] | None = None,
    ) -> int:
        """Take back every step after this one, latest first, each as a step of its own.

        Args:
            step: the step that stays, with all before it.
            origin: who asks, to recognise the echo.
            going_on: hears how many were taken back; answers whether to go on.

        Returns:
            How many steps were taken back.

        Raises:
            Cancelled: it was not to go on; nothing was taken back.
        """
        count, tables = self._history.undo_back_to(step, self._stamp(), going_on)
        self._settings = None
        if count:
            label = ngettext("{n} step", "{n} steps", count).format(n=count)
            step = latest(self.database, 1)[0].id
            self._tell(Changes(step, label, tables, frozenset(), origin, "undo"))
        return count

    def _turned(self, turned: tuple[int, str] | None, origin: object, kind: str) -> Changes | None:
        if turned is None:
            return None
        changes = self._history.describe(*turned, origin, kind)
        self._settings = None
        self._tell(changes)
        return changes

    def can_undo(self) -> str | None:
        """What undo would take back, in the words of the step's label."""
        return self._history.can_undo()

    def can_redo(self) -> str | None:
        """What redo would do again."""
        return self._history.can_redo()

    def history(self, limit: int = 200, before: int | None = None) -> list[Step]:
        """Steps from new to old."""
        return latest(self.database, limit, before)

    def newest_step(self) -> int:
        """The number of the newest step, by whichever program it was made; 0 without any."""
        return written(self.database)[0]

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call the listener after every step; returns the function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def announce(self, changes: Changes) -> None:
        """Tell of what was done by another way than a step here: by a worker, or beside steps."""
        self._settings = None
        self.database.own.tell(changes.step)
        self._tell(changes)

    def _tell(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)

    def replaced(self) -> bool:
        """Whether another file has taken the journal's name since it was opened."""
        return self.database.is_replaced()

    def changed_elsewhere(self) -> bool:
        """Whether another program has written to the journal since this was last asked.

        Costs some microseconds while nothing was written. What our own workers wrote and told of,
        and what is no change of the journal (standings, say), does not count.
        """
        version = queries.version(self.database)
        before, self._version = self._version, version
        if version == before:
            return False
        seen, self._seen = self._seen, written(self.database)
        if seen is None or self.database.own.leads(seen, self._seen):
            return False
        self._settings = None
        return True

    def _stamp(self) -> str:
        return self.clock.now().isoformat(timespec="seconds")

    # --- reading -------------------------------------------------------------------------

    def get(self, cls: type[T], number: int) -> T:
        """The record with this id.

        Raises:
            NotFoundError: it is gone.
        """
        return self.repository.get(cls, number)

    def find(self, cls: type[T], **where: object) -> list[T]:
        """Every record whose fields equal these values, in the order they were made."""
        return self.repository.find(cls, **where)

    def count(self, cls: type[T]) -> int:
        """How many records of this kind there are."""
        return self.repository.count(cls)

    def get_many(self, cls: type[T], numbers: Iterable[int]) -> list[T]:
        """The records with these ids that still exist, in no order."""
        return self.repository.get_many(cls, numbers)

    def names_of(self, numbers: Iterable[int]) -> dict[int, Counterpart]:
        """The people with these ids."""
        return {person.id: person for person in self.get_many(Counterpart, numbers)}

    def people(self) -> list[Counterpart]:
        """Everyone, by name."""
        return self.repository.select(Counterpart, "ORDER BY t.name COLLATE NOCASE, t.id")

    def names(self) -> list[PersonName]:
        """Everyone's names, for completion and matching."""
        return queries.names(self.database)

    def person_named(self, text: str) -> Counterpart:
        """The one person who answers to any unambiguous part of a name, accents optional.

        Raises:
            NotFoundError: nobody does.
            AmbiguousNameError: several do.
        """
        return self.get(Counterpart, resolve(text, self.names()).id)

    def interactions_of(
        self, person_id: int, limit: int | None = None, *, notes: bool = True
    ) -> list[Interaction]:
        """One person's entries from new to old; without notes, contacts alone."""
        which = "" if notes else f"AND {no_note('t')} "
        return self.repository.select(
            Interaction,
            "JOIN participant p ON p.interaction_id = t.id WHERE p.counterpart_id = ? "
            f"{which}ORDER BY t.date DESC, t.time DESC, t.id DESC LIMIT ?",
            person_id,
            -1 if limit is None else limit,
        )

    def shared_with(self, person_id: int) -> int:
        """How many things in common are noted."""
        return len(self.find(Commonality, counterpart_id=person_id, likeness=Likeness.SAME))

    def log_of(self, person_id: int) -> PersonLog:
        """Everything the findings about one person are computed from."""
        return queries.log_of(self.database, self.repository, person_id, self.today)

    def tags_of(self, record: Counterpart | Interaction) -> list[str]:
        """The tags on a person or an entry."""
        return self.repository.tags_of(record)

    def imported(self, source_key: str) -> ImportMark | None:
        """Which row a record of an earlier import became."""
        return queries.import_mark(self.database, source_key)

    def check(self) -> list[str]:
        """What is wrong inside the journal, a sentence each; empty when all is well."""
        return self.database.check() + queries.check_search(self.database)

    # --- settings and drafts, which are no part of the history ---------------------------

    def setting(self, key: str) -> Value:
        """A setting of this journal, or its default."""
        return self._loaded().get(key, BY_KEY[key].default)

    def set_setting(self, key: str, value: Value) -> None:
        """Keep a setting with this journal; listeners hear of it as the table "setting".

        Raises:
            InputError: the value does not fit the setting.
        """
        setting = BY_KEY[key]
        if setting.scope is not Scope.JOURNAL:
            raise InputError(_("This setting belongs to the computer, not to a journal."))
        checked = setting.read(str(value))
        if checked == self.setting(key):
            return
        before = self.policy
        with self.database.transaction() as connection:
            queries.put_setting(connection, key, str(checked))
            if policy_from({**self._loaded(), key: checked}) != before:
                queries.forget_standings(connection)
        self._loaded()[key] = checked
        self._tell(Changes(step=0, label=setting.title, tables=frozenset({"setting"})))

    @property
    def policy(self) -> Policy:
        """The thresholds of the findings as this journal sets them."""
        return policy_from(self._loaded())

    def _loaded(self) -> dict[str, Value]:
        if self._settings is None:
            stored: Mapping[str, str] = queries.settings(self.database)
            self._settings = {
                key: BY_KEY[key].read(text) for key, text in stored.items() if key in BY_KEY
            }
        return self._settings

    def save_draft(self, key: str, body: str) -> None:
        """Keep text that is being typed; an empty text drops the draft.

        Where the file does not take it, it is kept in memory, see `unwritten`.
        """
        self._unwritten.pop(key, None)
        if not body and all(draft.key != key for draft in queries.drafts(self.database)):
            return
        try:
            with self.database.transaction() as connection:
                queries.put_draft(connection, key, body, self._stamp())
        except JournalError:
            if body:
                self._unwritten[key] = Draft(key, body, self._stamp())
            raise

    @property
    def unwritten(self) -> Mapping[str, Draft]:
        """The drafts that are only in memory, because the file could not be written."""
        return dict(self._unwritten)

    def hold(self, drafts: Mapping[str, Draft]) -> None:
        """Go on with drafts that another opening of this journal could not write."""
        self._unwritten.update(drafts)

    def write_unwritten(self) -> None:
        """Try once more to write the drafts that are only in memory."""
        for key, draft in self.unwritten.items():
            self.save_draft(key, draft.body)

    def let_draft_go(self, key: str) -> None:
        """Forget a draft that has become an entry, also where it is only in memory."""
        self._unwritten.pop(key, None)

    def drop_draft(self, key: str) -> None:
        """Forget a draft that has become an entry or was thrown away."""
        self.save_draft(key, "")

    def draft(self, key: str) -> Draft | None:
        """A draft by its key."""
        return next((draft for draft in self.drafts() if draft.key == key), None)

    def drafts(self) -> list[Draft]:
        """Every draft, the latest first."""
        written = [d for d in queries.drafts(self.database) if d.key not in self._unwritten]
        return [*reversed(self._unwritten.values()), *written]
