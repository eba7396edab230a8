"""The Debian package's description."""

import make_deb


def test_the_package_asks_for_what_qt_needs_by_any_of_its_names() -> None:
    text = make_deb.control("1.2.3", "amd64", 4)
    assert "Version: 1.2.3\n" in text
    assert "libglib2.0-0t64 | libglib2.0-0, libgl1, " in text
    assert "fonts-noto-cjk" in text.partition("Recommends: ")[2].partition("\n")[0]
    continued = text.partition("Description: ")[2].splitlines()[1:]
    assert continued
    assert all(line.startswith(" ") for line in continued)
