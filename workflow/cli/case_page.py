"""The page of a case: head, items, consultations, letters, timeline and the steps possible now, as text and as JSON.

Identifiers are shown masked; a look at the plain values is a step of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflow.cli.case_head import head_json, show_head
from workflow.cli.desk import Desk
from workflow.cli.screen import Say, facts, show, table, titles
from workflow.rules.obligation import Possible
from workflow.rules.outcomes import Outcome
from workflow.rules.wording import ENTRIES, has_words, word
from workflow.store.case_file import CaseFile, TimelineEntry
from workflow.store.seal import masked

TOLD: Mapping[str, tuple[str, ...]] = {
    "correction_asked": ("reply_by", "points"),
    "extended": ("days", "reason"),
    "delayed": ("until", "reason"),
    "consulted": ("ref", "party", "name", "question"),
    "consultation_delivered": ("ref",),
    "consultation_answered": ("ref", "opinion", "reasons"),
    "consultation_lapsed": ("ref", "effect", "last_on"),
    "reasons_asked": ("count", "reason"),
    "reasons_given": ("reasons",),
    "charged": ("method", "quantity"),
    "paid": ("receipt_no",),
    "assigned": ("reason",),
    "cleared": ("conclusion", "ground"),
    "sent_back": ("reason",),
    "decided": ("outcome",),
    "letter_issued": ("number", "title"),
    "reply_issued": ("number", "title"),
    "dispatched": ("no", "way", "proof"),
    "served": ("no", "proof"),
    "replied": ("way", "proof", "outcome"),
    "withdrawn": ("how",),
    "lapsed": ("outcome", "reason"),
    "proceeding_filed": ("no", "filing", "simplified", "body", "docket"),
    "proceeding_answered": ("no", "number"),
    "proceeding_concluded": ("no", "result", "ending"),
    "reassessed": ("finding", "reason"),
    "reopened": ("days", "order"),
    "entry_corrected": ("corrects", "day", "outcome", "channel", "applicant_class", "applicant", "reason"),
    "recalculated": ("notice", "before", "after"),
    "attached": ("name",),
    "noted": ("text",),
    "reviewed": ("note",),
    "submitted": ("note",),
    "revealed": ("why",),
}
"""Kind of entry -> what of it a line of the timeline tells."""


def show_page(desk: Desk, file: CaseFile, steps: Sequence[Possible], identifiers: Mapping[str, str]) -> None:
    """Print the page."""
    say, case = desk.translate, file.case
    show_head(desk, case)
    applicant = {
        say("Applicant"): f"{case.applicant} ({say(word('applicant_class', case.applicant_class))})",
        say("Channel"): say(word("channel", case.channel)),
        say("Assignee"): file.assignee,
        say("Note"): file.note,
    }
    facts(
        applicant | {say(word("identifier", name)): masked(value) for name, value in identifiers.items()} | file.extra
    )
    _section(
        say("Items"),
        titles(say, "No.", "Text", "Outcome"),
        ([row["no"], row["text"], _outcome(row)] for row in file.items),
    )
    _section(
        say("Consultations"),
        titles(say, "Name", "Party", "Who", "Sent", "Delivered", "Ended", "Answer"),
        (_consultation(row, say) for row in file.consultations),
    )
    _section(
        say("Letters"),
        titles(say, "No.", "Number", "Title", "Issued", "Sent", "Served", "Void"),
        (_letter(row, say) for row in file.letters),
    )
    _section(say("Fees"), titles(say, "Sent", "Yuan", "Delivered", "Paid"), (_fee(row) for row in file.fees))
    _section(
        say("Proceedings"),
        titles(say, "Kind of proceeding", "Procedure", "Accepted", "Body", "Answered", "Result", "Concluded"),
        (_proceeding(row, say) for row in file.proceedings),
    )
    _section(
        say("Files"),
        titles(say, "No.", "Name", "Bytes"),
        ([row["no"], row["name"], row["size"]] for row in file.attachments),
    )
    _section(say("Timeline"), titles(say, "No.", "Day", "Entered", "Who", "What"), timeline_rows(desk, file.timeline))
    show_steps(say, steps)


def page_json(
    desk: Desk, file: CaseFile, steps: Sequence[Possible], identifiers: Mapping[str, str]
) -> dict[str, object]:
    """Return the page for a program to read."""
    case = file.case
    return {
        **head_json(desk, case),
        "applicant": case.applicant,
        "applicant_class": case.applicant_class,
        "channel": case.channel,
        "assignee": file.assignee,
        "identifiers": {name: masked(value) for name, value in identifiers.items()},
        "note": file.note,
        "extra": file.extra,
        **{
            name: [_plain(row) for row in getattr(file, name)]
            for name in ("items", "consultations", "letters", "fees", "proceedings", "attachments")
        },
        "timeline": [
            {
                "seq": one.seq,
                "on": one.on,
                "at": one.at.isoformat(),
                "by": one.login,
                "kind": one.body.kind,
                "told": told(one, str),
            }
            for one in file.timeline
        ],
        "steps": [steps_json(step) for step in steps],
    }


def steps_json(step: Possible) -> dict[str, object]:
    """Return a possible step for a program to read."""
    return {
        "step": step.step.value,
        "by": [role.value for role in step.by],
        "mine": step.mine,
        "objections": list(step.objections),
    }


def show_steps(say: Say, steps: Sequence[Possible]) -> None:
    """Print the steps possible now, who may take them, and what is missing."""
    header = titles(say, "Command", "Step", "By whom", "Missing")
    _section(say("Possible now"), header, (_step(step, say) for step in steps))


def timeline_rows(desk: Desk, entries: Iterable[TimelineEntry]) -> Iterator[list[object]]:
    """Yield a row for each entry; the instant is shown in the agency's time zone."""
    zone, say = desk.zone, desk.translate
    for one in entries:
        entered = one.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        yield [
            one.seq,
            one.on,
            entered,
            one.name,
            ": ".join(filter(None, (say(ENTRIES[one.body.kind]), told(one, say)))),
        ]


def told(entry: TimelineEntry, say: Say) -> str:
    """Return what a line of the timeline tells of an entry beside its kind."""
    values = ((name, getattr(entry.body, name)) for name in TOLD.get(entry.body.kind, ()))
    return " · ".join(_told(name, value, say) for name, value in values if value not in (None, "", [], 0))


def _told(name: str, value: object, say: Say) -> str:
    if isinstance(value, Outcome):
        return f"{value} {value.label}"
    if has_words(name):
        return say(word(name, str(value)))
    return "；".join(map(str, value)) if isinstance(value, list) else " ".join(str(value).split())


def _section(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table under its title, if it has any rows."""
    shown = [["" if cell is None else " ".join(str(cell).split()) for cell in row] for row in rows]
    if shown:
        show("", title)
        table(header, shown)


def _outcome(row: Mapping[str, object]) -> str:
    return f"{row['outcome']} {Outcome(str(row['outcome'])).label}" if row["outcome"] else ""


def _consultation(row: Mapping[str, object], say: Say) -> list[object]:
    ended = row["answered_on"] or row["lapsed_on"]
    answer = say("void") if row["voided_by"] else say(word("effect", str(row["effect"])))
    return [
        row["ref"],
        say(word("party", str(row["party"]))),
        row["name"],
        row["sent_on"],
        row["delivered_on"],
        ended,
        answer,
    ]


def _letter(row: Mapping[str, object], say: Say) -> list[object]:
    void = say("void") if row["voided_by"] else ""
    return [row["no"], row["number"], row["title"], row["issued_on"], row["dispatched_on"], row["served_on"], void]


def _fee(row: Mapping[str, object]) -> list[object]:
    return [row["sent_on"], f"{int(str(row['fen'])) / 100:.2f}", row["delivered_on"], row["paid_on"]]


def _proceeding(row: Mapping[str, object], say: Say) -> list[object]:
    return [
        say(word("filing", str(row["kind"]))),
        say(word("simplified", "True")) if row["simplified"] else "",
        row["filed_on"],
        row["body"],
        row["answered_on"],
        say(word("result", str(row["result"]))),
        row["concluded_on"],
    ]


def _step(step: Possible, say: Say) -> list[object]:
    name = step.step.value.replace("_", "-")
    missing = " ".join(say(objection) for objection in step.objections)
    roles = say(", ").join(say(role.value) for role in step.by)
    return [name, say(step.step.value), roles if step.mine else f"({roles})", missing]


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in ("case_id", "agency_id", "id")}
