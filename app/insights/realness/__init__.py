"""The three tests of a real relationship, and the sentence that puts them side by side."""

from app.insights.realness.together import (
    Realness,
    disagreement,
    record,
    side_by_side,
    t1,
    t2,
    t3,
)

__all__ = ["Realness", "disagreement", "record", "side_by_side", "t1", "t2", "t3"]
