"""Namesakes in a list: one can choose between them."""

from __future__ import annotations

from app.model.people import ContactPoint, Counterpart, PointKind
from app.services.namesakes import by_words, told_apart, with_namesakes
from app.services.workspace import Workspace


def test_what_stands_beside_a_name_tells_namesakes_apart(workspace: Workspace) -> None:
    with workspace.change("Add") as edit:
        fjord, vela = edit.organisation("Fjord AB").id, edit.organisation("Vela").id
        numbers = [
            edit.add(Counterpart, name=name, organisation_id=firm).id
            for name, firm in (
                ("Thomas Meyer", fjord),
                ("Thomas meyer", vela),
                ("Thomas Meyer", vela),
                ("Thomas Meyer", None),
                ("Thomas Meyer", None),
                ("Ana Lima", fjord),
            )
        ]
        edit.add(ContactPoint, counterpart_id=numbers[2], kind=PointKind.PHONE, value="+1 555")
        edit.add(ContactPoint, counterpart_id=numbers[2], kind=PointKind.EMAIL, value="t@vela.x")
    names = workspace.names()
    words = told_apart(workspace, names)
    assert [words[number] for number in numbers] == [
        "Thomas Meyer, Fjord AB",
        "Thomas meyer, Vela",
        "Thomas Meyer, Vela, t@vela.x",
        f"Thomas Meyer (#{numbers[3]})",
        f"Thomas Meyer (#{numbers[4]})",
        "Ana Lima",
    ]
    assert told_apart(workspace, names, always=True)[numbers[5]] == "Ana Lima, Fjord AB"
    pair = [one for one in names if one.id in (numbers[0], numbers[3])]
    assert told_apart(workspace, pair)[numbers[3]] == f"Thomas Meyer (#{numbers[3]})"
    assert by_words(workspace)["Thomas Meyer, Fjord AB"] == numbers[0]
    assert {one.id for one in with_namesakes(names, numbers[:1])} == set(numbers[:5])
