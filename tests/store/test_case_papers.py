"""The papers of a case as the record has them."""

from datetime import date

from factories import HISTORIES, REPLIED, Office

from workflow.rules.record.case import Case
from workflow.store.case_papers import CasePapers, case_papers


def papers(office: Office, case: Case) -> CasePapers:
    with office.store.reading() as connection:
        return case_papers(connection, case.id)


def test_letters_say_how_they_went_and_by_whom_they_were_signed(office: Office) -> None:
    kept = papers(office, office.case(HISTORIES["written about"]))
    (letter,) = kept.letters
    assert (letter.no, letter.kind, letter.way, letter.proof) == (1, "notice", "post", "EMS 2")
    assert (letter.dispatched_on, letter.served_on, letter.served_proof) == (date(2026, 3, 3), date(2026, 3, 5), "回执")
    assert (letter.signer, letter.void) == ("intake", False)
    assert [(file.no, file.name, file.adder) for file in kept.files] == [(1, "附件.pdf", "intake")]
    assert kept.handler == "caseworker"


def test_what_was_sent_back_is_void_and_stays(office: Office) -> None:
    kept = papers(office, office.case(HISTORIES["sent back"]))
    assert [(letter.no, letter.void) for letter in kept.letters] == [(1, True)]
    assert [(review.items, review.void) for review in kept.reviews] == [((1, 2), True), ((1, 2), False)]
    assert [decided.void for decided in kept.decisions] == [True, False]


def test_answers_and_silence_of_those_who_were_asked(office: Office) -> None:
    (answer,) = papers(office, office.case(HISTORIES["consulted and answered"])).answers
    assert (answer.name, answer.effect, answer.on, answer.answered) == ("某公司", "refuse", date(2026, 3, 10), True)
    (silence,) = papers(office, office.case(HISTORIES["consulted and silent"])).answers
    assert (silence.party, silence.effect, silence.answered) == ("co_producer", "consent", False)
    assert papers(office, office.case(HISTORIES["put right"])).answers == []


def test_the_day_of_payment(office: Office) -> None:
    assert papers(office, office.case(HISTORIES["charged and paid"])).paid_on == date(2026, 3, 20)
    assert papers(office, office.case(HISTORIES["charged and lapsed"])).paid_on is None


def test_proceedings_stand_in_the_order_of_their_numbers(office: Office) -> None:
    case = office.case(REPLIED)
    for _ in range(11):
        case = office.take(case, "file_proceeding", "2026-04-01")
    assert [one.no for one in papers(office, case).proceedings] == list(range(1, 12))


def test_a_case_of_another_has_none_of_these(office: Office) -> None:
    office.case(HISTORIES["written about"])
    assert papers(office, office.register()) == CasePapers([], [], [], [], [], [], None, "")
