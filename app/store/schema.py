"""What the journal's tables hold: their columns with a history, and those that are searched.

The tables themselves stand in `tables`, as numbered migrations.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x4B697468  # "Kith"
SCHEMA_VERSION: Final = 3

# Kinds of searchable text; a search row's id is the row's id * 16 + its code.
SEARCH_CODES: Final[dict[str, int]] = {
    "interaction": 0,
    "counterpart": 1,
    "organisation": 2,
    "commonality": 3,
    "interest": 4,
    "question": 5,
    "promise": 6,
    "deal": 7,
    "outcome": 8,
    "meeting": 9,
    "verdict": 10,
    "contact_point": 11,
    "interest_act": 12,
    "tag": 13,
    "attachment": 14,
    "relation": 15,
}

# What each schema says of them; like its tables, what was released is never edited.
HISTORY_1: Final[dict[str, str]] = {
    "organisation": "id uid name identity note",
    "counterpart": "id uid name aliases kind kind_since pronoun role organisation_id rhythm "
    "rhythm_days season_months connections since how_met introduced_by birthday starts_by_role "
    "no_contact no_contact_since closeness style watch_outs note created",
    "kind_period": "id uid counterpart_id kind since",
    "contact_point": "id uid counterpart_id kind value label preferred",
    "tag": "id uid name",
    "meeting": "id uid title date time zone vague minutes place goal opening_line purpose state "
    "source note",
    "interaction": "id uid date time zone channel opener two_way answered minutes depth ask_mine "
    "ask_theirs give_mine give_theirs joint_benefit tone_mine tone_theirs small_talk "
    "small_talk_minutes i_asked they_asked logistics present one_to_one credit thread source "
    "note meeting_id created",
    "participant": "id interaction_id counterpart_id",
    "attendee": "id meeting_id counterpart_id",
    "tagging": "id tag_id counterpart_id interaction_id",
    "commonality": "id uid counterpart_id text likeness kind how_known sensitivity learned_on "
    "interaction_id",
    "mention": "id commonality_id date interaction_id",
    "interest": "id uid counterpart_id text basis stake noted_on interaction_id",
    "interest_act": "id uid interest_id on what with_ask interaction_id",
    "question": "id uid counterpart_id text state noted_on settled_on answer interaction_id",
    "promise": "id uid counterpart_id by text made_on due state settled_on interaction_id",
    "deal": "id uid counterpart_id title stage amount next_step opened_on",
    "outcome": "id uid deal_id on result what",
    "verdict": "id uid counterpart_id on choice sureness reason seen_evidence record",
    "pause": "id uid counterpart_id start end reason",
    "import_mark": "id source_key digest tbl row_id raw",
}

SEARCH_1: Final[dict[str, str]] = {
    "interaction": "note credit",
    "counterpart": "name aliases role how_met style watch_outs note",
    "organisation": "name identity note",
    "commonality": "text",
    "interest": "text",
    "question": "text answer",
    "promise": "text",
    "deal": "title stage amount next_step",
    "outcome": "what",
    "meeting": "title place goal opening_line note",
    "verdict": "reason",
    "contact_point": "value",
    "interest_act": "what",
    "tag": "name",
}

HISTORY_3: Final[dict[str, str]] = {
    **HISTORY_1,
    "counterpart": HISTORY_1["counterpart"] + " attention",
    "attachment": "id uid counterpart_id interaction_id role name media_type digest size added",
    "relation": "id uid counterpart_id other_id name what note",
    "special_date": "id uid counterpart_id what day note",
    "distinct_pair": "id uid first_id second_id",
}
SEARCH_3: Final[dict[str, str]] = {
    "attachment": "name",
    "relation": "name what note",
}


def _empty(table: str, columns: str) -> str:
    """A view that stands in for a table an older journal lacks."""
    nothing = ", ".join(f'NULL AS "{name}"' for name in columns.split())
    return f"CREATE TEMP VIEW {table} AS SELECT {nothing} WHERE 0"


_LACKING_3: Final = (
    "CREATE TEMP VIEW counterpart AS SELECT *, 'keep' AS attention FROM main.counterpart",
    _empty("content", "id digest data"),
    *(
        _empty(table, HISTORY_3[table])
        for table in ("attachment", "relation", "special_date", "distinct_pair")
    ),
)
# A journal of an older schema that can only be read is not migrated: these stand in, for one
# connection, for what it lacks.
READING_OLD: Final[dict[int, tuple[str, ...]]] = {
    1: ("CREATE TEMP VIEW step AS SELECT *, 0 AS thinned FROM main.step", *_LACKING_3),
    2: _LACKING_3,
}


# What the tables look like now: the tables with a history, and the columns searched.
HISTORY_COLUMNS: Final = HISTORY_3
SEARCH_COLUMNS: Final = {**SEARCH_1, **SEARCH_3}
