"""Mutates our own sample files and reads the results as every kind: no crash, no hang, no loss.

Run from the root of the project: python tests/campaigns/fuzz_import.py [ROUNDS] [SEED]
A small part of it runs with the tests (tests/app/exchange/test_fuzz.py).
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

try:
    import resource
except ImportError:  # Windows tells it otherwise; there the memory is not measured
    resource = None  # type: ignore[assignment]

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.campaigns.fuzz_readers import QUICK, READERS  # noqa: E402
from tests.campaigns.fuzz_seeds import FILES, SEEDS  # noqa: E402

__all__ = ["FILES", "READERS", "SEEDS", "check", "grown", "mutated"]

SECONDS_FOR_A_MEGABYTE = 2.0
MOST_MEGABYTES = 200
PIECES = [
    *(
        b'\x00 \xff \xfe\xff \xef\xbb\xbf \r \n \r\n \t : ; , = \\ " =\r\n =0D=0A \r\n\r\n'.split(
            b" "
        )
    ),
    *(b"BEGIN:VCARD\r\n|END:VCARD\r\n|BEGIN:VEVENT\r\n|END:VEVENT\r\n|AGENT:\r\n".split(b"|")),
    *(b"BEGIN:VCALENDAR\r\n|END:VCALENDAR\r\n|BEGIN:VTIMEZONE\r\n|END:STANDARD\r\n".split(b"|")),
    *(b"ENCODING=QUOTED-PRINTABLE|CHARSET=utf-7|CHARSET=hz|ENCODING=b|VALUE=DATE".split(b"|")),
    *(
        b"FREQ=SECONDLY|FREQ=DAILY|COUNT=999999999|INTERVAL=0|BYMONTHDAY=31|UNTIL=99991231".split(
            b"|"
        )
    ),
    *(
        b"BYMONTH=2|BYDAY=MO,5TU|BYSETPOS=-1|BYHOUR=1,2,3|-99999|00000000|99991231T235959Z".split(
            b"|"
        )
    ),
    *(b'",|,"|";|\t|""|First Name,Last Name\r\n|sep=;\n|=1+1'.split(b"|")),
    *(b"From |From - Mon Jan  1 00:00:00 2024\n|\n\nFrom |Date: |=?utf-8?B?".split(b"|")),
    *(b"?=|<>|PK\x05\x06|PK\x01\x02|X-Gmail-Labels: ".split(b"|")),
    *("01/02/2024, 1:00 p.m. - |[01.02.24, 1:00:00] A: |\u200e|\u202f|م".encode().split(b"|")),
    *(b"E-mail 1 - Value| ::: |1/2/03|0/0/00".split(b"|")),
    *(b"\\\\'|'),(|NULL|INSERT IGNORE INTO `notes` (`id`) VALUES|\"properties\":|null".split(b"|")),
    *("İ|ﬁ|\u202e|\u0301|😀|٣|二".encode().split(b"|")),
]


# Where, how, how much and with what: each number is taken modulo what there is to choose from.
Change = tuple[int, int, int, int]


def mutated(data: bytes, changes: Iterable[Change]) -> bytes:
    """The file with a few pieces cut, repeated, replaced, put in or spliced from another file."""
    for where, how, much, what in changes:
        at = where % (len(data) + 1)
        size = (1, 1, 2, 8, 64, 400)[much % 6]
        before, taken, after = data[:at], data[at : at + size], data[at + size :]
        piece = PIECES[what % len(PIECES)]
        other = SEEDS[what % len(SEEDS)]
        cut = where % (len(other) + 1)
        data = (
            before + after,
            before + taken * (2, 3, 30)[what % 3] + after,
            before + piece + taken + after,
            before + piece + after,
            before + bytes((what % 256, much % 256)) + taken[1:] + after,
            before + other[cut : cut + size] + taken + after,
        )[how % 6]
    return data[:200_000]


def grown(data: bytes, size: int, dice: random.Random) -> bytes:
    """A file of about this many bytes in which a part of another stands again and again."""
    at = dice.randrange(len(data))
    part = data[at : at + dice.choice((1, 7, 80, 900))] or b"x"
    return data[:at] + part * (size // len(part)) + data[at:]


def check(data: bytes, place: Path | None = None) -> None:
    """Read the bytes as each kind of file.

    Raises:
        AssertionError: something is unaccounted for.
    """
    with tempfile.TemporaryDirectory() as folder:
        for read in READERS.values():
            read(data, place or Path(folder) / "input")


def input_of(seed: int, number: int) -> bytes:
    """The file of one round; one in 400 is large."""
    dice = random.Random(f"{seed}/{number}")
    data = dice.choice(SEEDS)
    if number % 400 == 399:
        data = grown(data, dice.choice((200_000, 1_000_000)), dice)
        return data
    changes = [
        (dice.getrandbits(32), dice.getrandbits(16), dice.getrandbits(16), dice.getrandbits(16))
        for _ in range(dice.randint(1, 6))
    ]
    return mutated(data, changes)


def forbid_the_outside() -> None:
    """End the run at once when anything reaches for the network, a program or another file."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"):
            raise RuntimeError(f"{event} {arguments}")

    sys.addaudithook(hook)


def memory() -> int:
    """The most memory this process has held, in MB; 0 where that cannot be told."""
    if resource is None:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most // (1024 * 1024 if sys.platform == "darwin" else 1024))


def main(rounds: int, seed: int) -> int:
    """Run so many rounds; how many inputs failed, each named by its seed."""
    forbid_the_outside()
    wrong = fed = 0
    slowest: dict[str, float] = dict.fromkeys(READERS, 0.0)
    check(SEEDS[0])
    floor = memory()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "input"
        for number in range(rounds):
            data = input_of(seed, number)
            for name, read in READERS.items():
                if name not in QUICK and number % 6:
                    continue
                fed += 1
                begun = time.process_time()
                try:
                    read(data, place)
                except Exception as error:
                    wrong += 1
                    print(
                        f"FAILED {seed}/{number} as {name}: {type(error).__name__}: {error}",
                        flush=True,
                    )
                spent = time.process_time() - begun
                share = spent / (SECONDS_FOR_A_MEGABYTE * max(len(data) / 2**20, 0.5))
                slowest[name] = max(slowest[name], share)
                if share > 1:
                    wrong += 1
                    print(f"SLOW {seed}/{number} as {name}: {spent:.2f} s for {len(data):,} bytes")
            if number % 1000 == 999:
                print(f"{number + 1:,} files, {fed:,} inputs, {wrong} failed", flush=True)
    grew = memory() - floor
    if grew > MOST_MEGABYTES:
        wrong += 1
        print(f"MEMORY {grew} MB more than the {floor} MB at the beginning")
    told = ", ".join(f"{name} {share:.0%}" for name, share in slowest.items())
    print(f"{fed:,} inputs ({rounds:,} files), {wrong} failed, {grew} MB more than {floor}")
    print(f"slowest, as a share of {SECONDS_FOR_A_MEGABYTE} s for a MB: {told}")
    return wrong


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    sys.exit(min(main(count, int(sys.argv[2]) if len(sys.argv) > 2 else 1), 1))
