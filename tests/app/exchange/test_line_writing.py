"""Lines of cards and calendars: escaped and folded so that any reader gets the text back."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange.content_lines import logical_lines, parse, unescape
from app.exchange.line_writing import MOST_OCTETS, block, escaped, folded, parameter

# A busy machine is no fault of the code.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOSTILE = st.text(
    st.one_of(
        st.sampled_from('\\,;:"^\n\r\t=+-@ \u2028\u2029\x85\x0b\x0c\x1c\x00\x07\x7f\ufeff'),
        st.sampled_from("éß日本語🎉👨‍👩‍👧\u202eم"),
        st.characters(codec="utf-8"),
    ),
    max_size=400,
)


@UNHURRIED
@given(HOSTILE)
def test_no_line_is_longer_than_allowed_and_none_is_cut_inside_a_letter(text: str) -> None:
    data = folded(f"NOTE:{escaped(text)}")
    assert data.endswith(b"\r\n")
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= MOST_OCTETS
        line.decode("utf-8")


@UNHURRIED
@given(HOSTILE)
def test_a_text_comes_back_as_it_was_with_one_kind_of_line_break(text: str) -> None:
    lines = list(logical_lines(folded(f"NOTE:{escaped(text)}")))
    assert len(lines) == 1
    read = parse(*lines[0])
    assert read is not None
    wanted = text.replace("\r\n", "\n")
    for sign in "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029":
        wanted = wanted.replace(sign, "\n")
    wanted = "".join(
        c for c in wanted if c in "\n\t" or (ord(c) >= 32 and c not in "\ufeff\ufffe\uffff")
    )
    wanted = "".join(c for c in wanted if not 0x7F <= ord(c) < 0xA0)
    assert unescape(read.value.decode()) == wanted


@UNHURRIED
@given(HOSTILE, HOSTILE)
def test_a_text_never_adds_a_property_or_ends_a_block(label: str, text: str) -> None:
    data = block("VCARD", [f"X-A;X-L={parameter(label)}:{escaped(text)}"])
    names = [raw.partition(b":")[0].partition(b";")[0] for _n, raw in logical_lines(data)]
    assert names == [b"BEGIN", b"X-A", b"END"]
