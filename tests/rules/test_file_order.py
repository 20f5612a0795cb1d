"""The order of the papers in a case file."""

import pytest

from letters.catalogue import LISTED
from workflow.rules.file_order import Section, section_of_document, section_of_file


@pytest.mark.parametrize(
    ("listed", "section"),
    [
        ("A1", Section.APPLICATION),
        ("A6", Section.RECEIPT),
        ("B1", Section.CORRECTION),
        ("B3", Section.REPLY),
        ("B4", Section.EXTENSION),
        ("C1", Section.CONSULTATION),
        ("C7", Section.SEARCH),
        ("C8", Section.SECRECY),
        ("C10", Section.APPROVAL),
        ("C12", Section.PROVIDED),
        ("D26", Section.REPLY),
        ("E1", Section.EXTENSION),
        ("E2", Section.REPLY),
        ("F2", Section.OTHER),
        ("G1", Section.SERVICE),
        ("H2", Section.DISPUTE),
        ("L3", Section.OTHER),
    ],
)
def test_a_document_lies_by_its_number_in_the_list(listed: str, section: Section) -> None:
    assert section_of_document(listed) is section


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("政府信息公开申请表.pdf", Section.APPLICATION),
        ("复议申请书副本.pdf", Section.DISPUTE),
        ("补正申请材料.docx", Section.CORRECTION),
        ("保密审查表.pdf", Section.SECRECY),
        ("检索记录.xlsx", Section.SEARCH),
        ("EMS回执.jpg", Section.SERVICE),
        ("提供的信息.pdf", Section.PROVIDED),
        ("scan0001.pdf", Section.OTHER),
        ("", Section.OTHER),
    ],
)
def test_a_file_lies_by_the_first_word_that_tells(name: str, section: Section) -> None:
    assert section_of_file(name) is section


def test_what_decides_as_a_whole_lies_where_the_reply_does_or_beside_the_request() -> None:
    deciding = {one.id: section_of_document(one.id) for one in LISTED if one.decides and one.id[0] in "BDE"}
    assert set(deciding.values()) == {Section.REPLY}
