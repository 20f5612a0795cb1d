"""L18, L19: what is provided can be had, and a redacted file hides what it is to hide.

Source:
    政府信息公开条例 (2019), Arts. 36(1)(2), 37; 国办函〔2021〕132号 on a wrong way told (错误告知方式、途径).
"""

import re
from collections.abc import Iterator

from letters.kinds import Document
from letters.lint.facts import CaseFacts, Enclosure, UrlCheck
from letters.lint.finding import Flaw, flaw
from letters.lint.reading import bare, items
from letters.replies import Reply
from workflow.rules.leaks import Leak
from workflow.rules.outcomes import Outcome

_URL = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'*+,;=%]+[A-Za-z0-9/=#]")
_HOME = re.compile(r"https?://[^/]+/?(?:index\.\w+)?")
_PAGES = re.compile(r"共(\d+)页")


def provided(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L18: an address leads to the document; what the letter encloses is attached, with as many pages.

    An address that nobody opened is a finding, as is an enclosure without a file.
    """
    if not isinstance(letter, Reply):
        return
    for number, item in items(letter):
        if item.outcome in {Outcome.D1, Outcome.D2}:
            for url in _URL.findall(item.details.get("where", "")):
                yield from _address(number, url, facts)
    named = _named(letter)
    for name in named:
        yield from _enclosed(name, facts)
    for file in facts.enclosures:
        if file.attached and not any(_same(file, name) for name in named):
            yield flaw("{name} is attached and the letter does not name it. Name it or take it out.", name=file.name)


def _address(number: int, url: str, facts: CaseFacts) -> Iterator[Flaw]:
    if _HOME.fullmatch(url):
        yield flaw("Item {item} gives the home page {url}. Give the address of the document.", item=number, url=url)
        return
    seen = facts.urls.get(url)
    if seen is None:
        yield flaw("Nobody opened {url} of item {item}. Open it and record what is there.", item=number, url=url)
    elif seen is not UrlCheck.DOCUMENT:
        yield flaw(
            "{url} of item {item} leads to {seen}. Give an address that leads to the document.",
            item=number,
            url=url,
            seen=seen,
        )


def _named(letter: Reply) -> list[str]:
    """Return what the letter says is enclosed: its attachments, and what its items provide."""
    told = (item.details.get("enclosed", "") for _, item in items(letter) if item.outcome in {Outcome.D2, Outcome.D3})
    lines = (line.strip() for text in (*letter.attachments, *told) for line in re.split(r"[\n；]", text))
    return [line for line in dict.fromkeys(lines) if line]


def _same(file: Enclosure, named: str) -> bool:
    return bare(file.name) in bare(named)


def _enclosed(name: str, facts: CaseFacts) -> Iterator[Flaw]:
    found = [file for file in facts.enclosures if _same(file, name) and file.attached]
    if not found:
        yield flaw("The letter encloses {name}, and no file is attached for it. Attach it.", name=name)
        return
    said, pages = _PAGES.search(name), [file.pages for file in found if file.pages is not None]
    if said and len(pages) == len(found) and int(said[1]) != sum(pages):
        yield flaw(
            "The letter says {said} pages for {name}, and the file has {pages}. Correct one of them.",
            said=int(said[1]),
            name=name,
            pages=sum(pages),
        )


def unreadable(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:  # noqa: ARG001 - all rules are asked alike
    """L19: nothing of what was made unreadable can be read; a file that nobody examined is a finding."""
    for file in facts.enclosures:
        if not file.redacted:
            continue
        if file.leaks is None:
            yield flaw("Nobody examined whether {name} still shows what was redacted. Examine it.", name=file.name)
        elif Leak.UNREADABLE in file.leaks:
            yield flaw("{name} is encrypted or broken and cannot be examined. Make the file anew.", name=file.name)
        elif file.leaks:
            yield flaw(
                "{name} still holds: {leaks}. Make it anew from images of its pages.", name=file.name, leaks=file.leaks
            )
