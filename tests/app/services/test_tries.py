"""The wait after wrong passphrases."""

from app.services.tries import Tries


def test_each_wrong_one_costs_more_and_a_right_one_ends_it() -> None:
    now = [0.0]
    tries = Tries(lambda: now[0])
    assert tries.seconds() == 0
    waits = []
    for _try in range(9):
        tries.wrong()
        waits.append(tries.seconds())
        now[0] += waits[-1]
        assert tries.seconds() == 0
    assert waits == [0, 1, 2, 4, 8, 16, 30, 30, 30]
    tries.wrong()
    now[0] += 29.5
    assert tries.seconds() == 1
    tries.right()
    assert tries.seconds() == 0
    tries.wrong()
    assert tries.seconds() == 0
