"""What is said of files: how large they are, and what stands in the way of one."""

from __future__ import annotations

from app.model.errors import InputError, NotFoundError
from app.model.texts import _, ngettext

MB = 1_000_000
_UNITS = (_("{n} bytes"), _("{n} KB"), _("{n} MB"), _("{n} GB"))


def size(count: int) -> str:
    """ "312 KB"."""
    number, unit = float(count), 0
    while number >= 999.5 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    shown = f"{number:.1f}" if unit > 1 and number < 10 else f"{number:.0f}"
    return _UNITS[unit].format(n=shown)


def together(count: int, whole: int) -> str:
    """ "3 files, 4.2 MB"; "" for none."""
    if not count:
        return ""
    return ngettext("{n} file, {size}", "{n} files, {size}", count).format(
        n=count, size=size(whole)
    )


def too_large(name: str, found: int, most: int) -> InputError:
    """A file is over the limit."""
    return InputError(
        _("“{name}” has {size}; a file in the journal may have {most}.").format(
            name=name, size=size(found), most=size(most)
        ),
        _("Keep it elsewhere and note where, or set a larger limit in the settings."),
    )


def empty(name: str) -> InputError:
    """There is nothing in it."""
    return InputError(
        _("“{name}” is empty.").format(name=name),
        _("If it lies in a cloud, fetch it onto this computer first."),
    )


def no_picture(name: str) -> InputError:
    """It cannot be a photo."""
    return InputError(
        _("“{name}” is not a picture that can be shown.").format(name=name),
        _("A photo is a PNG, JPEG, GIF, WebP, TIFF or BMP file; anything else goes to the files."),
    )


def gone(name: str) -> NotFoundError:
    """Its bytes are not there."""
    return NotFoundError(
        _("The bytes of “{name}” are not in this journal.").format(name=name),
        _("A copy of the journal may still have them: see Settings, Check."),
    )


def not_opened(name: str) -> InputError:
    """It would be run."""
    return InputError(
        _("“{name}” may be a program, so Kith does not open it.").format(name=name),
        _("Save a copy, and look at it where you can judge what it does."),
    )


def heavy(whole: int) -> str:
    """What is said where the files of a journal have become large together."""
    return _(
        "The files in this journal have {size} together, and so has every copy of it. "
        "Remove what you no longer need."
    ).format(size=size(whole))
