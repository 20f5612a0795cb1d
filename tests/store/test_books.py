"""What an agency has not set comes from the nearest agency above that has, and at the end from what is shipped."""

from time import process_time
from uuid import UUID, uuid4

import pytest
from factories import FOUNDED, at, dump, found_office
from sqlalchemy import event, insert

from workflow.actions.agencies import Stamp, add_agency
from workflow.actions.contacts import set_contact
from workflow.files.reminder_rules import default_rules
from workflow.rules.errors import BadInput, NotFound
from workflow.rules.quiet_hours import Quiet
from workflow.rules.record.journal import ChannelSet, RuleBookSet
from workflow.rules.reminders import Rule
from workflow.store import journal
from workflow.store.books import Book, Setup, books, channel_setup, channel_setups, contacts, lineage, rule_book
from workflow.store.rows import TABLES
from workflow.store.seal import Seal
from workflow.store.session import Store

STAMP = Stamp(None, FOUNDED.date(), FOUNDED)
RULE = '{"id":"a","duty":"reply","offset":-2,"roles":["assignee"],"channels":["desk"]}'
SHIPPED = default_rules()


@pytest.fixture
def tree(store: Store) -> dict[str, UUID]:
    """A province, a city, a county, and a bureau of its own."""
    made = {}
    with store.unit() as unit:
        for code, parent in {"province": "", "city": "province", "county": "city", "bureau": ""}.items():
            made[code] = add_agency(unit, STAMP, code=code, name=code, kind="government", parent=parent)
    return made


def put(store: Store, *pages: RuleBookSet | ChannelSet) -> None:
    with store.unit() as unit:
        for page in pages:
            journal.append(unit, page, **STAMP._asdict())


def book_of(store: Store, agency_id: UUID) -> Book:
    with store.reading() as connection:
        found = rule_book(connection, agency_id, SHIPPED)
        assert books(connection, SHIPPED)[agency_id] == found
    return found


def test_a_line_begins_with_the_agency_and_goes_up(store: Store, tree: dict[str, UUID]) -> None:
    with store.reading() as connection:
        assert lineage(connection, tree["county"]) == [tree[name] for name in ("county", "city", "province")]
        with pytest.raises(NotFound, match="no such agency"):
            rule_book(connection, uuid4(), SHIPPED)


def test_without_a_book_what_is_shipped_applies(store: Store, tree: dict[str, UUID]) -> None:
    assert book_of(store, tree["county"]) == Book(SHIPPED, Quiet(), None, None)


def test_rules_and_quiet_hours_come_each_from_the_nearest_above(store: Store, tree: dict[str, UUID]) -> None:
    put(
        store,
        RuleBookSet(agency_id=tree["province"], rules=f"[{RULE}]", quiet='{"from":"19:00"}', first=True),
        RuleBookSet(agency_id=tree["city"], rules="", quiet='{"from":"21:00"}', first=True),
    )
    rules = (Rule(id="a", duty="reply", offset=-2, roles=("assignee",), channels=("desk",)),)
    assert book_of(store, tree["county"]) == Book(rules, Quiet(from_="21:00"), tree["province"], tree["city"])
    assert book_of(store, tree["province"]) == Book(rules, Quiet(from_="19:00"), tree["province"], tree["province"])
    assert book_of(store, tree["bureau"]) == Book(SHIPPED, Quiet(), None, None)


def test_no_rules_at_all_are_rules_of_ones_own(store: Store, tree: dict[str, UUID]) -> None:
    put(store, RuleBookSet(agency_id=tree["city"], rules="[]", quiet="", first=True))
    assert book_of(store, tree["county"]) == Book((), Quiet(), tree["city"], None)


def test_a_book_taken_back_applies_no_more(store: Store, tree: dict[str, UUID]) -> None:
    put(
        store,
        RuleBookSet(agency_id=tree["city"], rules=f"[{RULE}]", quiet="", first=True),
        RuleBookSet(agency_id=tree["city"], rules="", quiet="", first=False),
    )
    assert book_of(store, tree["county"]).agency_id is None


def test_a_province_is_read_in_two_statements_and_each_text_once(store: Store) -> None:
    """Two thousand agencies below fifty, ten of which have the same rules and ten rules of their own."""
    rows = [
        {"id": uuid4(), "code": f"{n}", "name": "x", "kind": "department", "parent_id": None, "one_person": False}
        | {"timezone": "Asia/Shanghai", "settings": "{}"}
        for n in range(2000)
    ]
    for row in rows[50:]:
        row["parent_id"] = rows[int(str(row["code"])) % 50]["id"]
    shared = f"[{','.join([RULE] * 80)}]"
    own = [
        {"agency_id": row["id"], "rules": shared if n < 10 else shared.replace('"a"', f'"a{n}"'), "quiet": ""}
        for n, row in enumerate(rows[:20])
    ]
    with store.unit() as unit:
        unit.begin()
        unit.connection.execute(insert(TABLES["agencies"]), rows[:50])
        unit.connection.execute(insert(TABLES["agencies"]), rows[50:])
        unit.connection.execute(insert(TABLES["rule_books"]), own)
    asked: list[str] = []
    with store.reading() as connection:
        books(connection, SHIPPED)
        event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        took = []
        for _ in range(5):
            begun = process_time()
            found = books(connection, SHIPPED)
            took.append(process_time() - begun)
    assert len(asked) == 10
    assert len(found) == 2000
    assert len({id(book.rules) for book in found.values()}) == 12
    assert min(took) < 0.05, took


def test_where_people_are_reached(store: Store, seal: Seal) -> None:
    office = found_office(store, seal)
    stamp = Stamp(office.people["admin"], FOUNDED.date(), at("2026-03-02"))
    with store.unit() as unit:
        for role, address in {"intake": "i@x.cn", "approver": "a@x.cn", "auditor": "b@x.cn"}.items():
            set_contact(unit, stamp, user_id=office.people[role], channel="email", address=address)
        set_contact(unit, stamp, user_id=office.people["auditor"], channel="email", address="")
    asked = [office.people[role] for role in ("intake", "auditor", "supervisor")]
    with store.reading() as connection:
        assert contacts(connection, asked) == {(office.people["intake"], "email"): "i@x.cn"}
        assert contacts(connection, []) == {}
        everybody = [uuid4() for _ in range(40_000)] + asked
        assert contacts(connection, everybody) == {(office.people["intake"], "email"): "i@x.cn"}


def test_channels_come_from_the_nearest_above_each_by_itself(store: Store, tree: dict[str, UUID], seal: Seal) -> None:
    def setup(code: str, kind: str, options: str, *, active: bool = True, first: bool = True) -> ChannelSet:
        sealed = seal.seal({"password": code}) if options != "{}" else ""
        own = {"agency_id": tree[code], "channel": kind, "options": options, "sealed": sealed}
        return ChannelSet(**own, active=active, first=first)  # type: ignore[arg-type]  # each of its kind

    put(
        store,
        setup("province", "smtp", '{"host":"p"}'),
        setup("province", "wecom", '{"seconds":"9"}'),
        setup("city", "smtp", '{"host":"c"}'),
        setup("county", "wecom", "{}", active=False),
        setup("county", "smtp", '{"host":"x"}'),
        setup("county", "smtp", "", first=False),
    )
    smtp = Setup({"host": "c"}, {"password": "city"}, True, tree["city"])
    with store.reading() as connection:
        assert channel_setups(connection, tree["county"], seal) == {
            "smtp": smtp,
            "wecom": Setup({}, {}, False, tree["county"]),
        }
        assert channel_setup(connection, tree["county"], "smtp", seal) == smtp
        assert channel_setups(connection, tree["city"], seal)["wecom"].options == {"seconds": "9"}
        assert channel_setups(connection, tree["bureau"], seal) == {}
        with pytest.raises(NotFound, match="has no channel smtp"):
            channel_setup(connection, tree["bureau"], "smtp", seal)
        with pytest.raises(BadInput, match="cannot be opened with this key"):
            channel_setups(connection, tree["county"], Seal(Seal.new_key()))


def test_no_secret_lies_open(store: Store, tree: dict[str, UUID], seal: Seal) -> None:
    secret = "a secret of the mail server"  # noqa: S105 (of a test)
    page = ChannelSet(
        agency_id=tree["city"],
        channel="smtp",
        options="{}",
        sealed=seal.seal({"password": secret}),
        active=True,
        first=True,
    )
    put(store, page)
    assert secret not in str(dump(store))
    with store.reading() as connection:
        assert channel_setup(connection, tree["city"], "smtp", seal).secrets == {"password": secret}
