"""What is known of a contact beyond its name: lines of the note, promises, days to remember."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.exchange.monica.account import Contact, Values
from app.exchange.monica.values import day, line, moment, number, text, truth
from app.model.imports import ReadDate, ReadDebt, ReadPromise
from app.model.records import PromiseState, Side
from app.model.texts import _, ngettext
from app.model.values import PartialDate

_CLEAR = frozenset({"M", "F", "U", "N", ""})


@dataclass
class Facts:
    """Gathered while a contact is read."""

    lines: list[str] = field(default_factory=list)
    promises: list[ReadPromise] = field(default_factory=list)
    dates: list[ReadDate] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def line(self, words: str) -> None:
        """One more line of the note."""
        if words and words not in self.lines:
            self.lines.append(words)

    def note(self) -> str:
        """The lines, one below the other."""
        return "\n".join(self.lines)


def facts_of(contact: Contact, home: ZoneInfo | None, last_day: str) -> Facts:
    """Everything a contact's page says that is no contact with them."""
    facts = Facts()
    said = contact.said
    food = text(said.get("food_preferences"))
    facts.line(food and _("Food: {words}").format(words=food))
    gender = said.get("gender")
    if isinstance(gender, dict) and line(gender.get("type")).upper() not in _CLEAR:
        name = line(gender.get("name"))
        facts.line(name and _("Gender: {name}").format(name=name))
    for pet in contact.things.get("pet", []):
        facts.line(_pet(pet))
    for work in contact.things.get("occupation", []):
        facts.line(_work(work))
    for gift in contact.things.get("gift", []):
        if not gift_moment(gift, home):
            facts.line(gift_words(gift))
    for task in contact.things.get("task", []):
        facts.promises += _task(task, home)
    for debt in contact.things.get("debt", []):
        facts.promises += _debt(debt, home)
    for reminder in contact.things.get("reminder", []):
        _reminder(facts, reminder, last_day)
    return facts


def fuller_lines(contact: Contact, forms: Collection[str]) -> Iterator[tuple[str, str]]:
    """Lines of the note that only the other export tells in full, with a pattern of each there.

    The SQL export has no kinds of pets and counts amounts in cents, the JSON export has no earlier
    work.
    """
    if "sql" not in forms:
        yield "", re.escape(_("Work: {words}").format(words="")) + ".+"
    if "json" not in forms:
        for pet in contact.things.get("pet", []):
            yield _pet(pet), re.escape(_pet(pet)) + ", .+"
        for gift in contact.things.get("gift", []):
            yield gift_words(gift), gift_pattern(gift)


def gift_pattern(gift: Values) -> str:
    """A gift in one line, as the JSON export tells it where the SQL export is read."""
    amount, raw = amount_of(gift), line(gift.get("raw_amount"))
    words = gift_words(gift)
    if not amount or not raw or line(gift.get("amount")):
        return re.escape(words)
    before, _rough, after = words.partition(amount)
    like = "|".join(_other_amounts(raw, is_rough=True))
    return f"{re.escape(before)}(?:{like}){re.escape(after)}"


def _pet(pet: Values) -> str:
    name, kind = line(pet.get("name")), line(pet.get("category")).lower()
    if name and kind:
        return _("Pet: {name}, {kind}").format(name=name, kind=kind)
    return _("Pet: {name}").format(name=name or kind) if name or kind else ""


def _work(work: Values) -> str:
    what = ", ".join(filter(None, (line(work.get("title")), line(work.get("company")))))
    start, end = day(work.get("start_date")), day(work.get("end_date"))
    since = str(start) if start else ""
    until = str(end) if end else ""
    when = _("{start} to {end}").format(start=since, end=until) if since and until else ""
    when = when or (since and _("since {day}").format(day=since))
    when = when or (until and _("until {day}").format(day=until))
    told = "; ".join(filter(None, (what, when, line(work.get("description")))))
    return told and _("Work: {words}").format(words=told)


def gift_moment(gift: Values, home: ZoneInfo | None) -> bool:
    """Whether a gift was given or received on a day the file names."""
    return line(gift.get("status")).lower() in ("offered", "received") and bool(
        moment(gift.get("date"), home)
    )


def gift_words(gift: Values) -> str:
    """A gift in one line."""
    heads = {
        "offered": _("Gift given: {what}"),
        "received": _("Gift received: {what}"),
    }
    head = heads.get(line(gift.get("status")).lower(), _("Gift idea: {what}"))
    parts = [line(gift.get("name")), amount_of(gift), line(gift.get("comment"))]
    what = ", ".join(filter(None, (*parts, line(gift.get("url")))))
    return head.format(what=what) if what else ""


def amount_of(thing: Values) -> str:
    """An amount with its currency, as far as the file says which."""
    currency = thing.get("currency")
    if isinstance(currency, dict):
        currency = currency.get("iso") or currency.get("symbol")
    sign = line(currency) if isinstance(currency, str) and not currency.isdecimal() else ""
    amount = line(thing.get("amount"))
    if not amount:
        # The SQL export counts in the smallest unit of a currency it does not name.
        raw = line(thing.get("raw_amount"))
        return _("{amount} in the smallest unit").format(amount=raw) if raw.strip("0") else ""
    return f"{amount} {sign}".strip()


def _day_of(value: object, home: ZoneInfo | None) -> PartialDate | None:
    found = moment(value, home)
    return found.date if found else None


def _task(task: Values, home: ZoneInfo | None) -> Iterator[ReadPromise]:
    words = ": ".join(filter(None, (line(task.get("title")), text(task.get("description")))))
    if words:
        done = truth(task.get("completed"))
        yield ReadPromise(
            words,
            Side.ME,
            made_on=_day_of(task.get("created_at"), home),
            state=PromiseState.KEPT if done else PromiseState.OPEN,
            settled_on=_day_of(task.get("completed_at"), home) if done else None,
        )


def _debt(debt: Values, home: ZoneInfo | None) -> Iterator[ReadPromise]:
    mine = debt.get("in_debt")
    if mine is None:
        return
    owed = _owed(debt)
    ended = line(debt.get("status")).lower() == "complete"
    yield ReadPromise(
        ": ".join(filter(None, (owed.head, owed.reason))),
        Side.ME if mine else Side.THEM,
        made_on=_day_of(debt.get("created_at"), home),
        state=PromiseState.KEPT if ended else PromiseState.OPEN,
        debt=owed,
    )


def _owed(debt: Values) -> ReadDebt:
    amount, reason = amount_of(debt), text(debt.get("reason"))
    if not amount:
        return ReadDebt(_("Pay back what is owed"), reason, "", is_rough=False)
    is_rough = not line(debt.get("amount"))
    like = "|".join(
        _other_amounts(line(debt.get("raw_amount" if is_rough else "amount")), is_rough)
    )
    around = re.escape(_("Pay back {amount}")).split(re.escape("{amount}"))
    return ReadDebt(
        _("Pay back {amount}").format(amount=amount), reason, f"(?:{like})".join(around), is_rough
    )


def _other_amounts(amount: str, is_rough: bool) -> Iterator[str]:
    """Patterns of an amount as the other of the two exports writes it, its currency being unknown.

    The SQL export counts in cents, the JSON export in units: of 100, of 1000, or undivided.
    """
    if not re.fullmatch(r"\d{1,15}(?:\.\d{1,6})?", amount):
        return
    for places in (2, 0, 3):
        other = Decimal(amount).scaleb(-places if is_rough else places)
        plain = f"{other.normalize():f}"
        if is_rough:
            yield from (rf"{re.escape(one)}(?: \S+)?" for one in (plain, f"{other:.2f}"))
        elif "." not in plain:
            yield re.escape(_("{amount} in the smallest unit").format(amount=plain))


def _reminder(facts: Facts, reminder: Values, last_day: str) -> None:
    """Yearly ones are days to remember, one still ahead a promise; the rest stay as words."""
    title = line(reminder.get("title"))
    if not title or truth(reminder.get("delible")) is False:
        return  # Monica adds one to each birthday by itself
    when, more = day(reminder.get("initial_date")), text(reminder.get("description"))
    often = line(reminder.get("frequency_type")).lower()
    every = number(reminder.get("frequency_number")) or 1
    if when is not None and often == "year" and every == 1:
        facts.dates.append(ReadDate(title, when, more))
    elif when is not None and often == "one_time" and str(when) > last_day:
        words = ": ".join(filter(None, (title, more)))
        facts.promises.append(ReadPromise(words, Side.ME, due=when))
    else:
        told = ": ".join(filter(None, (title, more)))
        spoken = _rhythm(often, every)
        since = _("from {day}").format(day=when) if when else ""
        parts = filter(None, (told, spoken, since))
        facts.line(_("Reminder: {words}").format(words=", ".join(parts)))


def _rhythm(often: str, every: int) -> str:
    words = {
        "week": ngettext("every week", "every {n} weeks", every),
        "month": ngettext("every month", "every {n} months", every),
        "year": ngettext("every year", "every {n} years", every),
    }
    return words[often].format(n=every) if often in words else ""
