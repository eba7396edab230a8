"""Everyone, with what the list of people filters by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.model.people import Attention, Kind, PersonName
from app.model.reading import PersonRow
from app.services.find_people import PeopleIndex
from app.services.person_names import native
from app.services.workspace import Workspace
from app.store.standings import Standings

_ALL = 1_000_000


@dataclass(frozen=True)
class PeopleList:
    """Everyone by name, their tags, and who is beyond the rhythm the user wished for.

    People left out are in `left_out` and in no count; they are found by name all the same.
    """

    rows: tuple[PersonRow, ...]
    tags: Mapping[int, tuple[str, ...]]
    quiet: frozenset[int]
    left_out: tuple[PersonRow, ...] = ()

    @cached_property
    def addresses(self) -> frozenset[int]:
        """Who is kept as an address only."""
        return frozenset(row.id for row in self.rows if row.attention is Attention.ADDRESS)

    @cached_property
    def unsorted(self) -> frozenset[int]:
        """Who waits to be sorted."""
        return frozenset(row.id for row in self.rows if row.attention is Attention.UNSORTED)

    @cached_property
    def kinds(self) -> tuple[tuple[Kind, int], ...]:
        """The kinds in use and how many are of each, the most frequent first."""
        return tuple(Counter(row.kind for row in self.rows).most_common())

    @cached_property
    def tag_counts(self) -> tuple[tuple[str, int], ...]:
        """The tags in use, the most frequent first."""
        return tuple(Counter(self._tags_in_use()).most_common())

    def _tags_in_use(self) -> Iterator[str]:
        hidden = {row.id for row in self.left_out}
        return (tag for n, tags in self.tags.items() if n not in hidden for tag in tags)

    @cached_property
    def index(self) -> PeopleIndex:
        """Everyone's names, prepared for search on every keystroke; made when first asked for."""
        return PeopleIndex(
            (
                PersonName(row.id, row.name, row.aliases, row.organisation, row.attention)
                for row in (*self.rows, *self.left_out)
            ),
            {number: " ".join(tags) for number, tags in self.tags.items()},
        )


def people_list(workspace: Workspace) -> PeopleList:
    """Everyone as the list of people shows them."""
    standings = Standings(workspace.database)
    policy = workspace.policy
    # Accents do not send a name to the end of the list.
    rows = sorted(standings.rows(), key=lambda row: (native(row.name), row.id))
    return PeopleList(
        rows=tuple(row for row in rows if row.attention is not Attention.OUT),
        left_out=tuple(row for row in rows if row.attention is Attention.OUT),
        tags=standings.tags(),
        quiet=frozenset(
            standings.quiet(workspace.today, policy.due_factor, policy.dormant_years, _ALL)
        ),
    )
