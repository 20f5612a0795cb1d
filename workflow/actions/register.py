"""Register a request (登记): the receipt day by its channel, the applicant, the items, a number; Arts. 29, 31."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import TypedDict
from uuid import UUID, uuid5

import msgspec
from uuid_utils.compat import uuid7

from workflow.actions.recording import ask, outbox
from workflow.actions.recording import checked as checked_text
from workflow.actions.scheduling import owed_in, rescheduled
from workflow.actions.step import first_result, no_case
from workflow.actions.texts import one_of, plain, said
from workflow.rules.arrival import Arrival
from workflow.rules.calendar import Calendar
from workflow.rules.errors import BadInput, NotFound, NotYours, RuleBroken
from workflow.rules.receipt import Portal, RestDay, receipt
from workflow.rules.record.case import Call, Case, case_values
from workflow.rules.record.entry import START, Entry, digest
from workflow.rules.record.intake import Applicant, Registered
from workflow.rules.record.replay import follow
from workflow.rules.record.schedule import policy_of
from workflow.rules.states import Role
from workflow.store.cases import Alike, intake, number_taken
from workflow.store.people import AgencyRow, office_held
from workflow.store.rows import Chained, Write
from workflow.store.seal import Seal
from workflow.store.session import Unit, local_day, zone_of

CLASSES = ("natural_person", "commercial", "research", "public_welfare", "legal_service", "other_org")
SERIES = "case"
CASE_NO = "{year}-{n:04d}"
"""Pattern of the numbers of cases, where the agency has set none of its own (`case_no`)."""


class Requester(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, as the form says.

    Args:
        name: As on the identity paper, or the registered name.
        applicant_class: The column of the statutory table, one of `CLASSES`.
        identifiers: Number of the paper, phone, address, e-mail; kept encrypted.
        agent: Who acts for the applicant.
        joint: Others who apply in the same request.
    """

    name: str
    applicant_class: str
    identifiers: Mapping[str, str] = msgspec.field(default_factory=dict)
    agent: str = ""
    joint: Sequence[str] = ()


def register(
    unit: Unit,
    seal: Seal,
    agency_id: UUID,
    call: Call,
    *,
    arrival: Arrival,
    requester: Requester,
    items: Sequence[str],
    form: str = "",
    note: str = "",
) -> Case:
    """Register a request and return the case; the same key gives the same case again.

    Args:
        unit: The unit of work.
        seal: Encrypts the identifiers.
        agency_id: The agency that received it.
        call: Who registers; `on` is the day of registration.
        arrival: How and when the request came in.
        requester: Who asks.
        items: What is asked for, one text each.
        form: How the information is wanted (获取信息的方式、途径).
        note: For the file.

    Raises:
        NotFound: The person does not act for such an agency.
        NotYours: The person may not register for this agency.
        KeyReused: The key was used for another request.
        BadInput, RuleBroken: Something is missing or a day is out of order.
    """
    unit.begin()
    case_id = uuid5(agency_id, f"case:{call.key}")
    kept = {name: plain(value.strip()) for name, value in requester.identifiers.items() if value.strip()}
    who = [requester.name, requester.applicant_class, requester.agent, list(requester.joint)]
    told = [arrival, who, seal.match(repr(sorted(kept.items()))), list(items), form, note]
    asked = ask(f"register {agency_id}", call, told)
    office = _office(unit, agency_id, call)
    match = seal.match(kept.get("id_number", ""))
    found = intake(unit, case_id, agency_id, match)
    if found.known:
        loaded = unit.load(case_id, call.by, call.key)
        if loaded is None:
            raise no_case()
        return first_result(unit, loaded, asked)
    calendar = unit.store.calendars.after_entry(found.notices, lambda: unit.connection)
    applying = partial(_applicant, seal, requester, kept, match, found.alike)
    body, sealed = _body(unit, office, calendar, call, arrival, applying, items, form, note)
    case = body.open(case_id)
    entry = Entry(1, body.received_on, call.at, call.by, call.key, asked, body)
    data = checked_text(body)
    chained = Chained(entry, data, digest(START, case_id, entry, data))
    follow(case, entry)
    today = local_day(call.at, zone_of(office.timezone))
    case.settle(unit.store.calendars, today)
    changes = list(body.changes(case, entry))
    for change in changes:
        if change.table == "applicants":
            change.values["sealed"] = sealed
    values = case_values(case, chained.digest)
    owing = rescheduled((), owed_in(case, unit.store.calendars, policy_of(office.settings)), today)
    _save(unit, Write(case, 0, values, [chained], changes, outbox([chained], case), owing))
    return case


def _save(unit: Unit, write: Write) -> None:
    """Write the case; a number that is taken is found by the database, which spares each registration a query."""
    try:
        unit.save([write])
    except unit.driver.errors as error:
        if not number_taken(error):
            raise
        raise BadInput(
            "The next number, {case_no}, is taken by a case of a ledger. Give the agency another pattern by its "
            "setting case_no.",
            case_no=write.case.case_no,
        ) from error


def _office(unit: Unit, agency_id: UUID, call: Call) -> AgencyRow:
    """Return the agency, held until the unit ends: its registrations follow each other, and see each other's."""
    found = office_held(unit, call.by, agency_id)
    if found is None:
        raise NotFound("There is no such agency that you act for. Check the code.")
    roles, office = found
    if not roles & {Role.INTAKE, Role.CASEWORKER}:
        raise NotYours("Registering is for the roles intake and caseworker, which you do not have in this agency.")
    return office


class ReceiptPolicy(TypedDict):
    """What an agency set where no text settles the day of receipt (docs/open-points.md)."""

    rest_day: RestDay
    portal: Portal
    auto_ack_confirms: bool


def receipt_policy(settings: Mapping[str, str]) -> ReceiptPolicy:
    """Return the agency's choices: `rest_day_receipt`, `portal_receipt`, `auto_ack_confirms` (yes or no).

    Raises:
        BadInput: A setting has a value that it cannot have.
    """
    rest_day = one_of(settings.get("rest_day_receipt", "actual"), tuple(RestDay), "rest_day_receipt")
    portal = one_of(settings.get("portal_receipt", "earlier"), tuple(Portal), "portal_receipt")
    confirms = one_of(settings.get("auto_ack_confirms", "yes"), ("yes", "no"), "auto_ack_confirms")
    return {"rest_day": RestDay(rest_day), "portal": Portal(portal), "auto_ack_confirms": confirms == "yes"}


def _body(
    unit: Unit,
    office: AgencyRow,
    calendar: Calendar,
    call: Call,
    arrival: Arrival,
    applying: Callable[[], tuple[Applicant, str]],
    items: Sequence[str],
    form: str,
    note: str,
) -> tuple[Registered, str]:
    """Return the entry that opens the record, and the sealed identifiers."""
    today = local_day(call.at, zone_of(office.timezone))
    received = receipt(arrival, calendar, **receipt_policy(office.settings))
    if call.on > today:
        raise RuleBroken("{on} is in the future: today is {today}. Enter the day it happened.", on=call.on, today=today)
    if received.received_on > call.on:
        raise RuleBroken(
            "The request counts as received on {received_on}, after the day of its registration, {on}. Check the days.",
            received_on=received.received_on,
            on=call.on,
        )
    texts = [said(item, "item") for item in items]
    if not texts:
        raise BadInput("The request asks for nothing. Enter what is asked for, one item each.")
    applicant, sealed = applying()
    year = received.received_on.year
    serial = unit.next_number(office.id, SERIES, year)
    case_no = office.settings.get("case_no", CASE_NO).format(year=year, n=serial)
    body = Registered(
        agency_id=office.id,
        case_no=case_no,
        received_on=received.received_on,
        channel=str(arrival.channel),
        calendar=calendar.version,
        items=texts,
        series=SERIES,
        series_year=year,
        serial=serial,
        applicant=applicant,
        receipt=str(received.rule),
        warnings=[str(warning) for warning in received.warnings],
        form=form,
        note=note,
    )
    return body, sealed


def _applicant(
    seal: Seal, requester: Requester, kept: dict[str, str], match: str, alike: Sequence[Alike]
) -> tuple[Applicant, str]:
    """Return the applicant; one with the same paper, name and class, and no other address, is the one on record."""
    name = said(requester.name, "applicant")
    kind = one_of(requester.applicant_class, CLASSES, "class of applicant")
    same = [one for one in alike if (one.name, one.applicant_class) == (name, kind)]
    known = next((one.id for one in same if kept.items() <= seal.open(one.sealed).items()), None)
    sealed = "" if known else seal.seal(kept)
    applicant = Applicant(
        id=known or uuid7(),
        name=name,
        applicant_class=kind,
        seal=sha256(sealed.encode()).hexdigest() if sealed else "",
        match=match,
        known=known is not None,
        agent=requester.agent.strip(),
        joint=[said(one, "joint applicant") for one in requester.joint],
    )
    return applicant, sealed
