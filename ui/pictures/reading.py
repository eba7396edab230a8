"""Reads pictures nobody vouches for: only known formats, under limits, and no larger than asked."""

from __future__ import annotations

from PySide6 import QtCore, QtGui  # a start has no use for what is looked up in them

PHOTO_SIDE = 512
_MOST_MEMORY_MB = 128
# A JPEG is made small while it is read; of the others every pixel is.
_MOST_PIXELS, _MOST_IN_JPEG = 32_000_000, 120_000_000
_FORMATS = frozenset({b"png", b"jpeg", b"gif", b"webp", b"bmp", b"tiff", b"tif"})
_QUALITY = 88


def read_square(data: bytes, side: int) -> QtGui.QImage | None:
    """The middle of a picture as a square of at most this side; None where it cannot be read.

    May be called in a worker's thread. Of a picture that moves it is the first frame.
    """
    buffer = QtCore.QBuffer()
    buffer.setData(QtCore.QByteArray(data))
    buffer.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    return _read(buffer, side)


def _read(buffer: QtCore.QBuffer, side: int) -> QtGui.QImage | None:
    # In a function of its own: the reader must go before what it reads from, or Qt crashes.
    reader = QtGui.QImageReader(buffer)
    reader.setAllocationLimit(_MOST_MEMORY_MB)
    reader.setDecideFormatFromContent(True)
    if not reader.canRead():
        return None
    kind = bytes(reader.format().data()).lower()
    size = reader.size()
    most = _MOST_IN_JPEG if kind == b"jpeg" else _MOST_PIXELS
    known = kind in _FORMATS and size.isValid() and not size.isEmpty()
    if not known or size.width() * size.height() > most:
        return None
    short = min(size.width(), size.height())
    middle = QtCore.QRect((size.width() - short) // 2, (size.height() - short) // 2, short, short)
    reader.setClipRect(middle)
    if short > side:
        reader.setScaledSize(QtCore.QSize(side, side))
    reader.setAutoTransform(True)  # a camera says which way is up
    image = reader.read()
    return None if image.isNull() else image


def for_photo(data: bytes) -> bytes | None:
    """A picture as it is kept for a photo: a square of its middle, and nothing but its pixels.

    None where it cannot be read.
    """
    image = read_square(data, PHOTO_SIDE)
    if image is None:
        return None
    return _written(_bare(image), "PNG" if image.hasAlphaChannel() else "JPEG")


def png(image: QtGui.QImage) -> bytes:
    """A picture from the clipboard as a file; empty where there is none."""
    return b"" if image.isNull() else _written(_bare(image), "PNG")


def _bare(image: QtGui.QImage) -> QtGui.QImage:
    """The same pixels without words, place or camera in it."""
    if image.colorSpace().isValid():
        image.convertToColorSpace(QtGui.QColorSpace(QtGui.QColorSpace.NamedColorSpace.SRgb))
    formats = QtGui.QImage.Format
    kind = formats.Format_ARGB32 if image.hasAlphaChannel() else formats.Format_RGB32
    bare = QtGui.QImage(image.size(), kind)
    bare.fill(0)
    painter = QtGui.QPainter(bare)
    painter.drawImage(0, 0, image)
    painter.end()
    return bare


def _written(image: QtGui.QImage, kind: str) -> bytes:
    buffer = QtCore.QBuffer()
    buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, _QUALITY if kind == "JPEG" else -1)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
