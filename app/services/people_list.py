"""Everyone, with what the list of people filters by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.model.people import Kind, PersonName
from app.model.reading import PersonRow
from app.services.find_people import PeopleIndex
from app.services.person_names import native
from app.services.workspace import Workspace
from app.store.standings import Standings

_ALL = 1_000_000


@dataclass(frozen=True)
class PeopleList:
    """Everyone by name, their tags, and who is beyond the rhythm the user wished for."""

    rows: tuple[PersonRow, ...]
    tags: Mapping[int, tuple[str, ...]]
    quiet: frozenset[int]

    @cached_property
    def kinds(self) -> tuple[tuple[Kind, int], ...]:
        """The kinds in use and how many are of each, the most frequent first."""
        return tuple(Counter(row.kind for row in self.rows).most_common())

    @cached_property
    def tag_counts(self) -> tuple[tuple[str, int], ...]:
        """The tags in use, the most frequent first."""
        return tuple(Counter(tag for tags in self.tags.values() for tag in tags).most_common())

    @cached_property
    def index(self) -> PeopleIndex:
        """Everyone's names, prepared for search on every keystroke; made when first asked for."""
        return PeopleIndex(
            (PersonName(row.id, row.name, row.aliases, row.organisation) for row in self.rows),
            {number: " ".join(tags) for number, tags in self.tags.items()},
        )


def people_list(workspace: Workspace) -> PeopleList:
    """Everyone as the list of people shows them."""
    standings = Standings(workspace.database)
    policy = workspace.policy
    return PeopleList(
        # Accents do not send a name to the end of the list.
        rows=tuple(sorted(standings.rows(), key=lambda row: (native(row.name), row.id))),
        tags=standings.tags(),
        quiet=frozenset(
            standings.quiet(workspace.today, policy.due_factor, policy.dormant_years, _ALL)
        ),
    )
