"""One user name on two services is two ways to reach someone, however it comes in or goes out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.model.imports import Fate, ReadPerson, ReadPoint
from app.model.people import ContactPoint, Counterpart, PointKind
from app.model.values import FixedClock
from app.services import export, transfer
from app.services.giving_out.choice import Format, Version, Wish
from app.services.merging import merge
from app.services.workspace import Workspace
from tests.app.services.test_transfer_updates import run as run_records

CARD = """BEGIN:VCARD
VERSION:3.0
FN:Dana Okafor
X-SKYPE:danaok
X-TELEGRAM:danaok
IMPP;X-SERVICE-TYPE=Signal:signal:danaok
IMPP;X-SERVICE-TYPE=Skype:skype:danaok
END:VCARD
"""


def take(workspace: Workspace, path: Path) -> dict[Fate, int]:
    report = transfer.apply(workspace, transfer.preview(workspace, [path]))
    return {fate: report.count(fate) for fate in Fate if report.count(fate)}


def someone(workspace: Workspace, name: str, *services: str) -> Counterpart:
    with workspace.change("Add") as edit:
        person = edit.add(Counterpart, name=name)
        for service in services:
            edit.add(
                ContactPoint,
                counterpart_id=person.id,
                kind=PointKind.HANDLE,
                value="danaok",
                label=service,
            )
    return person


def services(workspace: Workspace) -> list[str]:
    points = workspace.find(ContactPoint)
    assert {point.value for point in points} == {"danaok"}
    return sorted(point.label for point in points)


def test_a_card_brings_one_name_on_three_services_and_each_once(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "dana.vcf").write_text(CARD)
    take(workspace, tmp_path / "dana.vcf")
    assert services(workspace) == ["signal", "skype", "telegram"]


@pytest.mark.parametrize(
    ("form", "version"),
    [(Format.VCARD, Version.OLD), (Format.VCARD, Version.NEW), (Format.CSV, Version.OLD)],
)
def test_what_goes_out_comes_in_again(
    workspace: Workspace, tmp_path: Path, clock: FixedClock, form: Format, version: Version
) -> None:
    names = ["skype", "telegram", "whatsapp"]
    someone(workspace, "Dana Okafor", *names)
    path = tmp_path / f"dana.{form.value}"
    export.export(workspace, Wish(form, path, version=version))
    other = Workspace.open(tmp_path / "other.kith", clock, create=True)
    take(other, path)
    assert services(other) == names
    other.close()
    take(workspace, path)
    assert services(workspace) == names


@pytest.mark.parametrize(
    ("here", "after"),
    [
        (("telegram",), ["signal", "skype", "telegram"]),
        (("Telegram", "github"), ["Telegram", "github", "signal", "skype"]),
        (("",), [""]),  # it may be any of them
    ],
)
def test_an_import_adds_the_other_services(
    workspace: Workspace, tmp_path: Path, here: tuple[str, ...], after: list[str]
) -> None:
    someone(workspace, "Dana Okafor", *here)
    (tmp_path / "dana.vcf").write_text(CARD)
    for _turn in range(2):
        take(workspace, tmp_path / "dana.vcf")
        assert services(workspace) == after


@pytest.mark.parametrize(
    ("kept", "gone", "after"),
    [
        (("telegram",), ("github",), ["github", "telegram"]),
        (("Telegram",), ("telegram", "github"), ["Telegram", "github"]),
        (("",), ("telegram", "github"), ["github", "telegram"]),
        (("telegram",), ("",), ["telegram"]),
        (("", "github"), ("github", "telegram"), ["github", "telegram"]),
    ],
)
def test_a_merge_keeps_every_service_once(
    workspace: Workspace, kept: tuple[str, ...], gone: tuple[str, ...], after: list[str]
) -> None:
    one, other = someone(workspace, "Dana Okafor", *kept), someone(workspace, "D. O.", *gone)
    merge(workspace, one.id, other.id)
    assert services(workspace) == after


def test_a_changed_record_is_followed_service_by_service(workspace: Workspace) -> None:
    def told(*names: str) -> ReadPerson:
        points = tuple(ReadPoint(PointKind.HANDLE, "danaok", name) for name in names)
        return ReadPerson("card:dana", "Dana Okafor", "card 1", points=points)

    for names in (("telegram", "github"), ("telegram", "mastodon"), ("telegram", "mastodon", "x")):
        run_records(workspace, told(*names))
        assert services(workspace) == sorted(names)
    (mine,) = (one for one in workspace.find(ContactPoint) if one.label == "mastodon")
    with workspace.change("Take off") as edit:
        edit.remove(mine)
    run_records(workspace, replace(told("telegram", "mastodon", "x"), tags=("choir",)))
    assert services(workspace) == ["telegram", "x"]
