"""Letters from the record: numbered without a gap, word for word what is on record, and never changed."""

from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any

import pytest
from factories import Office, Taken, answer, dump, found_office
from ledgers import assert_verified, bring_in, case_of, row
from msgspec import structs
from signing import GIVEN, REVIEWED, deciding, drafted, furnished, go, letters, seen, sign, text, write

from workflow.actions.issue import issue_reply
from workflow.actions.letter_lint import Faulty
from workflow.actions.register import Requester
from workflow.rules.arrival import Arrival, Channel, Mail
from workflow.rules.errors import BadInput, CaseworkError, NotAllowed, NotFound, NotReady, RuleBroken, Stale
from workflow.rules.outcomes import Family, Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.deciding import ItemDraft
from workflow.rules.remedy_policy import Warn
from workflow.store.cases import entries
from workflow.store.seal import Seal
from workflow.store.session import Store

ONLINE = Arrival(
    channel=Channel.ONLINE,
    submitted_on=date(2026, 3, 2),
    auto_ack_on=date(2026, 3, 2),
    office_confirmed_on=date(2026, 3, 2),
    applicant_confirmed_on=date(2026, 3, 2),
)
SECRET = answer(2, Outcome.N4A)
ASKED: list[Taken] = [
    ("consult", "2026-03-04"),
    ("deliver_consultation", "2026-03-05"),
    ("answer_consultation", "2026-03-06"),
]
TOLD_APART = {"L26": "所公开的信息不涉及该第三方"}
PARTIES = {Outcome.N4, Outcome.N4A, Outcome.N4B}


@pytest.fixture
def desk(office: Office) -> Office:
    """The office, with what its letters say of it."""
    return furnished(office)


@pytest.fixture
def sqlite_desk(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


class TestFacts:
    """What a letter says is what is on record."""

    def test_a_receipt_names_request_receipt_and_last_day(self, desk: Office) -> None:
        case = desk.register(arrival=ONLINE, items=["2025年预算，含附表"])
        case = write(desk, case, "receipt", "2026-03-02", papers=["申请表1份", "身份证复印件1份"])
        said = text(desk, case)
        assert "张三：" in said
        assert (
            "您以网络方式提出的政府信息公开申请（登记号：2026-0001），本机关于2026年3月2日收到（双方于当日确认）。"
            in said
        )
        assert "“2025年预算，含附表”" in said
        assert "1. 申请表1份；\n2. 身份证复印件1份。" in said
        assert "依照《中华人民共和国政府信息公开条例》第三十三条第二款的规定" in said
        assert "20个工作日内答复，即在2026年3月30日前（含当日）答复" in said
        assert case.due_on == date(2026, 3, 30)
        assert "联系部门：甲县生态环境局办公室；联系电话：0000-1234567；地址：甲县解放路1号。" in said
        assert "复议" not in said

    def test_papers_that_nobody_recorded_are_not_acknowledged(self, sqlite_desk: Office) -> None:
        case = write(sqlite_desk, sqlite_desk.register(), "receipt", "2026-03-02")
        assert "本机关收到的材料" not in text(sqlite_desk, case)

    @pytest.mark.parametrize(
        "history",
        [
            [("ask_correction", "2026-03-04")],
            [("ask_correction", "2026-03-04"), ("correct", "2026-03-09")],
            [("review", "2026-03-03"), ("extend", "2026-03-04")],
        ],
        ids=["waiting", "corrected", "extended"],
    )
    def test_a_receipt_is_refused_once_its_last_day_is_another(self, sqlite_desk: Office, history: list[Taken]) -> None:
        with pytest.raises(NotReady, match="Issue it on receipt"):
            write(sqlite_desk, sqlite_desk.case(history), "receipt", "2026-03-09")

    def test_a_receipt_dated_before_the_extension_tells_what_was_true_then(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.case([("review", "2026-03-03"), ("extend", "2026-03-04")])
        said = text(sqlite_desk, write(sqlite_desk, case, "receipt", "2026-03-03", entered="2026-03-04"))
        assert "即在2026年3月30日前" in said
        assert "延长，答复期限至" not in said

    def test_a_correction_notice_names_every_point_and_the_day(self, desk: Office) -> None:
        points = ["身份证明｜未附复印件｜附上身份证复印件", "信息描述｜“有关材料”不能指向特定信息", "联系方式"]
        case = desk.register(items=["有关材料"])
        case = desk.take(case, "ask_correction", "2026-03-05", points=points, reply_by=date(2026, 3, 20))
        case = write(desk, case, "correction_notice", "2026-03-05")
        said = text(desk, case)
        assert "（一）身份证明。原因：未附复印件。补正时请附上身份证复印件。" in said
        assert "（二）信息描述。原因：“有关材料”不能指向特定信息。\n" in said
        assert "（三）联系方式。\n" in said
        assert "第三十条的规定，请您在2026年3月20日前（含当日）一次性补正" in said
        assert "告知您补正。" not in said
        assert case.clock_status == "idle"

    def test_an_extension_notice_names_both_last_days(self, desk: Office) -> None:
        case = desk.case([("review", "2026-03-03"), ("extend", "2026-03-16", {"days": 15, "reason": "档案分存三处"})])
        said = text(desk, write(desk, case, "extension_notice", "2026-03-16"))
        assert "该申请原应在2026年3月30日前（含当日）答复。因档案分存三处，本机关不能在该日前答复。" in said
        assert "答复期限延长15个工作日，延长后的最后一日为2026年4月21日" in said
        assert case.due_on == date(2026, 4, 21)

    def test_a_void_extension_has_no_notice(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.case(
            [
                ("review", "2026-03-03"),
                ("extend", "2026-03-16"),
                ("correct_entry", "2026-03-16", {"corrects": 3, "void": True, "reason": "误录"}),
            ]
        )
        with pytest.raises(NotFound, match="was not extended"):
            write(sqlite_desk, case, "extension_notice", "2026-03-16")

    @pytest.mark.parametrize("letter", ["correction_notice", "extension_notice", "third_party_consultation"])
    def test_what_did_not_happen_has_no_letter(self, sqlite_desk: Office, letter: str) -> None:
        before = dump(sqlite_desk.store)["number_series"]
        with pytest.raises(NotFound):
            write(sqlite_desk, sqlite_desk.register(), letter, "2026-03-05")
        assert dump(sqlite_desk.store)["number_series"] != before  # the number of the case alone
        assert not any("notice" in line for line in dump(sqlite_desk.store)["number_series"])

    def test_an_unknown_letter_names_the_known_ones(self, sqlite_desk: Office) -> None:
        with pytest.raises(NotFound, match=r"correction_notice, .*receipt, .*third_party_consultation"):
            write(sqlite_desk, sqlite_desk.register(), "love_letter", "2026-03-05")

    def test_a_reply_recites_request_correction_consultation_and_extension(self, desk: Office) -> None:
        case = desk.register(arrival=ONLINE, items=["有关材料"])
        history: list[Taken] = [
            ("ask_correction", "2026-03-04"),
            ("correct", "2026-03-10", {"items": ["2025年预算"]}),
            ("review", "2026-03-11"),
            ("consult", "2026-03-12"),
            ("deliver_consultation", "2026-03-13", {"ref": "C5"}),
            ("answer_consultation", "2026-03-20", {"ref": "C5"}),
            ("extend", "2026-03-23", {"days": 10}),
        ]
        case = write(desk, go(desk, case, history), "extension_notice", "2026-03-23")
        case = desk.take(case, "dispatch", "2026-03-23")
        case = go(desk, case, deciding(GIVEN, days=("2026-03-24", "2026-03-24", "2026-03-25", "2026-03-26")))
        said = text(desk, sign(desk, case, "2026-03-26", accept=TOLD_APART))
        assert (
            "本机关于2026年3月2日收到（双方于当日确认）。本机关于2026年3月4日告知您补正。您的补正材料，本机关于2026年3月10日收到。"
            "本机关于2026年3月12日至2026年3月20日征求第三方意见，所需时间不计算在答复期限内。经依法延长，答复期限至2026年4月30日。"
        ) in said
        assert case.due_on == date(2026, 4, 30)
        assert "补正前的申请内容为：“有关材料”。" in said
        assert "您申请公开：\n“2025年预算”" in said

    def test_a_consultation_ends_for_the_reader_when_it_ends_for_the_clock(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.case(
            [
                ("review", "2026-03-03"),
                ("consult", "2026-03-04"),
                ("deliver_consultation", "2026-03-05"),
                ("answer_consultation", "2026-04-10"),
                *deciding(GIVEN, days=("2026-04-13",) * 4),
            ],
            items=["某件材料"],
        )
        case = sign(sqlite_desk, case, "2026-04-13", accept=TOLD_APART)
        assert "2026年3月4日至2026年3月26日征求第三方意见" in text(sqlite_desk, case)

    def test_a_void_consultation_is_not_recited(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.case(
            [
                ("review", "2026-03-03"),
                ("consult", "2026-03-04"),
                ("correct_entry", "2026-03-05", {"corrects": 3, "void": True, "reason": "误录"}),
                *deciding(GIVEN),
            ],
            items=["某件材料"],
        )
        assert "征求" not in text(sqlite_desk, sign(sqlite_desk, case))

    def test_a_reply_decides_item_by_item_with_the_articles_of_its_day(self, desk: Office) -> None:
        case = desk.case([REVIEWED, *ASKED, *deciding(GIVEN, SECRET)], items=["第1件材料", "第2件材料"])
        said = text(desk, sign(desk, case))
        assert "一、关于第1项\n“第1件材料”\n经查，本机关制作并保存有该预算。" in said
        assert "第三十六条第二项的规定，本机关决定予以公开。现随本答复书提供：《2025年预算》复印件，共6页。" in said
        assert "二、关于第2项\n“第2件材料”" in said
        assert "第三十六条第三项、第十五条、第三十二条的规定，本机关决定对该信息不予公开。" in said
        assert "附件：《2025年预算》复印件，共6页" in said

    @pytest.mark.parametrize("outcome", [one for one in Outcome if one.family is not Family.OTHER and one != "X2"])
    def test_every_outcome_becomes_a_letter_that_reconsideration_can_read(
        self, sqlite_desk: Office, outcome: Outcome
    ) -> None:
        corrected: list[Taken] = [("ask_correction", "2026-03-03"), ("correct", "2026-03-03")]
        usual = answer(1, outcome)
        stated = structs.replace(usual, detail={**usual.detail, "article": "第三十六条第六项"})
        steps = deciding(stated, conclusion="withhold" if outcome.family is Family.REFUSED else "open")
        before = [*(corrected if outcome is Outcome.U4 else []), REVIEWED, *(ASKED if outcome in PARTIES else [])]
        case = sqlite_desk.case([*before, *steps], items=["某件材料"])
        said = text(sqlite_desk, sign(sqlite_desk, case))
        assert "“某件材料”" in said
        assert "向甲县人民政府申请行政复议" in said
        assert said.count("《中华人民共和国政府信息公开条例》") >= 1

    def test_a_repetition_rests_on_a_reply_of_the_register(self, desk: Office) -> None:
        again = Requester(
            name="张三", applicant_class="natural_person", identifiers={"id_number": "110101199003071234"}
        )
        first = desk.take(sign(desk, drafted(desk, GIVEN, requester=again)), "reply", "2026-03-16")
        first = desk.take(first, "serve", "2026-03-17", no=1)
        usual = answer(1, Outcome.X2)
        drafts = {
            number: structs.replace(usual, detail={**usual.detail, "earlier_reply": f"{number}（2026年3月12日）"})
            for number in ("甲环公开复〔2026〕7号", "甲环公开复〔2026〕1号")
        }
        for number, draft in drafts.items():
            case = drafted(desk, draft, requester=again)
            if number == letters(desk, first)[0].number:
                assert "甲环公开复〔2026〕1号" in text(desk, sign(desk, case))
            else:
                with pytest.raises(Faulty, match="L17"):
                    sign(desk, case)
        assert_verified(desk.store)

    def test_the_reply_is_dated_and_numbered_by_the_day_of_the_decision(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.register("2026-12-21")
        for step, on in zip(("review", "draft", "submit", "clear", "decide"), range(22, 27), strict=True):
            case = sqlite_desk.take(case, step, f"2026-12-{on}")
        case = sign(sqlite_desk, case, "2027-01-04")
        assert text(sqlite_desk, case).endswith("2026年12月26日")
        assert [(one.number, one.year, one.serial) for one in letters(sqlite_desk, case)] == [
            ("甲环公开复〔2026〕1号", 2026, 1)
        ]
        assert_verified(sqlite_desk.store)


class TestRemedies:
    def test_they_follow_the_day_of_the_decision(self, sqlite_desk: Office) -> None:
        """Art. 23 of the reconsideration law (2023) sends a refusal to reconsideration first, from 2024 on."""
        cases = []
        for month, days in (("2023-12", range(11, 15)), ("2024-01", range(25, 29))):
            case = sqlite_desk.register(
                arrival=Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2023, 11, 6)),
                on=f"{month}-11",
                items=["材料"],
            )
            steps = deciding(answer(1, Outcome.N5), days=[f"{month}-{day}" for day in days])
            case = go(sqlite_desk, case, [("review", f"{month}-11"), *steps])
            cases.append(sign(sqlite_desk, case, f"{month}-{days[-1]}"))
        before, after = (text(sqlite_desk, case) for case in cases)
        assert "可以自收到本答复书之日起60日内向甲县人民政府申请行政复议，也可以" in before
        assert "应当自收到本答复书之日起60日内先向甲县人民政府申请行政复议" in after
        assert "先向" not in before

    def test_they_name_the_bodies_of_the_settings(self, sqlite_office: Office) -> None:
        body = '[{"name":"乙市人民政府","valid_from":"2025-01-01"}]'
        office = furnished(sqlite_office, bodies=body)
        assert "向乙市人民政府申请行政复议" in text(office, sign(office, drafted(office, GIVEN)))

    def test_they_follow_what_the_office_chose_where_the_law_is_open(self, sqlite_office: Office) -> None:
        """Whether a register query (Art. 36(7)) goes to reconsideration first is open; the entry says so."""
        office = furnished(sqlite_office, remedy_admin_query="first")
        case = sign(office, drafted(office, answer(1, Outcome.N8)))
        assert "先向甲县人民政府申请行政复议" in text(office, case)
        with office.store.reading() as connection:
            issued = list(entries(connection, case.id))[-1].body
        assert str(Warn.ADMIN_QUERY) in issued.warnings  # type: ignore[attr-defined]  # the entry of a letter

    def test_a_choice_that_does_not_exist_is_refused(self, sqlite_office: Office) -> None:
        office = furnished(sqlite_office, remedy_petition="first")
        case = drafted(office, GIVEN)
        with pytest.raises(BadInput, match="Allowed: either, none"):
            sign(office, case)

    def test_a_letter_without_anybody_to_turn_to_is_not_issued(self, sqlite_office: Office) -> None:
        case = drafted(sqlite_office, GIVEN)
        with pytest.raises(NotReady, match="no reconsideration body is known"):
            sign(sqlite_office, case)
        furnished(sqlite_office)
        assert letters(sqlite_office, sign(sqlite_office, case))[0].serial == 1
        assert_verified(sqlite_office.store)


class TestNumbers:
    def test_each_series_counts_for_itself_and_without_a_gap(self, desk: Office) -> None:
        one, two = drafted(desk, GIVEN), desk.register()
        one = write(desk, one, "receipt", "2026-03-12")
        with pytest.raises(NotFound):
            write(desk, one, "extension_notice", "2026-03-12")
        two = write(desk, two, "receipt", "2026-03-12")
        one = sign(desk, one)
        with pytest.raises(RuleBroken, match="already has its letter"):
            sign(desk, one)
        three = sign(desk, drafted(desk, GIVEN))
        found = [kept.number for case in (one, two, three) for kept in letters(desk, case)]
        assert found == [
            "甲环公开告〔2026〕1号",
            "甲环公开复〔2026〕1号",
            "甲环公开告〔2026〕2号",
            "甲环公开复〔2026〕2号",
        ]
        assert_verified(desk.store)

    def test_the_usual_numbers_serve_an_agency_without_patterns(self, sqlite_office: Office) -> None:
        case = write(sqlite_office, sqlite_office.register(), "receipt", "2026-03-02")
        assert letters(sqlite_office, case)[0].number == "公开告〔2026〕1号"

    def test_agencies_count_apart(self, sqlite_store: Store, seal: Seal) -> None:
        offices = [furnished(found_office(sqlite_store, seal, code)) for code in ("0001", "0002")]
        cases = [write(office, office.register(), "receipt", "2026-03-02") for office in offices]
        assert [letters(office, case)[0].serial for office, case in zip(offices, cases, strict=True)] == [1, 1]
        assert_verified(sqlite_store)

    def test_many_who_issue_at_once_get_one_number_each(self, postgres_office: Office) -> None:
        desk = furnished(postgres_office)
        cases = [desk.register() for _ in range(6)]
        results: list[Case | CaseworkError] = []
        _at_once([lambda case=case: write(desk, case, "receipt", "2026-03-02") for case in cases], results)  # type: ignore[misc]  # bound early
        assert sorted(letters(desk, case)[0].serial for case in cases) == [1, 2, 3, 4, 5, 6]
        assert_verified(desk.store)

    def test_two_who_issue_the_same_reply_at_once_issue_one(self, postgres_office: Office) -> None:
        desk = furnished(postgres_office)
        case = drafted(desk, GIVEN)
        results: list[Case | CaseworkError] = []
        _at_once([lambda: sign(desk, case)] * 4, results)
        refused = [one for one in results if isinstance(one, CaseworkError)]
        assert [type(one) for one in refused] == [Stale] * 3
        assert [kept.serial for kept in letters(desk, case)] == [1]
        other = sign(desk, drafted(desk, GIVEN))
        assert letters(desk, other)[0].serial == 2
        assert_verified(desk.store)

    def test_the_same_call_again_issues_nothing_new(self, desk: Office) -> None:
        case = drafted(desk, GIVEN)
        call, there = desk.call("caseworker", "2026-03-13", case.version), seen(desk, case)
        results = []
        for _ in range(2):
            with desk.store.step() as unit:
                results.append(issue_reply(unit, case.id, call, seen=there))
        assert results[0] == results[1]
        assert len(letters(desk, case)) == 1
        assert_verified(desk.store)


def _at_once(calls: list[Callable[[], Case]], results: list[Case | CaseworkError]) -> None:
    def run(call: Callable[[], Case]) -> None:
        try:
            results.append(call())
        except CaseworkError as error:
            results.append(error)

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class TestFiles:
    def test_a_letter_is_kept_by_its_digest_and_a_change_is_noticed(self, desk: Office) -> None:
        case = sign(desk, drafted(desk, GIVEN))
        kept = letters(desk, case)[0]
        place = desk.store.files.path(kept.html, ".html")
        before = place.read_bytes()
        place.write_bytes(before.replace("张三".encode(), "李四".encode()))
        with pytest.raises(NotFound, match=r"was changed\. Bring it back from the backup"):
            desk.store.files.get(kept.html, ".html")
        place.write_bytes(before)
        assert desk.store.files.get(kept.html, ".html") == before

    def test_a_letter_issued_does_not_change_with_the_record(self, desk: Office) -> None:
        case = sign(desk, drafted(desk, GIVEN))
        before = text(desk, case)
        case = desk.take(case, "correct_entry", "2026-03-16", corrects=1, applicant="张珊", reason="误录")
        furnished(desk, telephone="0000-7654321")
        assert text(desk, case) == before


class TestSentBack:
    def test_the_letter_not_yet_sent_is_void_and_its_number_stays(self, desk: Office) -> None:
        case = sign(desk, drafted(desk, GIVEN))
        case = desk.take(case, "send_back", "2026-03-16")
        with pytest.raises(NotAllowed):
            sign(desk, case, "2026-03-16")
        case = go(desk, case, deciding(answer(1, Outcome.D1), days=("2026-03-17",) * 2 + ("2026-03-18",) * 2))
        case = desk.take(sign(desk, case, "2026-03-18"), "reply", "2026-03-19")
        first, second = letters(desk, case)
        assert (first.number, first.voided_by is None, first.dispatched_on) == ("甲环公开复〔2026〕1号", False, None)
        assert (second.number, second.voided_by, second.dispatched_on) == (
            "甲环公开复〔2026〕2号",
            None,
            date(2026, 3, 19),
        )
        assert "已主动公开" in text(desk, case)
        assert_verified(desk.store)

    def test_a_new_reply_names_the_old_one_and_what_ordered_it(self, desk: Office) -> None:
        case = desk.take(sign(desk, drafted(desk, answer(1, Outcome.N7))), "reply", "2026-03-16")
        order = "甲县人民政府行政复议决定书（甲政复决〔2026〕3号）"
        history: list[Taken] = [
            ("file_proceeding", "2026-04-01"),
            ("conclude_proceeding", "2026-05-06"),
            ("reopen", "2026-05-07", {"order": order}),
            *deciding(GIVEN, days=("2026-05-08", "2026-05-08", "2026-05-11", "2026-05-12")),
        ]
        case = go(desk, case, history)
        said = text(desk, sign(desk, case, "2026-05-12"))
        assert f"本机关曾于2026年3月16日作出答复（甲环公开复〔2026〕1号）。根据{order}，本机关重新办理该申请。" in said
        assert_verified(desk.store)


TYPED = "{{ 7*7 }} {% raw %} <b>粗</b> &amp; & “引号” \\n"


def test_what_was_typed_stands_there_as_it_was_typed(desk: Office) -> None:
    draft = ItemDraft(
        no=1,
        outcome=Outcome.D2,
        findings=f"查明{TYPED}",
        reasons=f"理由{TYPED}",
        detail={"enclosed": f"附件{TYPED}", "medium": "纸质"},
    )
    requester = Requester(name=f"张三{TYPED}", applicant_class="other_org")
    case = drafted(desk, draft, requester=requester, items=[f"材料{TYPED}"])
    said = text(desk, sign(desk, case, accept={"L27": "照录申请人的用语"}))
    for start in ("张三", "“材料", "经查，查明", "理由", "提供：附件"):
        assert f"{start}{TYPED}" in said
    assert "49" not in said.replace(case.case_no, "")


class TestThirdParty:
    JOINT = Requester(name="张三", applicant_class="natural_person", agent="赵律师", joint=["王五"])

    def consulted(self, office: Office, question: str, **told: Any) -> Case:
        case = office.case([("review", "2026-03-03")], **{"requester": self.JOINT, **told})
        return office.take(case, "consult", "2026-03-04", name="某厂", question=question)

    def test_the_letter_names_what_is_asked_and_never_who_asked(self, desk: Office) -> None:
        case = self.consulted(desk, "配方备案材料（甲环备〔2025〕7号）｜第3页至第5页\n验收报告")
        case = write(desk, case, "third_party_consultation", "2026-03-04", about="C3")
        said = text(desk, case)
        assert "某厂：" in said
        assert "1. 配方备案材料（甲环备〔2025〕7号）：第3页至第5页；\n2. 验收报告。" in said
        assert "第三十二条的规定" in said
        assert "自收到本征询书之日起15个工作日内" in said
        assert not any(name in said for name in ("张三", "王五", "赵律师", case.case_no, "2025年预算"))
        assert letters(desk, case)[0].about == "C3"

    @pytest.mark.parametrize("name", ["张三", "王五", "赵律师"])
    def test_a_question_that_names_the_applicant_is_no_letter(self, sqlite_desk: Office, name: str) -> None:
        case = self.consulted(sqlite_desk, f"{name}所需的配方")
        with pytest.raises(RuleBroken, match="names the applicant, whom the third party must not learn"):
            write(sqlite_desk, case, "third_party_consultation", "2026-03-04", about="C3")

    @pytest.mark.parametrize("about", ["", "C9"])
    def test_a_consultation_that_is_none_has_no_letter(self, sqlite_desk: Office, about: str) -> None:
        case = self.consulted(sqlite_desk, "配方")
        with pytest.raises(NotFound, match="no consultation"):
            write(sqlite_desk, case, "third_party_consultation", "2026-03-04", about=about)

    def test_another_agency_gets_no_letter_for_third_parties(self, sqlite_desk: Office) -> None:
        case = sqlite_desk.case([("review", "2026-03-03"), ("consult", "2026-03-04", {"party": "agency"})])
        with pytest.raises(NotFound, match="of a third party"):
            write(sqlite_desk, case, "third_party_consultation", "2026-03-04", about="C3")


def test_joint_applicants_and_their_agent_are_addressed_together(sqlite_desk: Office) -> None:
    case = write(sqlite_desk, sqlite_desk.register(requester=TestThirdParty.JOINT), "receipt", "2026-03-02")
    said = text(sqlite_desk, case)
    assert "张三、王五（代理人：赵律师）：" in said
    assert "你们以当面方式提出" in said


def test_a_request_of_a_ledger_gets_its_letter(desk: Office) -> None:
    bring_in(
        desk, [row("旧-7", "2026-03-02", channel="letter", applicant="李四", description="2025年预算")], on="2026-03-03"
    )
    case = go(desk, case_of(desk, "旧-7"), [REVIEWED, *deciding(GIVEN)])
    said = text(desk, sign(desk, case))
    assert "李四：" in said
    assert "您以信函方式提出的政府信息公开申请（登记号：旧-7），本机关于2026年3月2日收到（以本机关登记为准）。" in said
    assert_verified(desk.store)


def test_a_request_without_text_cannot_be_answered_by_letter(sqlite_desk: Office) -> None:
    bring_in(sqlite_desk, [row("旧-7", "2026-03-02", description="")], on="2026-03-03")
    case = go(sqlite_desk, case_of(sqlite_desk, "旧-7"), [REVIEWED, *deciding(GIVEN)])
    with pytest.raises(BadInput, match="cannot do without it"):
        sign(sqlite_desk, case)


def test_the_channel_is_said_as_it_came(sqlite_desk: Office) -> None:
    arrival = Arrival(channel=Channel.LETTER, mail=Mail.REGISTERED, signed_on=date(2026, 3, 2))
    case = write(sqlite_desk, sqlite_desk.register(arrival=arrival), "receipt", "2026-03-02")
    assert "您以信函方式提出的" in text(sqlite_desk, case)
    assert "收到（当日签收）" in text(sqlite_desk, case)
