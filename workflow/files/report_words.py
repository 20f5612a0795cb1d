"""The words by which a figure of a report's text is recognised. Compared without blanks and full-width forms."""

import re

# 数量单位 after a label, such as （条） or （万条, 照原文）; anything else in parentheses belongs to the name.
UNIT = re.compile(r"^(万|亿)?(条|件|次|份|篇|个|项|人次|人|名|册|期/月|期|元|家|场|%)(?:[,，、].*)?$")
MULTIPLES = {"": 1, "万": 10_000, "亿": 100_000_000}

PART = re.compile(r"^其中:?")

RATE = re.compile(r"率$|占比$|^同比|^环比|比\d{4}年")
"""Shares and changes: never part of a sum."""

SHARE = re.compile(r"^(.+)占比$")
CHANGE = re.compile(r"^同比(?:下降|减少|增长|上升|增加)$")
OTHER_YEAR = re.compile(r"^\d{4}年")

TOTAL = re.compile(r"(?:^累计|总数|总计|合计|总量)$")

RECEIVED = re.compile(
    r"^(?:一、)?(?:本年度?|全年|共|新)?(?:新收|收到|受理|接到)(?:政府信息公开)?(?:申请)?(?:数|数量|总数)?(?:\(含上年结转\))?$"
)
RECEIVED_IN_ALL = "含上年结转"
RESULTS = re.compile(r"^(?:三\(七\)总计|(?:已)?(?:答复|办结|回复)(?:数|总数)?)$")
RESULT_ROW = re.compile(r"^三\(([一二三四五六])\)(\d)?")
CARRIED_IN = re.compile(r"(?<!含)上年结转|^(\d{4})年(?:结转|转办)")
CARRIED_OUT = re.compile(r"结转下年|转办至\d{4}年")
BASE = re.compile(r"(?:收到|接到|受理|累计)$")
"""What a share may be a share of, besides totals."""

REQUEST_CHANNEL = re.compile(r"网络|网上|在线|信函|来信|邮|当面|现场|书面|传真|口头|平台")
APPLICANT_CLASS = re.compile(r"^(?:自然人|法人|商业企业|企业|科研机构|社会公益组织|法律服务机构)")

MEDIUM = re.compile(r"网站|政务网|官网|门户|微博|微信|公众号|新媒体|公报|媒体|抖音|头条|客户端|新闻发布会")
WEBSITE = re.compile(r"(?:网站|政务网|官网|门户)(?:信息|发布|公开|公布)?$")
NEW_MEDIA = re.compile(r"^(?:政务)?新媒体$")
SOCIAL = re.compile(r"微博|微信|公众号|抖音|头条|客户端")
OTHER_MEDIA = re.compile(r"其他|其它")
"""A channel that takes whatever is left, so that the list of channels is complete."""

DECISIONS = re.compile(r"行政许可|行政处罚|行政强制|行政事业性收费")
"""Counts of Art. 20(5), (6), (8), which are no items of a list of published information."""

BY_GOVERNMENT = re.compile(r"政府及其部门$")
BY_LEVEL = re.compile(r"^(?:国家|中央|省|市|州|区|县|乡镇|镇|街道)级(.+)$")
LISTED = re.compile(r"^列举的(.+?)名称$")

# Words that do not change what a figure counts, when the same figure is given twice.
FILLERS = re.compile(r"全年|累计|网站|信箱|公众|群众|领域|重点|信息|机制|\W")

# Art. 10(10) of the Regulations of 2008 describes this category by what it holds.
SAME_CATEGORY = ((re.compile(r"应急预案.*预警"), "突发公共事件"),)
