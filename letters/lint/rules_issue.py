"""L30 to L32: the notice of the fee adds up, the letter is served in a way that counts, and a new reply is new.

Source:
    政府信息公开条例 (2019), Art. 42; 国办函〔2020〕109号; 国办公开办函〔2016〕235号; 行政诉讼法, Art. 71.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from letters.blocks import Block
from letters.kinds import Document, Letter
from letters.lint.facts import CaseFacts
from letters.lint.finding import Flaw, flaw
from letters.lint.reading import alike, bare, body, decides, items
from workflow.rules.errors import BadInput
from workflow.rules.fees import capitals

_MONEY = re.compile(r"人民币(\d+(?:\.\d{1,2})?)元（([^（）]+)）")
_ALWAYS, _IF_CHOSEN = {"direct", "entrusted", "post"}, {"online", "email"}
SAME = 0.9
"""Likeness from which findings and reasons are those of the reply that was annulled."""


def fee(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L30: one way of charging, lines that add up to the total, the same in capitals, and a period for paying."""
    asked = facts.fee
    if asked is None or not isinstance(letter, Letter):
        return
    if len(set(asked.methods)) != 1:
        yield flaw("The fee is charged by {methods}. One request is charged in one way.", methods=list(asked.methods))
    lines = sum(line.amount for line in asked.lines)
    if lines != asked.total:
        yield flaw("The lines add up to {lines} yuan, and {total} are asked for.", lines=lines, total=asked.total)
    if not _same_amount(str(asked.total), asked.capitals):
        yield flaw(
            "{total} yuan is not {capitals} in capitals. Correct one of them.",
            total=asked.total,
            capitals=asked.capitals,
        )
    if asked.payment_days is None:
        yield flaw("The notice does not say within how many working days to pay. Say it.")


def fee_text(blocks: Sequence[Block], letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L30 in the text: every amount agrees with its capitals, and the total is printed."""
    if not isinstance(letter, Letter):
        return
    found = [pair for block in body(blocks) for pair in _MONEY.findall(block.text)]
    for figure, words in found:
        if not _same_amount(figure, words):
            yield flaw("{figure} yuan is not {capitals}. Correct one of them.", figure=figure, capitals=words)
    if facts.fee is not None and not any(Decimal(figure) == facts.fee.total for figure, _ in found):
        yield flaw(
            "The text does not ask for {total} yuan, as the record has it. Render it anew.", total=facts.fee.total
        )


def _same_amount(figure: str, words: str) -> bool:
    try:
        return capitals(Decimal(figure)) == words
    except BadInput:
        return False


def service(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L31: served in person, through another agency or by the postal enterprise; proof before the case closes.

    Online and e-mail count where the applicant chose them. Nothing is said before the service is planned.
    """
    planned = facts.service
    if planned is None or not isinstance(letter, Letter):
        return
    if planned.way not in _ALWAYS | _IF_CHOSEN:
        yield flaw("{way} is no way to serve a letter. Serve it in person or by post.", way=planned.way)
    elif decides(letter) and planned.way in _IF_CHOSEN and not planned.chosen:
        yield flaw("The applicant did not ask to be served online or by e-mail. Post the letter.")
    if planned.way == "post":
        if planned.by_postal_enterprise is False:
            yield flaw("The letter is posted with a courier. Post it with the postal enterprise (邮政企业).")
        if planned.collect:
            yield flaw("The applicant would pay the postage. Prepay it: no postage may be charged.")
    if planned.closing and not planned.proof:
        yield flaw("The case cannot be closed without the proof of service. Add it to the file.")


def new_reply(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L32: after a reply was annulled, the new one does not rest on the same facts and reasons.

    Replies whose text is not kept are left alone.
    """
    annulled = [bare(one.reply) for one in facts.earlier if one.annulled and one.reply]
    for number, item in items(letter):
        told = bare(item.findings + item.reasons)
        if told and any(_repeats(told, earlier) for earlier in annulled):
            yield flaw(
                "Item {item} repeats facts and reasons of the reply that was annulled. Find and reason anew.",
                item=number,
            )


def _repeats(told: str, earlier: str) -> bool:
    return told in earlier or alike(told, earlier, least=SAME) > 0
