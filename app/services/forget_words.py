"""What forgetting takes away, in sentences, the same in the window and in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from app.model.forgetting import CopyFound, Forgettable, Forgotten, Place
from app.model.texts import _, ngettext
from app.services.words import listed

_MOST_NAMED = 5

_KINDS: Final[Mapping[str, Callable[[int], str]]] = {
    "interaction": lambda n: ngettext("{n} entry", "{n} entries", n),
    "meeting": lambda n: ngettext("{n} meeting", "{n} meetings", n),
    "contact_point": lambda n: ngettext("{n} way to reach them", "{n} ways to reach them", n),
    "commonality": lambda n: ngettext("{n} thing in common", "{n} things in common", n),
    "interest": lambda n: ngettext("{n} interest", "{n} interests", n),
    "question": lambda n: ngettext("{n} question", "{n} questions", n),
    "promise": lambda n: ngettext("{n} promise", "{n} promises", n),
    "deal": lambda n: ngettext("{n} deal", "{n} deals", n),
    "verdict": lambda n: ngettext("{n} word of yours on it", "{n} words of yours on it", n),
    "pause": lambda n: ngettext("{n} pause", "{n} pauses", n),
    "attachment": lambda n: ngettext("{n} photo or file", "{n} photos and files", n),
    "relation": lambda n: ngettext("{n} tie to somebody", "{n} ties to somebody", n),
    "special_date": lambda n: ngettext("{n} day to remember", "{n} days to remember", n),
    "tag": lambda n: ngettext("{n} tag nobody else has", "{n} tags nobody else has", n),
    "import_mark": lambda n: ngettext("{n} imported record", "{n} imported records", n),
}


def warning() -> str:
    """The sentence that stands before everything else."""
    return _(
        "This is the one step that cannot be undone. Neither Undo nor the Trash brings a "
        "forgotten person back."
    )


def going(found: Forgettable) -> str:
    """What goes as a whole."""
    kinds = [_KINDS[table](n).format(n=n) for table, n in found.counts.items() if table in _KINDS]
    if found.drafts:
        n = found.drafts
        kinds.append(ngettext("{n} unfinished text", "{n} unfinished texts", n).format(n=n))
    if not kinds:
        return _("The profile goes, and nothing else is written about them.")
    return _("The profile goes, and with it {things}.").format(things=listed(kinds))


def sharing(found: Forgettable) -> str:
    """What others keep; empty when nobody else is touched."""
    n = found.shared
    if not n:
        return ""
    return ngettext(
        "{n} entry or meeting with others stays theirs; only this person is taken out of it.",
        "{n} entries or meetings with others stay theirs; only this person is taken out of them.",
        n,
    ).format(n=n)


def shared_files(found: Forgettable) -> str:
    """What stays of files on entries with others; empty for none."""
    n = found.shared_files
    if not n:
        return ""
    return ngettext(
        "{n} file on such an entry stays as it is: Kith does not look into it.",
        "{n} files on such entries stay as they are: Kith does not look into them.",
        n,
    ).format(n=n)


def remembering(found: Forgettable) -> str:
    """What becomes of the history."""
    n = found.steps
    told = ngettext(
        "{n} step of the history loses what it says of them.",
        "{n} steps of the history lose what they say of them.",
        n,
    ).format(n=n)
    line = _("One dated line stays: “One person forgotten”.")
    return f"{told} {line}" if n else line


def mentions(found: Forgettable) -> str:
    """How often others' texts name them."""
    n = len(found.places)
    return ngettext(
        "Also put “[forgotten]” where their name or address stands in {n} place of what you "
        "wrote about others.",
        "Also put “[forgotten]” where their name or address stands in {n} places of what you "
        "wrote about others.",
        n,
    ).format(n=n)


def word_mentions(found: Forgettable) -> str:
    """How often single words of the name stand there."""
    n = len(found.part_places)
    return ngettext(
        "Also put “[forgotten]” where only {words} stands in {n} place of what you wrote about "
        "others; it may mean somebody else.",
        "Also put “[forgotten]” where only {words} stands in {n} places of what you wrote about "
        "others; it may mean somebody else.",
        n,
    ).format(words=listed_or(sorted({place.named for place in found.part_places})), n=n)


def listed_or(words: list[str]) -> str:
    """ "“Dana” or “Okafor”"."""
    quoted = [f"“{word}”" for word in words[:_MOST_NAMED]]
    if len(quoted) < 2:
        return "".join(quoted)
    return _("{first} or {last}").format(first=", ".join(quoted[:-1]), last=quoted[-1])


def kept(found: Forgettable) -> str:
    """What stays in texts because it names somebody else as well; empty for nothing."""
    if not found.kept:
        return ""
    words = listed([f"“{word}”" for word in found.kept[:_MOST_NAMED]])
    return _("In texts {words} stays, because somebody else is named so as well.").format(
        words=words
    )


def organisations(found: Forgettable) -> str:
    """The offer about organisations nobody else belongs to."""
    names = listed([name for _number, name in found.organisations])
    return ngettext(
        "Also forget {names}, which nobody else belongs to.",
        "Also forget {names}, which nobody else belongs to.",
        len(found.organisations),
    ).format(names=names)


def copies(found: Forgettable) -> str:
    """The offer about backup copies."""
    n = len(found.copies_holding)
    return ngettext(
        "Also rewrite the {n} backup copy that holds them.",
        "Also rewrite the {n} backup copies that hold them.",
        n,
    ).format(n=n)


def staying_in_copies(found: Forgettable) -> str:
    """What it means to leave the copies as they are."""
    return ngettext(
        "Until you tick this they stay in that copy, and come back when it is restored.",
        "Until you tick this they stay in those copies, and come back when one is restored.",
        len(found.copies_holding),
    )


def staying_in_unread(found: Forgettable) -> str:
    """What it means to leave those nobody can look into."""
    return ngettext(
        "Until you tick this they may stay in that copy.",
        "Until you tick this they may stay in those copies.",
        len(found.copies_unread),
    )


def unread(found: Forgettable) -> str:
    """The offer about copies nobody can look into."""
    names = [_told(copy) for copy in found.copies_unread[:_MOST_NAMED]]
    return ngettext(
        "Also delete the {n} copy that cannot be rewritten: {names}",
        "Also delete the {n} copies that cannot be rewritten: {names}",
        len(found.copies_unread),
    ).format(n=len(found.copies_unread), names="; ".join(names))


def _told(copy: CopyFound) -> str:
    return f"{copy.path.name} ({copy.why.rstrip('.')})"


def outside() -> str:
    """What Kith cannot reach."""
    return _(
        "What you saved or sent elsewhere (briefings, exports, copies you made yourself) is not "
        "touched, and an address book imported again brings them back."
    )


def excerpt(place: Place) -> str:
    """A place on one line: whose text, and the words around the name."""
    who = listed(place.people) if place.people else _("nobody in particular")
    text = " ".join(f"{place.before}{place.named}{place.after}".split())
    return _("{who}: {text}").format(who=who, text=text)


def _what_goes(found: Forgettable) -> tuple[str, ...]:
    return (going(found), sharing(found), shared_files(found), remembering(found), kept(found))


def preview(found: Forgettable) -> Iterator[str]:
    """All of it, a sentence each."""
    yield _("Forget {name}?").format(name=found.name)
    yield warning()
    yield from filter(None, _what_goes(found))
    if found.places:
        yield mentions(found)
        yield from (f"  {excerpt(place)}" for place in found.places)
    if found.part_places:
        yield word_mentions(found)
        yield from (f"  {excerpt(place)}" for place in found.part_places)
    if found.organisations:
        yield organisations(found)
    if found.copies_holding:
        yield copies(found)
    if found.copies_unread:
        yield unread(found)
    yield outside()


def done(what: Forgotten) -> Iterator[str]:
    """What was done, a sentence each."""
    yield _("One person is forgotten. Nothing about them is left in this journal.")
    if not what.erased:
        yield _(
            "The freed pages could not be overwritten just now, because another program reads the "
            "journal or the disk is full; that is made up for when it is opened next."
        )
    for paths, one in (
        (what.rewritten, _("Rewritten: {names}")),
        (what.deleted, _("Deleted: {names}")),
    ):
        if paths:
            yield one.format(names=", ".join(path.name for path in paths))
    if what.left:
        names = "; ".join(_told(copy) if copy.why else copy.path.name for copy in what.left)
        yield _("These copies may still hold them: {names}").format(names=names)
