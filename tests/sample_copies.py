"""Copies of the sample journal, which a run of tests writes once for each moment."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from app.model.values import FixedClock
from app.services.sample import create_sample

# Made before any test moves the place for temporary files, and removed with the process.
_folder = tempfile.TemporaryDirectory(prefix="kith-sample-")


def put_sample(path: Path, now: datetime | None = None) -> Path:
    """Lay the sample journal of this moment at the path; returns the path.

    All copies of one moment are the same journal: a test that needs two different ones makes the
    second with `create_sample`.
    """
    shutil.copyfile(_written(now), path)
    path.chmod(0o600)
    return path


@cache
def _written(now: datetime | None) -> Path:
    folder = Path(_folder.name)
    path = folder / f"{len(list(folder.iterdir()))}.kith"
    create_sample(path, None if now is None else FixedClock(now)).close()
    return path
