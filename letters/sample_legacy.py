"""Samples of `letters.legacy`: an invented county in 2018."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from letters.legacy import LegacyConsultation, LegacyDisclosure, LegacyNeedsNotice, LegacyReply
from letters.notices import Passage
from letters.parts import Contact, Document, Recital
from letters.sample_facts import AGENCY, CONTACT, recital
from workflow.rules.citations import Citation, Law, cite
from workflow.rules.legacy import Legacy, legacy_citations
from workflow.rules.remedies import Effect, Recipient, remedies
from workflow.rules.remedy_clause import clause

ASKED_ON, ISSUED_ON = date(2018, 6, 1), date(2018, 6, 20)


def _recital(request: str) -> Recital:
    return replace(recital(request), case_no="2018-0031", received_on=ASKED_ON)


def _remedies(document: str, recipient: Recipient = Recipient.APPLICANT) -> tuple[str, ...]:
    result = remedies(
        decided_on=ISSUED_ON,
        dispatched_on=ISSUED_ON,
        items=(),
        profile=AGENCY,
        effect=Effect.CLOSING,
        recipient=recipient,
    )
    return clause(result, document)


def _head(answer: Legacy, addressee: str) -> dict[str, Any]:
    return {
        "agency": AGENCY.name,
        "number": f"甲环公开〔2018〕{answer.value.removeprefix('L')}号",
        "addressees": (addressee,),
        "issued_on": ISSUED_ON,
        "contact": CONTACT,
    }


def _basis(answer: Legacy) -> str:
    return cite(legacy_citations(answer, ISSUED_ON))


def _reply(answer: Legacy, request: str, findings: str, reasons: str, **told: Any) -> LegacyReply:  # noqa: ANN401
    return LegacyReply(
        **_head(answer, "张三"),
        recital=_recital(request),
        answer=answer,
        findings=findings,
        reasons=reasons,
        remedies=_remedies("本告知函" if answer.informs else "本答复书"),
        **{"basis": _basis(answer), **told},
    )


REPLIES = {
    Legacy.NEEDS_NOT_SHOWN: _reply(
        Legacy.NEEDS_NOT_SHOWN,
        "乙厂2016年的环评批复",
        "该批复由本机关制作",
        "因此不能确定该信息与您的需要有关",
        notice="甲环公开〔2018〕1号，2018年6月5日",
    ),
    Legacy.NEEDS_UNRELATED: _reply(
        Legacy.NEEDS_UNRELATED, "乙厂2016年的环评批复", "您说明申请是出于个人兴趣", "您没有从事与该项目有关的生产、科研"
    ),
    Legacy.HISTORICAL: _reply(
        Legacy.HISTORICAL,
        "丁厂1996年的排污登记表",
        "该表由原甲县环境保护局于1996年制作",
        "该表载有丁厂的工艺参数，丁厂不同意公开",
        basis=cite([Citation(Law.REGULATIONS_2008, 21, item=2), Citation(Law.REGULATIONS_2008, 14, 4)]),
    ),
    Legacy.SECURITY: _reply(
        Legacy.SECURITY,
        "乙厂储罐布置图",
        "该图由乙厂报本机关备案",
        "该图标明储罐的位置和防护薄弱处，公开后可能被用于破坏",
    ),
    Legacy.MIXED_GIVEN: _reply(
        Legacy.MIXED_GIVEN,
        "关于乙厂整治的联合通知",
        "该通知由中共甲县委员会办公室与本机关联合印发",
        "县委办公室答复同意公开",
        provided="《关于乙厂整治的联合通知》复印件，共3页",
    ),
    Legacy.MIXED_REFUSED: _reply(
        Legacy.MIXED_REFUSED,
        "关于乙厂整治的会议纪要",
        "该纪要由中共甲县委员会办公室与本机关共同形成",
        "该纪要标明为秘密件，县委办公室答复不同意公开",
        basis=cite([Citation(Law.REGULATIONS_2008, 21, item=2), Citation(Law.REGULATIONS_2008, 14, 4)]),
    ),
    Legacy.PETITION: _reply(
        Legacy.PETITION,
        "请处理乙厂夜间排污",
        "该项内容要求查处乙厂",
        "其中没有要求提供已有的信息",
        turn_to="向本机关信访室（甲县解放路1号）提出",
    ),
    Legacy.RECONSIDERATION: _reply(
        Legacy.RECONSIDERATION,
        "请说明对乙厂的处罚是否合法",
        "该项内容对处罚决定提出异议",
        "其中没有要求提供已有的信息",
        turn_to="按照处罚决定书载明的途径和期限提出",
    ),
    Legacy.LITIGATION: _reply(
        Legacy.LITIGATION,
        "本机关在乙厂一案中的证据材料",
        "您是该案的原告，该材料已在诉讼中提交",
        "诉讼中的证据按照诉讼程序交换",
        turn_to="向承办法官申请查阅",
    ),
    Legacy.FILE_INSPECTION: _reply(
        Legacy.FILE_INSPECTION,
        "对您作出处罚的案卷",
        "您是该处罚案件的当事人",
        "当事人查阅案卷，处罚程序有规定",
        turn_to="持身份证明到本机关法规科查阅",
    ),
    Legacy.SPECIAL_FIELD: _reply(
        Legacy.SPECIAL_FIELD,
        "丁路5号房屋的登记资料",
        "该资料属于不动产登记资料",
        "登记资料的查询人和程序另有规定",
        turn_to="到甲县不动产登记中心查询",
    ),
    Legacy.INQUIRY: _reply(
        Legacy.INQUIRY,
        "新建项目为什么要办理环评？",
        "该项内容没有指向任何文件",
        "回答该问题需要解释政策",
        turn_to="向本机关环评科咨询",
    ),
}

PARTY_OFFICE = Contact(office="中共甲县委员会办公室", telephone="0000-1110000", address="甲县人民路1号")
NEEDS_NOTICE = LegacyNeedsNotice(
    **_head(Legacy.ASK_NEEDS, "张三"),
    recital=_recital("乙厂2016年的环评批复"),
    missing="申请表“用途”一栏没有填写",
    supply_by=date(2018, 7, 4),
    basis=_basis(Legacy.ASK_NEEDS),
)
ASK_HOLDER = LegacyConsultation(
    **_head(Legacy.ASK_HOLDER, "乙化工有限公司"),
    you="你单位",
    answer=Legacy.ASK_HOLDER,
    passages=(Passage(document="《乙厂排污许可证申请表》", part="第5页至第7页的生产工艺"),),
    basis=_basis(Legacy.ASK_HOLDER),
    answer_by=date(2018, 7, 4),
)
ASK_PARTY = replace(
    ASK_HOLDER,
    **_head(Legacy.ASK_PARTY, "中共甲县委员会办公室"),
    you="贵办",
    answer=Legacy.ASK_PARTY,
    passages=(Passage(document="《关于乙厂整治的联合通知》"),),
    basis=_basis(Legacy.ASK_PARTY),
)
PARTY_ANSWERS = replace(
    ASK_PARTY,
    **(
        _head(Legacy.PARTY_ANSWERS, AGENCY.name)
        | {"agency": "中共甲县委员会办公室", "number": "甲办函〔2018〕11号", "contact": PARTY_OFFICE}
    ),
    you="你局",
    answer=Legacy.PARTY_ANSWERS,
    basis=_basis(Legacy.PARTY_ANSWERS),
    answer_by=None,
    opinion="该通知不涉及国家秘密，同意公开",
    asked_in="你局《党政混合信息意见征询函》（甲环公开〔2018〕10号）",
)
DISCLOSURE = LegacyDisclosure(
    **_head(Legacy.TELL_HOLDER, "乙化工有限公司"),
    you="你单位",
    passages=(Passage(document="《乙厂排污许可证申请表》", part="第8页的污染物排放浓度"),),
    objection="你单位于2018年6月12日书面表示不同意公开",
    reasons="排放浓度关系附近居民的健康，不公开可能对公共利益造成重大影响",
    release_on=date(2018, 7, 11),
    basis=_basis(Legacy.TELL_HOLDER),
    remedies=_remedies("本告知书", Recipient.THIRD_PARTY),
)

SAMPLES: Mapping[str, Document] = MappingProxyType(
    {
        "legacy_needs_notice": NEEDS_NOTICE,
        "legacy_reply": REPLIES[Legacy.NEEDS_NOT_SHOWN],
        "legacy_consultation": ASK_HOLDER,
        "legacy_disclosure": DISCLOSURE,
        "legacy_l10": ASK_PARTY,
        "legacy_l11": PARTY_ANSWERS,
        **{
            f"legacy_{answer.value.lower()}": letter
            for answer, letter in REPLIES.items()
            if answer is not Legacy.NEEDS_NOT_SHOWN
        },
    }
)
