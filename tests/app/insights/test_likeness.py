"""Who may be in the journal twice: pairs that are one person, and pairs that are two."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.insights.likeness import Ground, Pair, likeness, pairs
from app.insights.likeness_candidates import Known, Number, Someone, candidates
from app.insights.name_likeness import Fit, contradict, fit
from app.insights.naming import familiar, folded, name_of, organisation_of, same_number
from app.model.people import Pronoun
from app.model.values import PartialDate


def someone(number: int, line: str) -> Someone:
    """ "Name = alias / alias @ Organisation | mail, number, page, day or pronoun …"."""
    head, _bar, rest = line.partition("|")
    head, _at, firm = head.partition(" @ ")
    name, *aliases = (part.strip() for part in re.split(r"[=/]", head))
    values: dict[str, Any] = {"mails": [], "numbers": [], "pages": []}
    for word in rest.split():
        if word in ("she", "he", "they"):
            values["pronoun"] = Pronoun(word)
        elif re.fullmatch(r"(\d{4}|-)-\d\d-\d\d", word):
            values["birthday"] = PartialDate.parse(word)
        elif "/" in word:
            values["pages"].append(word)
        elif "@" in word:
            values["mails"].append(word)
        else:  # "+49…" is whole; "m" before it says that it is carried
            text = word.lstrip("m")
            whole = text if text.startswith("+") else ""
            values["numbers"].append(Number(text, whole, same_number(text), word[0] == "m"))
    return Someone(
        number,
        name,
        tuple(aliases),
        firm.strip(),
        tuple(values.pop("mails")),
        tuple(values.pop("numbers")),
        tuple(values.pop("pages")),
        **values,
    )


# Each pair is one person: what stands in two address books.
ONE = """
Rui Santos                         ; Rui Santos
Rui Santos                         ; Santos, Rui
Rui Santos                         ; Santos Rui
José García                        ; Jose Garcia
Tomás Beltrán @ Sur SA             ; TOMAS BELTRAN
Jörg Müller                        ; Joerg Mueller
Åsa Lindqvist                      ; Asa Lindqvist
Øystein Ødegård                    ; Oystein Odegaard
Ayşe Yılmaz                        ; Ayse Yilmaz
Nguyễn Thị Lan                     ; Nguyen Thi Lan
Łukasz Wójcik                      ; Lukasz Wojcik
Maeve O’Neill                      ; Maeve ONeill
Jean-Paul Garnier                  ; Jean Paul Garnier
Min-jun Kim                        ; Kim Minjun
Dr. Dana Okafor                    ; Dana Okafor
Ольга Ковальчук                    ; Olha Kovalchuk
Иван Петров                        ; Ivan Petrov
Νίκος Παππάς                       ; Nikos Pappas
ياسمين حداد                        ; Yasmin Haddad
שירה לוי                           ; Shira Levi
陳美玲                              ; 陈美玲
陳美玲                              ; Chen Meiling
田中健一                            ; 田中 健一
김서연                              ; Kim Seo-yeon
Bob Smith                          ; Robert Smith
Katie Byrne                        ; Katherine Byrne
Sasha Petrova                      ; Alexandra Petrova
Paco Ruiz                          ; Francisco Ruiz
Robert Smith = Bobbins             ; Bobbins Smith
Dana Okafor = Didi / Dana Eze       ; Eze Dana
John Smith                         ; John A. Smith
Maria R. Santos                    ; Maria Rosa Santos
Krzysztof Wojciechowski            ; Krzystof Wojciechowski
Jonathan Fairweather               ; Jonathon Fairweather
R. Santos @ Norte Freight          ; Rui Santos @ Norte Freight, Lda
Rui M. Santos @ Norte              ; R. Santos @ Norte
Priya Raghunathan @ Aster GmbH     ; Priya Ragunathan @ Aster
Lars Mikelsen | lars@nord.example  ; Lars Mikkelsen | l.m@nord.example
Tomás Beltrán | t@sur.example      ; Tomás Beltrán García | tb@sur.example
Maria Santos @ Norte               ; Maria da Silva Santos @ Norte
Dana @ Norte Freight               ; Dana Okafor @ Norte Freight
Anna Weber | anna@home.example     ; Anna Krüger | Anna@home.example
Chiara Rossi | chiara@mail.example ; Sunny | chiara@mail.example
C. Rossi | chiara@mail.example     ; Chiara Rossi | chiara@mail.example
Chiara Rossi | m+393331234567      ; Sunny | m+393331234567
Chiara Rossi | m+393331234567      ; Chiara R. | 3331234567
Dana Okafor | m+447700900123       ; Dana Eze | m+447700900123
Dana Okafor | in.example/in/dana   ; D. O. | IN.example/in/dana
Ana Ruiz | 1980-05-04              ; Anna Ruiz | --05-04
rui.santos@norte.example           ; Rui Santos
Jon Meyer @ Aster | j@aster.example; John Meyer @ Aster AG
Kim Lee | 1980-05-04               ; Kim Lee | 1980
"""

# Each pair is two people, however much they have in common.
TWO = """
Rui Santos                         ; Ana Santos
Rui Santos                         ; Rui Pinto
Maria Santos | she                 ; Mario Santos | he
Maria Santos                       ; Mario Santos
Anna Berg                          ; Anne Berg
Jan Novak                          ; Jana Novak
Valentin Popescu                   ; Valentina Popescu
Johannes Weber                     ; Johanna Weber
Jonas Meyer                        ; Jonas Meier
Lena Hansen                        ; Lena Jansen
John Smith                         ; John Smith Jr.
Dana Okafor 12                     ; Dana Okafor 13
Rui Santos | 1980-05-04            ; Rui Santos | 1991-02-11
Rui Santos | --05-04               ; Rui Santos | 1991-05-06
R. Santos @ Norte                  ; Ana Santos @ Norte
R. Santos                          ; R. Santos
R. Santos                          ; Rui Santos
R. Santos @ Norte                  ; Rui Santos @ Sur
José García                        ; José García Moreno
Dana                               ; Dana Okafor
Dana                               ; Dana
Dana @ Norte                       ; Dana Okafor @ Sur
Priya Raghunathan @ Aster          ; Omar Aziz @ Aster
Rui Santos | info@norte.example    ; Ana Pinto | info@norte.example
Rui Santos | office1@norte.example ; Sunny | office1@norte.example
Rui Santos | familie.s@gmx.de      ; Ana Santos | familie.s@gmx.de
Maria Santos | maria@home.example  ; Paulo Santos | maria@home.example
Tom Baker | tom@firm.example       ; Lisa Young | tom@firm.example
Rui Santos | +351213000111         ; Ana Pinto | +351213000111
Rui Santos | +351213000111         ; Sunny | +351213000111
Maria Santos | m+351912345678      ; Paulo Santos | m+351912345678
Chiara Rossi | m+393331234567      ; Sunny | m+493331234567
Rui Santos | rui@gmail.com         ; Ruy Santus | ruy@gmail.com
Rui Santos | r@norte.example       ; Ana Pinto | a@norte.example
陳美玲                              ; 陳美麗
陳美玲                              ; 陳志明
田中健一                            ; 田中健二
김서연                              ; 김서준
Ольга Ковальчук                    ; Ольга Коваленко
Иван Петров                        ; Pavel Petrov
ياسمين حداد                        ; Nasser Haddad
Bob Smith                          ; Bill Smith
Robert Smith                       ; Richard Smith
Maria Santos @ Norte               ; Mario Santos @ Norte
Jan Novak @ Aster                  ; Jana Novak @ Aster
Ann Li @ Aster                     ; Ann Lu @ Aster
A. B. @ Aster                      ; Anna Berg @ Aster
Hans Bauer                         ; Hannes Bauernfeind
Ines Moreira @ Norte               ; Ines Ferreira @ Norte
Norte Freight @ Norte Freight      ; Rui Santos @ Norte Freight
Ana & Rui Santos | as@mail.example ; Rui Santos | as@mail.example
Ana und Rui Santos | +351213000111 ; Ana Santos | +351213000111
"""


def table(text: str) -> list[tuple[str, str]]:
    rows = (line.split(";") for line in text.strip().splitlines())
    return [(one.strip(), other.strip()) for one, other in rows]


@pytest.mark.parametrize(("one", "other"), table(ONE))
def test_one_person_is_found(one: str, other: str) -> None:
    found = likeness(someone(1, one), someone(2, other))
    assert found is not None
    assert found.reasons
    again = likeness(someone(2, one), someone(1, other))
    assert again is not None
    assert again.weight == found.weight


@pytest.mark.parametrize(("one", "other"), table(TWO))
def test_two_people_are_left_alone(one: str, other: str) -> None:
    assert likeness(someone(1, one), someone(2, other)) is None
    assert likeness(someone(2, one), someone(1, other)) is None


def test_among_others_each_pair_of_the_table_is_found_and_no_other() -> None:
    """All examples in one journal: what belongs together is told apart from all the rest."""
    lines = [one for row in table(ONE) for one in row]
    rows = [someone(number, line) for number, line in enumerate(lines, 1)]
    found = {(pair.one, pair.other) for pair in pairs(rows)}
    expected = {(number, number + 1) for number in range(1, len(rows), 2)}
    missed = [lines[one - 1] for one, _other in sorted(expected - found)]
    # In a crowd an initial may stand for several: those pairs are left out on purpose.
    assert [line for line in missed if not re.match(r"(\w\. |Rui M)", line)] == []


def named(pair: Pair | None) -> list[Ground]:
    assert pair is not None
    return [reason.ground for reason in pair.reasons]


def test_reasons_come_with_both_values_the_weightiest_first() -> None:
    pair = likeness(
        someone(1, "Rui Santos @ Norte Lda | rui@norte.example 912345678"),
        someone(2, "R. Santos @ NORTE | Rui@Norte.example m+351912345678"),
    )
    assert pair is not None
    assert [(r.ground, r.one, r.other, r.fit) for r in pair.reasons] == [
        (Ground.MAIL, "rui@norte.example", "Rui@Norte.example", None),
        (Ground.NUMBER, "912345678", "+351912345678", None),
        (Ground.NAME, "Rui Santos", "R. Santos", Fit.INITIAL),
        (Ground.ORGANISATION, "Norte Lda", "NORTE", None),
        (Ground.HOUSE, "norte.example", "norte.example", None),
    ]


def test_the_likeliest_pairs_come_first() -> None:
    rows = [
        someone(1, "Bob Smith"),
        someone(2, "Robert Smith"),
        someone(3, "Ana Pinto | ana@mail.example"),
        someone(4, "Pinto Ana | ana@mail.example"),
        someone(5, "Åsa Lind"),
        someone(6, "Asa Lind"),
    ]
    assert [(p.one, p.other) for p in pairs(rows)] == [(3, 4), (5, 6), (1, 2)]


def test_pairs_known_to_be_two_are_left_out() -> None:
    rows = [someone(number, "Rui Santos") for number in (1, 2, 3)]
    assert [(p.one, p.other) for p in pairs(rows, [(1, 3)])] == [(1, 2), (2, 3)]


def test_an_initial_that_may_mean_two_says_nothing() -> None:
    rows = [
        someone(1, "R. Santos @ Norte"),
        someone(2, "Rui Santos @ Norte"),
        someone(3, "Rosa Santos @ Norte"),
    ]
    assert pairs(rows) == []


def test_an_address_or_a_number_of_many_is_one_of_a_house() -> None:
    names = ("Rui Santos", "Ana Pinto", "Sunny", "Omar Aziz", "Didi")
    mails = [someone(n, f"{name} | sales.team@norte.example") for n, name in enumerate(names)]
    assert pairs(mails) == []
    numbers = [someone(n, f"{name} | m+351912345678") for n, name in enumerate(names)]
    assert pairs(numbers) == []


def test_one_person_in_four_address_books_does_not_make_a_crowd() -> None:
    rows = [someone(n, "Rui Santos | rui@norte.example") for n in range(4)]
    found = pairs(rows)
    assert len(found) == 6
    assert all(named(pair)[0] is Ground.MAIL for pair in found)


def test_a_first_name_of_hundreds_in_two_scripts_does_not_set_all_against_all() -> None:
    letters = "bdfgklmnprtvz"
    names = [f"{a}a{b}e{c}ov" for a in letters for b in letters for c in letters[:3]][:300]
    cyrillic = dict(zip("abdefgklmnoprtvz", "абдефгклмнопртвз", strict=True))
    people = [Someone(n, f"Anna {name.title()}") for n, name in enumerate(names)]
    people += [
        Someone(1000 + n, "Анна " + "".join(map(cyrillic.__getitem__, name)).title())
        for n, name in enumerate(names)
    ]
    known = [Known(one) for one in people]
    assert len(candidates(known, lambda _done, _whole: None)) < 30_000  # of 90,000 between them
    found = {(pair.one, pair.other) for pair in pairs(people)}
    assert found >= {(n, 1000 + n) for n in range(len(names))}


def test_the_work_can_be_stopped() -> None:
    class StoppedError(Exception):
        pass

    heard = []

    def going_on(done: int, whole: int) -> None:
        heard.append((done, whole))
        if len(heard) == 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        pairs([someone(1, "Rui Santos"), someone(2, "Rui Santos")], (), going_on)
    assert heard == [(0, 4), (2, 3)]


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Rui Santos", "Santos Rui", Fit.SAME),
        ("Ольга Ковальчук", "Olga Kovalchuk", Fit.SCRIPT),
        ("John Smith", "John A. Smith", Fit.MIDDLE),
        ("Bob Smith", "Robert Smith", Fit.FAMILIAR),
        ("Jonathan Fairweather", "Jonathon Fairweather", Fit.CLOSE),
        ("José García", "José García Moreno", Fit.LONGER),
        ("Bob Smith", "Robert James Smith", Fit.LONGER),
        ("Ana Ruiz", "Anna Ruis", Fit.NEAR),
        ("R. Santos", "Rui Santos", Fit.INITIAL),
        ("R. Santos", "Santos, R", Fit.INITIAL),
        ("Dana", "Dana Okafor", Fit.PART),
        ("Rui Santos", "Omar Aziz", None),
        ("Rui", "", None),
        ("!", "?", None),
        ("Rui Santos 2", "Rui Santos", None),
        ("Ana & Rui Santos", "Rui Santos", None),
        ("Ana & Rui Santos", "Rui & Ana Santos", Fit.SAME),
        ("Ana & Rui Santos", "Ana and Rui Santos", Fit.LONGER),
        ("José Ortega y Gasset", "José Ortega", Fit.LONGER),
    ],
)
def test_how_names_go_together(one: str, other: str, wanted: Fit | None) -> None:
    assert fit(name_of(one), name_of(other)) is wanted
    assert fit(name_of(other), name_of(one)) is wanted


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Maria Santos", "Paulo Santos", True),
        ("Anna Weber", "Anna Krüger", False),
        ("Weber Anna", "Anna Krüger", False),
        ("Tom Baker", "Lisa Young", True),
        ("Sunny", "Chiara Rossi", False),
        ("Rui Santos", "Руслан Иванов", False),
        ("Rui Santos", "Rui Santos", False),
        ("Rui Santos II", "Rui Santos III", True),
        ("Anna & Paul Weber", "Paul Weber", True),
        ("Anna+Paul Weber", "Anna", True),
        ("Anna et Paul Weber", "Weber, Anna & Paul", False),
        ("Andrea Weber", "Sandra Weber-Land", True),
    ],
)
def test_names_that_are_of_two_people(one: str, other: str, wanted: bool) -> None:
    assert contradict(name_of(one), name_of(other)) is wanted


def test_forms_under_which_names_and_firms_compare() -> None:
    assert folded("Dr. Santos, RUI") == folded("rui santos") == "rui santos"
    assert organisation_of("Norte Freight, Lda.") == organisation_of("NORTE FREIGHT") != ""
    assert organisation_of("GmbH") == "gmbh"
    assert "robert" in familiar("bob")
    assert same_number("+351 912 345 678") == same_number("912345678")
    assert same_number("12345") == ""
