"""Medians, spreads and ratios, and the table they are printed in."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MANY_VALUES = 20


@dataclass(frozen=True)
class Row:
    """One line of the table: what Kith took, what the floor took, and the mark."""

    what: str
    kith: Sequence[float]
    floor: Sequence[float] = ()
    unit: str = "ms"
    most_ratio: float | None = None
    most_plus: float = 0.0
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        """The median of the ratios of each round."""
        ratios = self.ratios()
        return statistics.median(ratios) if ratios else None

    def ratios(self) -> list[float]:
        """Kith against the floor, round by round."""
        return [k / f for k, f in zip(self.kith, self.floor, strict=False) if f]

    @property
    def met(self) -> bool | None:
        """Whether the mark is met; None when there is none."""
        middle = statistics.median(self.kith)
        if self.most is not None:
            return middle <= self.most
        if self.most_ratio is None:
            return None
        return middle <= self.most_ratio * statistics.median(self.floor) + self.most_plus

    @property
    def mark(self) -> str:
        """The mark in words."""
        if self.most is not None:
            return f"at most {self.most:g} {self.unit}"
        if self.most_ratio is None:
            return ""
        plus = f" + {self.most_plus:g} {self.unit}" if self.most_plus else ""
        return f"at most {self.most_ratio:g} ×{plus}"

    def line(self) -> str:
        """The row in Markdown."""
        ratios = self.ratios()
        low, high = edges(ratios)
        ratio = f"{self.ratio:.2f} ({low:.2f}–{high:.2f})" if ratios else ""
        met = {True: "met", False: "**missed**", None: ""}[self.met]
        cells = (self.what, spread(self.floor), spread(self.kith), ratio, self.mark, met)
        return "| " + " | ".join(cells) + " |"


def edges(values: Sequence[float]) -> tuple[float, float]:
    """Between what the values lie: all of them, or the middle eight tenths of many."""
    if not values:
        return 0.0, 0.0
    if len(values) < MANY_VALUES:
        return min(values), max(values)
    tenths = statistics.quantiles(values, n=10)
    return tenths[0], tenths[-1]


def spread(values: Sequence[float]) -> str:
    """The median, and in brackets between what the values lie."""
    if not values:
        return ""
    middle = statistics.median(values)
    form = "{:.0f}" if middle >= 20 else "{:.1f}" if middle >= 2 else "{:.2f}"
    told = form.format(middle)
    if len(values) > 1:
        low, high = edges(values)
        told += f" ({form.format(low)}–{form.format(high)})"
    return told


def table(title: str, rows: Sequence[Row]) -> str:
    """Rows under one heading, in Markdown."""
    head = [
        f"### {title}",
        "",
        "| What (ms unless said) | Floor | Kith | Ratio | Mark | |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(row.line() for row in rows)])


def machine() -> str:
    """The machine in a line."""
    model = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        names = [
            line.partition(":")[2].strip()
            for line in cpus.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{os.cpu_count()} × {model}, {pages:.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )
