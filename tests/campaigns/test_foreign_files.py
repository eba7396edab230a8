"""A short run of the foreign files, on files of our own; and whether the table holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campaigns.foreign_files import check, expected

# Counted by hand from what stands in each file: cards and events it holds, records they give
# (a repeated event one for every time it takes place), and what becomes of these.
COUNTED = {
    "icalendar/until.ics": (4, 12, 12, 0, 0),
    "icalendar/changed_occurrence.ics": (3, 4, 3, 1, 0),
    "icalendar/this_and_future.ics": (2, 4, 4, 0, 0),
    "icalendar/endless.ics": (1, 132, 132, 0, 0),
    "icalendar/cancelled.ics": (1, 1, 0, 1, 0),
    "icalendar/absurd_years.ics": (6, 6, 1, 1, 4),
    "icalendar/periods_and_parameters.ics": (2, 5, 5, 0, 0),
    "icalendar/twice_in_a_file.ics": (4, 4, 3, 1, 0),
    "vcard/broken_between_good.vcf": (4, 4, 3, 0, 1),
    "vcard/google_without_fn.vcf": (2, 2, 1, 1, 0),
    "vcard/agent.vcf": (1, 1, 1, 0, 0),
    "vcard/v4.vcf": (3, 3, 2, 1, 0),
    "vcard/empty_card.vcf": (1, 1, 0, 0, 1),
}


@pytest.mark.parametrize("name", COUNTED)
def test_every_record_is_accounted_for_a_second_run_adds_nothing_and_undo_leaves_no_byte(
    root: Path, name: str
) -> None:
    held, records, added, skipped, failed = COUNTED[name]
    found = check(root / "tests" / "files" / name)
    assert found == {
        "held": held,
        "records": records,
        "added": added,
        "merged": 0,
        "skipped": skipped,
        "failed": failed,
    }


def test_the_table_of_foreign_files_accounts_for_every_record() -> None:
    known = expected()
    kinds = {kind: [key for key in known if key[0].startswith(kind)] for kind in ("ical", "khard")}
    assert {kind: len(keys) for kind, keys in kinds.items()} == {"ical": 164, "khard": 27}
    for (name, _digest), counts in known.items():
        ends = sum(counts[end] for end in ("added", "merged", "skipped", "failed"))
        assert ends == counts["records"], name
        assert counts["records"] >= counts["held"], name
