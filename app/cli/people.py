"""`kith person`: add, list and show."""

from __future__ import annotations

from argparse import Namespace

from app.cli import shapes
from app.cli.answer import Answer
from app.cli.desk import Desk
from app.model.people import Attention, ContactPoint, Counterpart, Kind, Organisation, PointKind
from app.model.texts import _, ngettext
from app.model.values import PartialDate
from app.services import day_words, words
from app.services.profile import Profile, profile
from app.services.standings import left_out_rows, people_rows


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
    lines.append(found.realness.record.sentence)
    lines += [found.side_by_side] if found.side_by_side else []
    groups = (
        (_("Lately"), [_dated(e.when.date, e.headline) for e in found.lately]),
        (_("You share"), [c.text for c in found.same]),
        (_("You differ"), [c.text for c in found.different]),
        (_("What they want"), [i.text for i in found.interests]),
        (_("To ask"), [q.text for q in found.questions if q.state.value == "to ask"]),
        (_("Open promises"), [p.text for p in found.promises if p.state.value == "open"]),
        (_("Deals"), [", ".join(filter(None, (d.title, d.stage))) for d in found.deals]),
    )
    for title, group in groups:
        if group:
            lines += ["", title, *(f"  {text}" for text in group)]
    return lines


def _dated(day: PartialDate, text: str) -> str:
    return f"{day_words.short_date(day)}  {text}".rstrip()
