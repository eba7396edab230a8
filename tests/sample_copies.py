"""Copies of the sample journal, which a run of tests writes once for each moment."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from app.model.values import FixedClock
from app.services.sample import create_sample


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
    path = _folder() / f"{len(list(_folder().iterdir()))}.kith"
    create_sample(path, None if now is None else FixedClock(now)).close()
    return path


@cache
def _folder() -> Path:
    made = tempfile.TemporaryDirectory(prefix="kith-sample-")
    _kept.append(made)
    return Path(made.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []  # removed with the process
