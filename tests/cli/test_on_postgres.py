"""One case through the command line on PostgreSQL; every other test of the command line runs on SQLite."""

import json
from pathlib import Path
from typing import Any

from workflow.store.session import Store


def test_a_case_on_postgresql(cli: Any, postgres_store: Store, tmp_path: Path) -> None:
    here = {"database_url": postgres_store.url.render_as_string(hide_password=False).replace("+psycopg", "")}
    registered = cli(
        *("case", "register", "--channel", "in_person", "--handed-in-on", "2026-03-02", "--applicant", "张三"),
        *("--class", "natural_person", "--item", "x", "--phone", "13800138000", "--json"),
        **here,
    )
    case = registered.json["case_no"]
    assert cli("case", "review", case, **here).status == 0
    assert cli("queue", "--json", **here).json[0]["by"] == "2026-03-30"
    assert cli("case", "show", case, "--why", **here).last == "2026-03-30"
    assert "13*******00" in cli("case", "show", case, **here).out
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("登记号,收到日期,申请方式,申请人类型\n甲-1,2026-03-10,网络,自然人\n", encoding="utf-8")
    assert cli("import", "ledger", ledger, **here).status == 0
    assert cli("import", "ledger", ledger, **here).out.startswith("Nothing new")
    notice = {"id": "甲县-1", "title": "临时放假", "source": "x", "known_on": "2026-03-19", "years": [2026]}
    file = tmp_path / "notice.json"
    file.write_text(json.dumps({**notice, "off": ["2026-03-25"], "worked": [], "amends": True}), encoding="utf-8")
    assert "2 due days move" in cli("calendar", "import", file, "--yes", **here).out
    assert cli("due", "2026-03-02", **here).last == "2026-03-31"
    assert cli("verify", **here).out == "2 cases and 5 entries verified.\n"
