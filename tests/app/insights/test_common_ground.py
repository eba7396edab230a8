"""What to bring up: told or noticed, never guessed, never private, not the same thing each time."""

from itertools import count
from typing import Any

from app.insights.common_ground import (
    balance,
    bring_up,
    missing_kinds,
    overuse,
    overused,
    what_else,
)
from app.model.findings import State
from app.model.people import Commonality, CommonKind, HowKnown, Likeness, Mention, Sensitivity
from app.model.records import Ask, Opener
from tests.app.insights.insight_logs import POLICY, contact, log, on

_ids = count(1)


def shared(text: str, *mentions: int, **values: Any) -> Commonality:
    """Something shared, mentioned so many days ago each."""
    number = next(_ids)
    said = tuple(Mention(on(ago)) for ago in mentions)
    last = max((mention.on for mention in said), default=None)
    found: dict[str, Any] = {"mentions": said, "times_mentioned": len(said), "last_mentioned": last}
    return Commonality(number, f"c{number}", 1, text, **{**found, **values})


def suggested(*commonalities: Commonality, limit: int = 3) -> list[str]:
    return [c.text for c in bring_up(log(commonalities=commonalities), POLICY, limit)]


def test_least_mentioned_first_then_longest_ago_then_newest() -> None:
    things = [
        shared("often", 10, 20, 30),
        shared("lately", 5),
        shared("long ago", 200),
        shared("old", learned_on=on(300)),
        shared("new", learned_on=on(1)),
        shared("careful", sensitivity=Sensitivity.CAREFUL),
    ]
    expected = ["new", "old", "careful", "long ago", "lately", "often"]
    assert suggested(*things, limit=9) == expected
    assert suggested(*reversed(things), limit=9) == expected
    assert suggested(*things) == expected[:3]


def test_guesses_differences_and_private_things_are_never_suggested() -> None:
    assert (
        suggested(
            shared("guess", how_known=HowKnown.GUESS),
            shared("differs", likeness=Likeness.DIFFERENT),
            shared("private", sensitivity=Sensitivity.PRIVATE),
        )
        == []
    )


ASKS = [contact(ago, Opener.ME, Ask.FAVOUR) for ago in (90, 60, 30)]


def test_what_stood_before_each_of_the_last_three_asks_rests() -> None:
    worn = shared("football", 91, 60, 33)
    fresh = shared("Porto", 91, 60, 34)
    one = log(*ASKS, contact(200, Opener.ME, Ask.SALE), commonalities=(worn, fresh))
    assert [c.text for c in overused(one)] == ["football"]
    assert [c.text for c in bring_up(one, POLICY)] == ["Porto"]
    warning = overuse(one)
    assert warning is not None
    assert warning.sentence == (
        "“football” came up before each of your last three asks. This may read as a technique."
    )
    assert warning.entries == tuple(ask.id for ask in ASKS)


def test_a_mention_after_the_ask_or_two_asks_are_no_overuse() -> None:
    after = shared("football", 89, 59, 29)
    assert overuse(log(*ASKS, commonalities=(after,))) is None
    worn = shared("football", 90, 60, 30)
    assert overuse(log(*ASKS[:2], commonalities=(worn,))) is None
    free = [contact(ago, Opener.ME, Ask.NONE) for ago in (3, 2, 1)]
    joint = contact(4, Opener.ME, Ask.MONEY, joint_benefit=True)
    assert overuse(log(*ASKS[:2], *free, joint, commonalities=(worn,))) is None


def test_a_mention_in_the_entry_of_the_ask_counts_whatever_its_date() -> None:
    vague = contact("2026-05", Opener.ME, Ask.SALE)
    linked = (Mention(vague.when.date, vague.id), Mention(on(60)), Mention(on(30)))
    worn = shared("football", mentions=linked)
    assert overused(log(vague, *ASKS[1:], commonalities=(worn,))) == (worn,)
    unlinked = shared("football", mentions=(Mention(vague.when.date), *linked[1:]))
    assert overused(log(vague, *ASKS[1:], commonalities=(unlinked,))) == ()


def test_balance_reminds_of_what_is_shared() -> None:
    things = [shared(f"s{n}", interaction_id=n + 1) for n in range(7)]
    things += [shared(f"d{n}", likeness=Likeness.DIFFERENT) for n in range(5)]
    found = balance(log(commonalities=tuple(things)))
    assert found.sentence == (
        "You noted 5 differences and 7 things in common. Differences come to mind first; read what"
        " you share once more."
    )
    assert found.entries == (1, 2, 3, 4, 5, 6, 7)
    alone = balance(log(commonalities=(things[0],)))
    assert alone.sentence == "You noted 0 differences and 1 thing in common."
    empty = balance(log())
    assert (empty.state, empty.sentence) == (
        State.SILENT,
        "Nothing is noted yet that you and Dana share.",
    )


def test_kinds_nothing_is_known_about() -> None:
    some = (
        shared("a", kind=CommonKind.PLACE),
        shared("b", kind=CommonKind.PEOPLE, likeness=Likeness.DIFFERENT),
    )
    one = log(commonalities=some)
    assert CommonKind.PLACE not in missing_kinds(one)
    assert what_else(one) == "What else? You know nothing yet about people you both know."
    full = log(commonalities=tuple(shared(kind.value, kind=kind) for kind in CommonKind))
    assert missing_kinds(full) == ()
    assert what_else(full) == ""
