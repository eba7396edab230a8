"""A short first evening: files in, people sorted, and Today has something to say."""

from pathlib import Path

from tests.campaigns.first_evening import campaign


def test_an_evening_of_three_files_gives_a_today_page_with_findings(tmp_path: Path) -> None:
    found = campaign(tmp_path, 40, 2, 1500)
    assert found["people"] == 40
    assert int(str(found["entries"])) > 300
    steps = found["steps"]
    assert isinstance(steps, list)
    assert [step["step"] for step in steps][-3:] == [
        "sort the people",
        "work out findings",
        "open Today",
    ]
