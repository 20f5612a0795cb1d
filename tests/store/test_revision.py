from workflow.store.migrating import known_revisions
from workflow.store.revision import HEAD


def test_the_newest_schema_is_that_of_the_newest_migration() -> None:
    assert known_revisions()[0] == HEAD
