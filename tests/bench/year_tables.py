"""The table of a year's applications over a million cases, beside the grouped query it rests on."""

from datetime import date
from typing import Any

import psycopg

from workflow.actions.statistics import statistics
from workflow.files.forms import form
from workflow.rules.annual_report import counted
from workflow.store.people import agency_by_code
from workflow.store.session import Store
from workflow.store.statistics import groups_of, proceedings_of

from .databases import Place, postgres
from .racing import Bar, Size, Table, median, race, timed, times_as_fast
from .record import YEAR

CASES, AGENCIES = 1_000_000, 2000
OURS, RAW, ONE = "tables of all agencies", "psycopg, the grouped query", "statistics of one agency"
_MOST = 1.5
_MOST_ONE = 10  # Milliseconds.
_OUTCOMES = ["D1", "D2", "D3", "D1", "D2", "D1"]
_CLASSES = ["natural_person", "natural_person", "commercial", "legal_service"]

_AGENCIES = """
insert into agencies (id, code, name, kind, parent_id, one_person, timezone, settings)
select gen_random_uuid(), n::text, '某县某局', 'department', null, false, 'Asia/Shanghai', '{}'
from generate_series(1, %s) n"""
_CASES = """
insert into cases (id, agency_id, case_no, series, series_year, serial, state, version, head, received_on, channel,
                   applicant_class, applicant, outcome, closed_on, counted_outcome, counted_on, counted_late,
                   clock_status, due_on, provisional, next_on, next_what, calendar, snapshot)
select gen_random_uuid(), a.id, n::text, '', 0, 0, case when open then 'reviewed' else 'replied' end, 8,
       repeat('0', 64), day, 'online', class, '张三', outcome, closed, outcome, closed, n %% 9 = 0, 'running',
       day + 28, false, day + 28, 'reply', '0123456789abcdef', repeat('x', 600)
from (select n, n %% 50 = 0 as open, date '2021-01-04' + n %% 1820 as day,
             case when n %% 50 > 0 then date '2021-01-18' + n %% 1820 end as closed,
             case when n %% 50 > 0 then (%(outcomes)s::text[])[1 + n %% 6] end as outcome,
             (%(classes)s::text[])[1 + n %% 4] as class,
             1 + floor(%(agencies)s * power(((n * 7919::bigint) %% 1000003) / 1000003.0, 2))::int as place
      from generate_series(1, %(cases)s) n) c
join agencies a on a.code = c.place::text"""
_GROUPED = """
select applicant_class, counted_outcome,
       count(*) filter (where received_on >= %(first)s),
       count(*) filter (where received_on < %(first)s and (counted_on is null or counted_on >= %(first)s)),
       count(*) filter (where counted_on between %(first)s and %(last)s),
       count(*) filter (where counted_on is null or counted_on > %(last)s)
from cases where received_on <= %(last)s and (counted_on is null or counted_on >= %(first)s)
group by applicant_class, counted_outcome"""


def measure(size: Size) -> list[Table]:
    """Count the last year of five."""
    cases = size.rows(CASES)
    with postgres() as place:
        _lay_out(place, cases)
        store = place.store()
        table = _compared(store, place, cases, size)
        store.close()
    return [table]


def _compared(store: Store, place: Place, cases: int, size: Size) -> Table:
    chosen = form("2021")
    with store.reading() as reading:
        middle = agency_by_code(reading, str(AGENCIES // 2))

    def ours() -> None:
        with store.reading() as reading:
            counted(chosen, groups_of(reading, YEAR, None, by_channel=False), proceedings_of(reading, YEAR, None))

    with psycopg.connect(place.dsn, autocommit=True) as connection:
        days: dict[str, Any] = {"first": date(YEAR, 1, 1), "last": date(YEAR, 12, 31)}
        contenders = {
            OURS: timed(ours),
            RAW: timed(lambda: connection.execute(_GROUPED, days).fetchall()),
            ONE: timed(lambda: statistics(store, middle, YEAR, today=date(YEAR + 1, 1, 5))),
        }
        times = race(contenders, max(size.rounds, 5))
    rows = {name: {"ms": median(times, name) * 1e3} for name in times}
    bars = [
        Bar(f"time / {RAW}", round(1 / times_as_fast(times, OURS, RAW), 3), _MOST, at_least=False),
        Bar(f"{ONE}, ms", median(times, ONE) * 1e3, _MOST_ONE, at_least=False),
    ]
    return Table(f"The tables of a year, of {cases:,} cases in {AGENCIES:,} agencies", rows, bars)


def _lay_out(place: Place, cases: int) -> None:
    with psycopg.connect(place.dsn, autocommit=True) as connection:
        connection.execute(_AGENCIES, [AGENCIES])
        connection.execute(_CASES, {"agencies": AGENCIES, "cases": cases, "outcomes": _OUTCOMES, "classes": _CLASSES})
        connection.execute("vacuum analyze")
