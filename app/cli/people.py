"""`kith person`: add, list and show."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from app.cli import shapes
from app.cli.answer import Answer, indented
from app.cli.desk import Desk
from app.model.belongings import Relation, SpecialDate
from app.model.people import Attention, ContactPoint, Counterpart, Kind, Organisation, PointKind
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services import day_words, words
from app.services.giving_out.fields import lines as said_of
from app.services.profile import Profile, profile
from app.services.standings import left_out_rows, people_rows

_FACTS = ("aliases", "pronoun", "birthday", "since", "connections", "closeness")


def add(desk: Desk, options: Namespace) -> Answer:
    """Add a person in one step; the journal is begun when there is none."""
    with desk.journal(begin=True) as workspace:
        fields = {
            "name": options.name,
            "kind": Kind(options.kind),
            "pronoun": options.pronoun,
            "rhythm": options.rhythm,
            "aliases": options.alias,
            "role": options.role,
            "how_met": options.how_met,
            "note": options.note,
            "since": options.since,
            "birthday": options.birthday,
        }
        if options.introduced_by:
            fields["introduced_by"] = workspace.person_named(options.introduced_by).id
        with workspace.change(_("Add {name}").format(name=options.name)) as edit:
            if options.organisation:
                fields["organisation_id"] = edit.organisation(options.organisation).id
            person = edit.add(Counterpart, **fields)
            for kind, value in ((PointKind.EMAIL, options.email), (PointKind.PHONE, options.phone)):
                if value:
                    edit.add(ContactPoint, counterpart_id=person.id, kind=kind, value=value)
            if options.tag:
                edit.tag(person, *options.tag)
        found = profile(workspace, person.id)
        return Answer(shapes.whole(found), (_("Added {name}.").format(name=person.name),))


def list_all(desk: Desk, options: Namespace) -> Answer:
    """Everyone by name, with what was last worked out about them; or those left out."""
    with desk.journal() as workspace:
        rows = left_out_rows(workspace) if options.left_out else people_rows(workspace)
        people = {person.id: person for person in workspace.people()}
        firms = {firm.id: firm for firm in workspace.find(Organisation)}
    data = []
    lines = []
    for row in rows:
        one = people[row.id]
        firm = firms.get(one.organisation_id) if one.organisation_id is not None else None
        data.append(
            {
                **shapes.person(one, firm),
                "contacts": row.contacts,
                "last_contact": shapes.day(row.last_contact),
                "states": [state.value for state in row.states] if row.states else None,
            }
        )
        apart = words.ATTENTION_WORDS[row.attention] if row.attention is not Attention.KEEP else ""
        lines.append(" · ".join(filter(None, (row.name, row.kind.value, row.organisation, apart))))
    count = len(rows)
    lines.append(ngettext("{n} person", "{n} people", count).format(n=count))
    return Answer(data, tuple(lines))


def show(desk: Desk, options: Namespace) -> Answer:
    """One person, whole."""
    with desk.journal() as workspace:
        found = profile(workspace, workspace.person_named(options.name).id)
        return Answer(shapes.whole(found), tuple(_told(found)))


def _told(found: Profile) -> list[str]:
    one = found.person
    place = found.organisation.name if found.organisation else ""
    lines = [one.name, ", ".join(filter(None, (one.kind.value, one.role, place)))]
    if found.introduced_by:
        lines.append(_("Introduced by {name}.").format(name=found.introduced_by.name))
    lines += [one.how_met] if one.how_met else []
    lines += [f"{point.kind.value}: {point.value}" for point in found.points]
    lines += _facts(found)
    lines.append(found.realness.record.sentence)
    lines += [found.side_by_side] if found.side_by_side else []
    groups = (
        (_("Note"), [one.note]),
        (_("How they like to talk"), [one.style]),
        (_("Watch out for"), [one.watch_outs]),
        (_("Relations"), [_tie(tie, found) for tie in found.relations]),
        (_("Days to remember"), [_remembered(day) for day in found.dates]),
        (_("Lately"), [_dated(e.when.date, e.headline) for e in found.lately]),
        (_("You share"), [c.text for c in found.same]),
        (_("You differ"), [c.text for c in found.different]),
        (_("What they want"), [i.text for i in found.interests]),
        (_("To ask"), [q.text for q in found.questions if q.state.value == "to ask"]),
        (_("Open promises"), [p.text for p in found.promises if p.state.value == "open"]),
        (_("Deals"), [", ".join(filter(None, (d.title, d.stage))) for d in found.deals]),
    )
    for title, group in groups:
        said = [indented(text) for text in group if text.strip()]
        if said:
            lines += ["", title, *said]
    return lines


def _facts(found: Profile) -> Iterator[str]:
    """What is short enough for a line of its own, each with its name."""
    one = found.person
    names = [*_FACTS]
    names += ["no_contact"] if one.no_contact else []
    names += ["attention"] if one.attention is not Attention.KEEP else []
    said = [*said_of("counterpart", one, names)]
    said += [(_("Keep in touch"), words.every_words(one)), (_("Tags"), ", ".join(found.tags))]
    yield from (f"{name}: {text}" for name, text in said if text)


def _tie(tie: Relation, found: Profile) -> str:
    name = found.relatives.get(tie.other_id or 0) or tie.name
    return " · ".join(filter(None, (": ".join(filter(None, (tie.what, name))), tie.note)))


def _remembered(day: SpecialDate) -> str:
    return " · ".join(filter(None, (_dated(day.day, day.what), day.note)))


def _dated(day: PartialDate, text: str) -> str:
    return f"{day_words.short_date(day)}  {text}".rstrip()
