import pytest

from workflow.rules.detail_checks import check_details, home_pages
from workflow.rules.errors import BadInput
from workflow.rules.outcomes import Outcome


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.gov.cn",
        "http://www.example.gov.cn/",
        "https://www.example.gov.cn/index.html",
        "HTTPS://a.cn/?",
    ],
)
def test_a_front_page_is_no_way_to_a_document(address: str) -> None:
    assert home_pages(f"甲县政府网站，{address}。") == (address,)
    with pytest.raises(BadInput, match="the front page of a site"):
        check_details(1, Outcome.D1, {"where": f"见{address}"})


@pytest.mark.parametrize(
    "where",
    [
        "https://www.example.gov.cn/hp/2025/118.html",
        "https://a.cn/?id=118",
        "甲县图书馆二楼政府信息查阅点",
        "https://a.cn/index/118",
    ],
)
def test_the_document_itself_or_a_reading_place_is(where: str) -> None:
    check_details(1, Outcome.D1, {"where": where})


def test_a_notice_forbids_nothing() -> None:
    with pytest.raises(BadInput, match="Only a law or an administrative regulation"):
        check_details(1, Outcome.N2, {"statute": "《关于加强管理的通知》"})
    check_details(1, Outcome.N2, {"statute": "《中华人民共和国统计法》"})


def test_each_withheld_part_has_its_reason() -> None:
    with pytest.raises(BadInput, match="withholds 2 parts and gives 1 reasons"):
        check_details(1, Outcome.D3, {"withheld": "甲\n乙", "withheld_reason": "隐私"})
    check_details(1, Outcome.D3, {"withheld": "甲\n乙", "withheld_reason": "隐私\n秘密"})


@pytest.mark.parametrize("clues", ["您称有报告", "您称有报告｜ ", "｜查过"])
def test_each_clue_says_how_it_was_checked(clues: str) -> None:
    with pytest.raises(BadInput, match="线索｜核查情况"):
        check_details(2, Outcome.U1, {"clues": clues})


def test_there_may_be_no_clue() -> None:
    check_details(2, Outcome.U1, {"clues": "无"})
    check_details(2, Outcome.U1, {"clues": "您称有报告｜已核对"})
