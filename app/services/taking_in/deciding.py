"""Settles the fate of every record of an import, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.model.imports import (
    Fate,
    ReadConversation,
    ReadEntry,
    ReadEvent,
    ReadFailure,
    ReadPerson,
    ReadSkip,
)
from app.model.reading import ImportMark
from app.model.texts import _
from app.services import attachments
from app.services.taking_in.additions import missing
from app.services.taking_in.brought import brought_by, standing_of
from app.services.taking_in.company import Company
from app.services.taking_in.differing import differences
from app.services.taking_in.digests import Taken, digest_of
from app.services.taking_in.entries import EntryPlanner
from app.services.taking_in.events import Decision, EventPlanner, has_moved_on, row_of
from app.services.taking_in.joining import Joining
from app.services.taking_in.known_talks import KnownTalks
from app.services.taking_in.limits import Room, entry_within, person_within
from app.services.taking_in.marks import UNSETTLED, folded
from app.services.taking_in.own import is_mine, own_person
from app.services.taking_in.people import PeopleIndex
from app.services.taking_in.plan import (
    Action,
    ImportOptions,
    Item,
    Plan,
    PlanRow,
    entry_following,
    following,
    holders_of,
    left_out,
    talk_words,
)
from app.services.taking_in.series import series_changes
from app.services.taking_in.talks import Stranger, TalkPlanner
from app.services.taking_in.ties import imported_person
from app.services.taking_in.twins import Twins
from app.services.taking_in.updating import Update, update_of
from app.services.taking_in.whom import Whom
from app.services.workspace import Workspace
from app.store import queries


class Planner:
    """Goes through the records and settles the fate of each."""

    def __init__(self, workspace: Workspace, options: ImportOptions) -> None:
        self._workspace = workspace
        self._index = PeopleIndex(workspace)
        self._events = EventPlanner(workspace, self._index, options)
        self._talks = TalkPlanner(workspace, self._index)
        self._known = KnownTalks(workspace)
        self._entries = EntryPlanner(workspace, self._index)
        self._company = Company(workspace)
        self._options = options
        self._my_name = options.my_name or str(workspace.setting("my_name"))
        self._most = attachments.limit(workspace)
        self._whom = Whom(self._index)
        self._asked = False
        self._left_out: set[int] = set()
        self._own: set[str] = set()
        self._usual: tuple[str, ...] = ()
        self._order_asked = False
        self._writers: dict[str, None] = {}
        self._removed = queries.removed_marks(workspace.database)
        self.room = Room()
        self.rows: list[PlanRow] = []
        self._twins = Twins(self.rows)

    def take(self, file: str, item: Item, path: str = "") -> None:
        """One more record; `path` tells files of the same name apart."""
        fate = Fate.SKIPPED if isinstance(item, ReadSkip) else Fate.FAILED
        row = PlanRow(len(self.rows), file, item, fate, path=path or file)
        if isinstance(item, ReadPerson):
            item = person_within(item, self._most)
            row = self._person(self._keyed(replace(row, item=item), item), item)
        elif isinstance(item, ReadEvent):
            row = self._event(self._keyed(row, item), item)
            row = self._twins.settle(row, item, _other_key(item, row.key))
        elif isinstance(item, ReadConversation):
            row = self._twins.settle_talk(self._talk(self._keyed(row, item), item), item)
        elif isinstance(item, ReadEntry):
            item = entry_within(item, self._most)
            # Settled when everyone it may be with is known.
            row = self._keyed(replace(row, item=item), item)
        elif isinstance(item, ReadSkip | ReadFailure):
            row = replace(row, why=item.why)
        self.rows.append(row)

    def offer(self, file: str, talks: Sequence[ReadConversation]) -> None:
        """Those of these conversations whom nobody knows yet, most contacted first."""
        for stranger in self._talks.strangers(talks):
            self.rows.append(self._stranger(file, stranger))

    def _stranger(self, file: str, stranger: Stranger) -> PlanRow:
        row = self._keyed(
            PlanRow(len(self.rows), file, stranger.person, Fate.SKIPPED), stranger.person
        )
        name = stranger.person.name
        alike = self._index.by_name(name) if name.isascii() and " " not in folded(name) else []
        if alike:  # a first name alone is no reason to give someone another's letters
            names = self._index.listed(alike)
            why = _("It could be any of: {names}.").format(names=names)
            row = replace(row, why=why, candidates=tuple(alike))
        else:
            row = self._person(row, stranger.person)
        if row.candidates:  # the conversations wait for the answer to who is meant
            number = self._index.add(stranger.person)
            self._left_out.add(number)
            return replace(row, people=(number,))
        if row.action is not Action.ADD_PERSON:
            return row
        row = replace(row, why=stranger.words)
        if self._options.add_people and stranger.is_acquaintance:
            return row
        self._left_out.update(row.people)
        return left_out(row, row.why)

    def is_past(self, event: ReadEvent) -> bool:
        """Whether an event is over."""
        return self._events.is_past(event)

    @property
    def mine(self) -> frozenset[str]:
        """The user's own addresses, as far as they are known."""
        return self._events.mine

    def ask_for_addresses(self, usual: tuple[str, ...]) -> None:
        """Ask which of these addresses are the user's."""
        self._asked, self._usual = True, usual

    def ask_for_day_order(self) -> None:
        """Ask whether dates are written with the day or with the month first."""
        self._order_asked = True

    def hear_of(self, writers: Iterable[str]) -> None:
        """Remember who writes in a chat or among messages."""
        self._writers.update(dict.fromkeys(writers))

    def plan(self, files: tuple[str, ...]) -> Plan:
        """Everything settled so far."""
        self._settle_series()
        self._settle_entries()
        asks = self._asked and (not self._events.mine or bool(self._usual))
        seen = (address for address, _count in self._events.seen.most_common(8))
        often = tuple(dict.fromkeys((*self._usual, *seen)))[:8]
        return Plan(
            tuple(self.rows),
            tuple(self._index.newcomers),
            files,
            asks,
            often if asks else (),
            self._order_asked,
            writers=tuple(self._writers),
        )

    def _settle_series(self) -> None:
        """Let what has moved with its series go on, and call off what is in it no more."""
        days = self._options.days(self._workspace.today)
        for change in list(series_changes(self._workspace, self.rows, days, self._removed)):
            change.settle(self.rows, self._event_again, _deleted)

    def _event_again(self, row: PlanRow) -> PlanRow:
        return self._event(row, row.item) if isinstance(row.item, ReadEvent) else row

    def _settle_entries(self) -> None:
        holders = holders_of(self.rows)
        taken = frozenset(range(-len(self._index.newcomers), 0)) - self._left_out
        for place, row in enumerate(self.rows):
            if isinstance(row.item, ReadEntry):
                row = self._entry(row, row.item, holders, taken)
                self.rows[place] = self._twins.settle_entry(row)

    def _entry(
        self,
        row: PlanRow,
        entry: ReadEntry,
        holders: Mapping[str, int | None],
        taken: frozenset[int],
    ) -> PlanRow:
        others, unclear = self._entries.people(entry, holders)
        keyed = (holders.get(key) for key in entry.keys)
        people = tuple(dict.fromkeys((*others, *(who for who in keyed if who is not None))))
        found = self._entries.decide(entry, row.mark, row.digest, people, unclear)
        row = replace(
            row,
            item=self._entries.with_tags(entry),
            fate=found.fate,
            action=found.action,
            why=found.why,
            others=others,
            candidates=found.candidates,
            target=self._names(found, row.mark),
            here=found.here,
            meant=found.meant,
        )
        row = entry_following(row, entry, holders, taken)
        if row.action is Action.ADD_ENTRY and self._was_removed(row):
            return _deleted(row)
        return row

    def _keyed(self, row: PlanRow, item: Taken) -> PlanRow:
        """The row with its key, and with what an earlier import made of the record."""
        digest = digest_of(item)
        key = self._twins.key_of(row, item, digest)
        mark = self._workspace.imported(key)
        if isinstance(item, ReadEvent) and (mark is None or has_moved_on(mark, item)):
            mark = self._under_other_key(item, key)
        return replace(row, key=key, digest=digest, mark=mark)

    def _under_other_key(self, event: ReadEvent, key: str) -> ImportMark | None:
        """What became of an event before it began to repeat, or when it still did."""
        other = _other_key(event, key)
        mark = None if self._twins.is_used(other) else self._workspace.imported(other)
        row = row_of(self._workspace, mark) if mark is not None else None
        same = row is not None and row.when is not None and row.when.date == event.when.date
        return mark if same else None

    def _person(self, row: PlanRow, person: ReadPerson) -> PlanRow:
        remarks = " ".join(person.remarks)
        if is_mine(self._my_name, self._events.mine, person):
            return replace(row, fate=Fate.SKIPPED, why=_("It is your own card."), here=True)
        target = imported_person(self._workspace, row.mark)
        if target is not None and row.mark is not None:
            if row.mark.digest.startswith(row.digest):
                self._whom.bears(row, person, target)
                return replace(
                    row,
                    fate=Fate.SKIPPED,
                    why=_("It is already here."),
                    people=(target,),
                    target=self._index.spoken[target],
                    here=True,
                )
            return self._merged(row, person, target, _("imported before"), first=False)
        own = own_person(self._workspace, row.key)
        if own is not None:
            self._own.add(row.key)
            return self._merged(row, person, own, _("from this journal"), first=False)
        match = self._whom.match(row, person)
        if len(match.people) == 1:
            return self._merged(row, person, match.people[0], match.reason)
        # A twin within the files is somebody else until the user merges the two; one who stands in
        # the journal may be meant, and only the user knows.
        standing = [number for number in match.doubts if number > 0]
        if match.people or standing:
            return self._whom.unclear(row, person, match, standing)
        if not person.name:
            why = _("The card has no name, and nobody in the journal has its address.")
            return replace(row, fate=Fate.SKIPPED, why=why)
        why = " ".join(filter(None, (remarks, self._whom.beside(match))))
        number = self._index.add(person)
        self._whom.bears(row, person, number)
        row = replace(row, fate=Fate.ADDED, action=Action.ADD_PERSON, people=(number,), why=why)
        if not self._was_removed(row):
            return row
        self._left_out.add(number)
        return _deleted(row)

    def _was_removed(self, row: PlanRow, keys: Iterable[str] = ()) -> bool:
        """Whether the user has deleted what an earlier import made of this record."""
        return row.mark is not None or not self._removed.isdisjoint((row.key, *keys))

    def _merged(
        self, row: PlanRow, person: ReadPerson, target: int, reason: str, *, first: bool = True
    ) -> PlanRow:
        name = self._index.spoken[target]
        row = replace(row, people=(target,), target=name)
        change = self._update(row, person, target)
        known = self._index.known(target)
        found = missing(known, change.rest, first=first)
        differing = differences(known, person, change.values)
        self._index.learn(target, person)
        self._whom.bears(row, person, target, sure=not first)
        # The card itself is kept: what Kith has no place for goes out again with it.
        is_card = row.key not in self._own and person.raw.startswith("BEGIN:VCARD")
        asked = row.mark is not None and row.mark.digest.startswith(f"{UNSETTLED}{row.digest}")
        is_kept = (is_card or row.mark is not None) and not asked
        return Joining(reason, change, found, differing, is_kept).row(row, person)

    def _update(self, row: PlanRow, person: ReadPerson, target: int) -> Update:
        """What a record changes of what an earlier run of it brought."""
        if row.mark is None or target < 0:
            return Update(person)
        before = brought_by(self._workspace, row.key, target)
        return update_of(standing_of(self._workspace, target, self._index.numbers), before, person)

    def _talk(self, row: PlanRow, talk: ReadConversation) -> PlanRow:
        row = replace(row, mark=self._known.mark_of(talk, row.key))
        found = self._talks.decide(talk, row.mark, row.digest)
        row = replace(
            row,
            fate=found.fate,
            action=found.action,
            why=found.why or talk_words(talk),
            people=found.people,
            candidates=found.candidates,
            present=found.present,
            target=self._names(found, row.mark),
            here=found.here,
            meant=found.meant,
        )
        row = following(row, frozenset(n for n in row.people if n not in self._left_out))
        if row.action is Action.ADD_ENTRY and self._was_removed(row, talk.also):
            return _deleted(row)
        return row

    def _names(self, found: Decision, mark: ImportMark | None) -> str:
        """Whom it is with, without those the user has taken off it since."""
        people = found.people
        if found.fate is Fate.MERGED:
            people = self._company.followed(mark, people)
        return ", ".join(self._index.spoken[number] for number in people)

    def _event(self, row: PlanRow, event: ReadEvent) -> PlanRow:
        self._asked = self._asked or bool(event.attendees)
        found = self._events.decide(event, row.mark, row.digest)
        why = " ".join(filter(None, (found.why, *event.remarks)))
        row = replace(
            row,
            fate=found.fate,
            action=found.action,
            why=why,
            people=found.people,
            candidates=found.candidates,
            present=found.present,
            target=self._names(found, row.mark),
            here=found.here,
            meant=found.meant,
            logged=found.logged,
        )
        if row.action in (Action.ADD_ENTRY, Action.ADD_MEETING) and self._was_removed(row):
            return _deleted(row)
        return row


def _other_key(event: ReadEvent, key: str) -> str:
    """The key of one time of a series for an event that stands alone, and the other way round."""
    day = str(event.when.date).replace("-", "")
    series, _colon, named = key.rpartition(":")
    return series if named == day else f"{key}:{day}"


def _deleted(row: PlanRow) -> PlanRow:
    why = _("It was imported before, and you deleted it.")
    return replace(left_out(row, why), deleted=True)
