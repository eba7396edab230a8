"""Pictures nobody vouches for never crash the reader, and small is all that becomes of them."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from ui.pictures import for_photo, png, read_square

# Qt and its libraries tell of every broken picture; that is what these tests are about.
pytestmark = pytest.mark.qt_log_ignore(".*")
KINDS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")


def picture(kind: str = "PNG", width: int = 60, height: int = 40) -> bytes:
    image = QImage(
        width, height, QImage.Format.Format_ARGB32 if kind == "PNG" else QImage.Format.Format_RGB32
    )
    image.fill(QColor("teal"))
    image.setText("Comment", "where it was taken")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, kind):  # type: ignore[call-overload]
        return GIF if kind == "GIF" else b""
    return bytes(buffer.data().data())


GIF = (
    b"GIF89a\x02\x00\x02\x00\x80\x00\x00\x00\x80\x80\xff\xff\xff,\x00\x00\x00\x00\x02\x00\x02\x00"
    b"\x00\x02\x02\x84Q\x00;"
)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def claiming(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", KINDS)
def test_the_usual_formats_are_read(qapp: QApplication, kind: str) -> None:
    data = picture(kind)
    if not data:
        pytest.skip(f"this Qt writes no {kind}")
    image = read_square(data, 16)
    assert image is not None
    assert image.width() == image.height() <= 16


def test_a_large_picture_becomes_a_square_of_its_middle(qapp: QApplication) -> None:
    image = QImage(900, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(300, 600):
        for y in range(0, 300, 3):
            image.setPixelColor(x, y, QColor("teal"))
            image.setPixelColor(x, y + 1, QColor("teal"))
            image.setPixelColor(x, y + 2, QColor("teal"))
    small = read_square(png(image), 90)
    assert small is not None
    assert (small.width(), small.height()) == (90, 90)
    assert small.pixelColor(2, 45) == QColor("teal") == small.pixelColor(87, 45)


def test_a_photo_is_small_and_keeps_nothing_but_its_pixels(qapp: QApplication) -> None:
    assert b"where it was taken" in picture("PNG")
    kept = for_photo(picture("PNG", 1600, 1200))
    assert kept is not None
    assert b"where it was taken" not in kept
    image = QImage.fromData(kept)
    assert (image.width(), image.height()) == (512, 512)
    jpeg = for_photo(picture("JPEG", 1600, 1200))
    assert jpeg is not None
    assert jpeg.startswith(b"\xff\xd8")
    assert b"where it was taken" not in jpeg


def test_a_small_photo_is_not_made_larger(qapp: QApplication) -> None:
    kept = for_photo(picture("PNG", 60, 40))
    assert kept is not None
    assert QImage.fromData(kept).width() == 40


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not at all",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect/></svg>",
        b'/* XPM */ static char *a[]={"1 1 1 1","a c #000","a"};',
        b"P6 1 1 255 abc",
        b"\x00\x00\x01\x00\x01\x00\x01\x01" + bytes(60),
        claiming(60_000, 60_000),
        claiming(2_000_000_000, 1),
        claiming(1, 2_000_000_000),
        claiming(0, 0),
        b"GIF89a\xff\xff\xff\xff\xf7\x00\x00" + bytes(800),
        b"BM" + b"\xff" * 60,
        b"II*\x00\xff\xff\xff\x7f" + bytes(40),
        b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 30,
    ],
    ids=range(14),
)
def test_what_is_hostile_or_no_picture_is_none(qapp: QApplication, data: bytes) -> None:
    assert read_square(data, 144) is None
    assert for_photo(data) is None


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kind=st.sampled_from(KINDS),
    changes=st.lists(
        st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=8)), max_size=8
    ),
    cut=st.none() | st.integers(0, 4000),
)
def test_any_damage_is_survived(
    qapp: QApplication, kind: str, changes: list[tuple[int, bytes]], cut: int | None
) -> None:
    data = bytearray(picture(kind))
    for at, new in changes:
        place = at % (len(data) + 1)
        data[place : place + len(new)] = new
    image = read_square(bytes(data[:cut]), 32)
    assert image is None or 0 < image.width() <= 32
