"""Lets a fuzzer that sees which lines were run look for files that break a reader.

Run from the root of the project: python tests/campaigns/fuzz_guided.py READER [RUNS]
READER is one of the names in `fuzz_readers.py`, or "all" for each in turn. It needs the package
atheris (Apache licence, Linux and macOS), which nothing else in the project uses.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

_LONGEST = 4096


def one(name: str, runs: int) -> None:
    """Feed one reader; the process ends with a trace when an input breaks it."""
    import atheris

    with atheris.instrument_imports(include=["app.exchange", "app.services"]):
        from tests.campaigns.fuzz_readers import READERS
        from tests.campaigns.fuzz_seeds import SEEDS
    read = READERS[name]
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(SEEDS):
            (corpus / str(number)).write_bytes(seed[:_LONGEST])
        place = Path(folder) / "input"
        atheris.Setup(
            [
                sys.argv[0],
                str(corpus),
                f"-atheris_runs={runs}",
                f"-max_len={_LONGEST}",
                "-timeout=20",
                "-rss_limit_mb=400",
                f"-artifact_prefix={folder}/",
            ],
            lambda data: read(data, place),
        )
        atheris.Fuzz()


def main(name: str, runs: int) -> int:
    """Every reader asked for, each in a process of its own; how many broke."""
    if name != "all":
        one(name, runs)
        return 0
    from tests.campaigns.fuzz_readers import READERS

    wrong = 0
    for each in READERS:
        command = [sys.executable, __file__, each, str(runs)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        last = [line for line in done.stderr.splitlines() if "DONE" in line or "Error" in line]
        print(f"{each}: ended with {done.returncode}; {last[-1] if last else ''}", flush=True)
        if done.returncode:
            wrong += 1
            print(done.stderr[-3000:], flush=True)
    return wrong


if __name__ == "__main__":
    asked = sys.argv[1] if len(sys.argv) > 1 else "all"
    sys.exit(min(main(asked, int(sys.argv[2]) if len(sys.argv) > 2 else 10_000), 1))
