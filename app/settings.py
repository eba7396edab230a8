"""Every setting, declared once: its key, type, default, title and help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from app.model.errors import InputError
from app.model.texts import _

Value = bool | int | float | str


class Scope(StrEnum):
    """Where a setting lives: with the journal, or on this computer."""

    JOURNAL = "journal"
    COMPUTER = "computer"


EVERYTHING = "everything"
AS_THE_REST = "as the rest"
SHEET_DUE, SHEET_SAVED, SHEET_DECLINED = "not saved yet", "saved", "do not ask"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; numbers carry their smallest and largest allowed value."""

    key: str
    default: Value
    title: str
    help: str
    scope: Scope = Scope.JOURNAL
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    def read(self, text: str) -> Value:
        """The value a text stands for.

        Raises:
            InputError: the text is not such a value, or out of range.
        """
        advice = _("{title} takes {what}.").format(title=self.title, what=self._what())
        wrong = InputError(_("“{text}” does not fit here.").format(text=text[:40]), advice)
        if isinstance(self.default, bool):
            if text.lower() not in {"true", "false", "1", "0"}:
                raise wrong
            return text.lower() in {"true", "1"}
        if isinstance(self.default, str):
            if self.choices and text not in self.choices:
                raise wrong
            return text
        try:
            number = type(self.default)(text)
        except ValueError:
            raise wrong from None
        if not (self.low or 0) <= number <= (self.high if self.high is not None else number):
            raise wrong
        return number

    def _what(self) -> str:
        if isinstance(self.default, bool):
            return _("yes or no")
        if self.choices:
            return ", ".join(self.choices)
        if isinstance(self.default, str):
            return _("text")
        return _("a number from {low} to {high}").format(low=self.low, high=self.high)


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of the findings. They are choices of ours, not results of research."""

    conversation_gap_hours: int = 72
    unanswered_days: int = 14
    window_months: int = 12
    window_openings: int = 20
    seasonal_window_months: int = 25
    one_sided_share: float = 0.75
    agenda_share: float = 0.75
    least_days_after: int = 60
    most_days_after: int = 800
    sureness: float = 0.80
    least_openings: int = 6
    least_answers: int = 4
    least_depths: int = 6
    least_asks: int = 4
    least_promises: int = 4
    least_interests: int = 3
    least_talks: int = 4
    new_days: int = 60
    new_conversations: int = 4
    due_factor: float = 1.5
    quiet_factor: float = 3.0
    dormant_years: int = 3


SETTINGS: tuple[Setting, ...] = (
    Setting("my_name", "", _("Your name"), _("Used where a sentence or an import must know you.")),
    Setting(
        "my_addresses",
        "",
        _("Your e-mail addresses"),
        _("Separated by commas. An import needs them to tell you from the people you met."),
    ),
    Setting(
        "phone_country",
        "",
        _("Country of phone numbers"),
        _(
            "Two letters, such as DE or PT: a phone number without a country is read as one of "
            "there. Empty: the country that most of your numbers name, else that of the computer."
        ),
    ),
    Setting(
        "paper",
        "a4",
        _("Paper"),
        _("The sheet a briefing is set on."),
        choices=("a4", "letter"),
    ),
    Setting(
        "history_keep",
        EVERYTHING,
        _("Keep the history for"),
        _(
            "Older steps forget what they changed, once a day. They can then no longer be undone, "
            "what they deleted leaves the Trash, and “as it was” does not reach back before them."
        ),
        choices=(EVERYTHING, "5 years", "2 years", "1 year"),
    ),
    Setting(
        "history_keep_imports",
        AS_THE_REST,
        _("Keep the history of imports for"),
        _(
            "Imports are the largest steps. One that has forgotten what it changed cannot be "
            "undone, and neither can anything done before it."
        ),
        choices=(AS_THE_REST, "1 year", "1 month"),
    ),
    Setting(
        "file_limit_mb",
        25,
        _("Largest file (MB)"),
        _("Photos and files live inside the journal; one that is larger than this is refused."),
        low=1,
        high=200,
    ),
    Setting(
        "files_heavy_mb",
        500,
        _("Say when all files have (MB)"),
        _("Every copy of the journal is as large as its files; from here on Kith says so."),
        low=10,
        high=100_000,
    ),
    Setting(
        "theme",
        "system",
        _("Appearance"),
        _("Light, dark, or whatever the computer uses."),
        Scope.COMPUTER,
        choices=("system", "light", "dark"),
    ),
    Setting(
        "text_scale",
        1.0,
        _("Text size"),
        _("100 % is the size of the computer's own interface text."),
        Scope.COMPUTER,
        0.8,
        2.0,
    ),
    Setting(
        "last_journal",
        "",
        _("Last journal"),
        _("The file Kith opens when it starts."),
        Scope.COMPUTER,
    ),
    Setting(
        "backup_folder",
        "",
        _("Second folder for copies"),
        _("A stick or a folder that is carried elsewhere; every copy is put there as well."),
    ),
    Setting(
        "auto_lock_minutes",
        10,
        _("Lock after (minutes)"),
        _("With no key and no mouse for this long, a protected journal is locked. 0 is never."),
        low=0,
        high=240,
    ),
    Setting(
        "lock_with_screen",
        True,
        _("Lock with the screen"),
        _("Also when the desktop locks its screen or the computer goes to sleep."),
    ),
    Setting(
        "recovery_sheet",
        SHEET_DUE,
        _("Recovery sheet"),
        _("Until it is saved, Kith reminds of it once each time a protected journal is opened."),
        choices=(SHEET_DUE, SHEET_SAVED, SHEET_DECLINED),
    ),
    Setting(
        "recent_journals",
        True,
        _("Remember recent journals"),
        _("Keeps where the journals lie that were opened lately, to open them again."),
        Scope.COMPUTER,
    ),
    Setting(
        "title_names_journal",
        True,
        _("Journal’s name in the title"),
        _("The window’s title names the file. Nobody you know is ever named there."),
        Scope.COMPUTER,
    ),
    Setting(
        "conversation_gap_hours",
        72,
        _("Same conversation within (hours)"),
        _("Contacts closer together than this count as one conversation."),
        low=1,
        high=720,
    ),
    Setting(
        "unanswered_days",
        14,
        _("Not answered after (days)"),
        _("An imported message without a reply for this long counts as not answered."),
        low=1,
        high=90,
    ),
    Setting(
        "window_months",
        12,
        _("Look back (months)"),
        _("The second and third test look at this stretch, or further for the openings below."),
        low=1,
        high=120,
    ),
    Setting(
        "window_openings",
        20,
        _("Look back (openings)"),
        _("The tests reach back at least this many openings."),
        low=6,
        high=200,
    ),
    Setting(
        "seasonal_window_months",
        25,
        _("Look back, seasonal (months)"),
        _("For people you meet in season, the stretch the tests look at."),
        low=12,
        high=60,
    ),
    Setting(
        "one_sided_share",
        0.75,
        _("One-sided from (share)"),
        _("A side that opens more than this share is said to carry it."),
        low=0.55,
        high=0.95,
    ),
    Setting(
        "agenda_share",
        0.75,
        _("All agenda from (share)"),
        _("A side that asks in more than this share of its openings is said to come for a reason."),
        low=0.55,
        high=0.95,
    ),
    Setting(
        "least_days_after",
        60,
        _("After a deal, at least (days)"),
        _("The first test waits two rhythms after a deal, and never less than this."),
        low=30,
        high=365,
    ),
    Setting(
        "most_days_after",
        800,
        _("After a deal, at most (days)"),
        _("The first test waits two rhythms after a deal, and never more than this."),
        low=60,
        high=1500,
    ),
    Setting(
        "sureness",
        0.80,
        _("Sure enough at"),
        _("A test answers only when its answer is at least this likely."),
        low=0.6,
        high=0.99,
    ),
    Setting(
        "least_openings",
        6,
        _("Openings needed"),
        _("Fewer openings than this, and the second test says so instead of answering."),
        low=3,
        high=50,
    ),
    Setting(
        "least_answers",
        4,
        _("Answers needed"),
        _("Fewer messages than this, and answering is not judged."),
        low=2,
        high=50,
    ),
    Setting(
        "least_depths",
        6,
        _("Depths needed"),
        _("Fewer conversations with a depth than this, and depth is not judged."),
        low=3,
        high=50,
    ),
    Setting(
        "least_asks",
        4,
        _("Asks needed"),
        _("Fewer openings with the ask filled in than this, and that side is not judged."),
        low=2,
        high=50,
    ),
    Setting(
        "least_promises",
        4,
        _("Promises needed"),
        _("Fewer due promises than this, and reliability stays silent."),
        low=1,
        high=50,
    ),
    Setting(
        "least_interests",
        3,
        _("Interests needed"),
        _("Fewer noted interests than this, and commitment stays silent."),
        low=1,
        high=50,
    ),
    Setting(
        "least_talks",
        4,
        _("Real talks needed"),
        _("Fewer substantive talks than this, and respect for contributions stays silent."),
        low=1,
        high=50,
    ),
    Setting(
        "new_days",
        60,
        _("New for (days)"),
        _("A relationship younger than this is too early to judge."),
        low=0,
        high=365,
    ),
    Setting(
        "new_conversations",
        4,
        _("New below (conversations)"),
        _("With fewer conversations than this it is too early to judge."),
        low=1,
        high=50,
    ),
    Setting(
        "due_factor",
        1.5,
        _("Due after (rhythms)"),
        _("Contact is due when this many rhythms have passed."),
        low=1.0,
        high=5.0,
    ),
    Setting(
        "quiet_factor",
        3.0,
        _("Quiet after (rhythms)"),
        _("A relationship is called quiet when this many rhythms have passed."),
        low=1.5,
        high=10.0,
    ),
    Setting(
        "dormant_years",
        3,
        _("Dormant after (years)"),
        _("After this long without contact a tie is called dormant, never lost."),
        low=1,
        high=20,
    ),
)

BY_KEY: Mapping[str, Setting] = {setting.key: setting for setting in SETTINGS}


def policy_from(values: Mapping[str, Value]) -> Policy:
    """The thresholds as this journal sets them."""
    names = {field.name for field in fields(Policy)}
    return Policy(**{key: value for key, value in values.items() if key in names})  # type: ignore[arg-type]
