"""The files for containers say what docs/operations.md promises; no container is started here."""

import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from workflow.settings import Settings
from workflow.worker.app import QUEUES

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


class Overriding(yaml.SafeLoader):
    """Knows the mark by which compose replaces a list instead of adding to it."""


def _list(loader: Overriding, node: yaml.SequenceNode) -> list[Any]:
    return loader.construct_sequence(node, deep=True)


Overriding.add_constructor("!override", _list)


def test_there_is_what_production_takes() -> None:
    assert set(SERVICES) == {"database", "broker", "migrate", "worker", "worker-reports", "beat"}
    assert set(OURS) == {"migrate", "worker", "worker-reports", "beat"}
    assert int(SERVICES["database"]["image"].partition(":")[2]) >= 15
    assert SERVICES["broker"]["image"].startswith("rabbitmq:")


@pytest.mark.parametrize("name", OURS)
def test_our_containers_may_do_little(name: str) -> None:
    service = OURS[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert "ports" not in service


def test_nobody_is_root() -> None:
    assert SERVICES["database"]["user"] == "postgres"
    assert SERVICES["broker"]["user"] == "rabbitmq"
    assert [line for line in DOCKERFILE.splitlines() if line.startswith("USER")] == ["USER disclosure"]


def test_the_database_is_brought_up_to_date_before_anything_works() -> None:
    assert SERVICES["migrate"]["command"] == ["db", "upgrade"]
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    for name in ("worker", "worker-reports", "beat"):
        assert SERVICES[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "broker": {"condition": "service_healthy"},
        }


def test_everything_that_stays_up_is_looked_after() -> None:
    for name in SERVICES.keys() - {"migrate"}:
        assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}, name
        assert SERVICES[name]["restart"] == "unless-stopped", name


def test_every_queue_is_served_once_and_reports_apart_from_reminders() -> None:
    served = [SERVICES[name]["command"][2].split(",") for name in ("worker", "worker-reports")]
    assert sorted(queue for queues in served for queue in queues) == sorted(QUEUES)
    assert served[0] == ["sweeps", "deliveries"]


def test_secrets_come_by_file() -> None:
    known = set(COMPOSE["secrets"])
    for name, service in SERVICES.items():
        used = {one if isinstance(one, str) else one["source"] for one in service["secrets"]}
        assert used <= known, name
        for variable, value in service.get("environment", {}).items():
            if variable.endswith("_FILE") and value:
                assert Path(value).name in used, (name, variable)
            assert not re.search(r"PASSWORD$|_URL$|_KEY$", variable), variable
    assert all(secret["file"].startswith("./secrets/") for secret in COMPOSE["secrets"].values())


def test_settings_of_the_containers_are_settings() -> None:
    known = {f"DISCLOSURE_{name.upper()}" for name in Settings.__struct_fields__}
    for service in OURS.values():
        assert set(service["environment"]) <= known


def test_volumes_and_networks_are_named() -> None:
    for service in SERVICES.values():
        assert {one.partition(":")[0] for one in service.get("volumes", ())} <= set(COMPOSE["volumes"])
        assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["database"]["networks"] == SERVICES["broker"]["networks"] == ["inside"]


def test_redis_takes_the_place_of_the_broker() -> None:
    other = yaml.load((ROOT / "deploy" / "redis.yml").read_text("utf-8"), Overriding)["services"]  # noqa: S506 (a safe loader)
    assert set(other) == {"broker"}
    assert other["broker"]["image"].startswith("redis:")
    assert other["broker"]["user"] == "redis"
    assert other["broker"]["secrets"][0]["source"] in COMPOSE["secrets"]


def test_the_image_holds_what_is_pinned_and_hashed_and_our_own_files() -> None:
    assert "--require-hashes --requirement requirements/run.txt" in DOCKERFILE
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert {name for names in copied for name in names.split()} == {
        *("requirements/run.txt", "pyproject.toml", "README.md", "letters", "workflow")
    }
    assert len(re.findall(r"^FROM python:3\.\d+-slim", DOCKERFILE, re.MULTILINE)) == 2
    allowed = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert allowed[0] == "*"
    assert all(f"!{name}" in allowed for names in copied for name in names.split())


@pytest.mark.parametrize("broker", ["rabbitmq", "redis"])
def test_secrets_are_made_once(broker: str, tmp_path: Path) -> None:
    script = tmp_path / "deploy" / "make_secrets.sh"
    script.parent.mkdir()
    script.write_text((ROOT / "deploy" / "make_secrets.sh").read_text("utf-8"), "utf-8")
    command = ["sh", str(script), broker]
    subprocess.run(command, check=True)
    folder = tmp_path / "secrets"
    made = {path.name: path.read_text() for path in folder.iterdir()}
    assert set(made) == set(COMPOSE["secrets"])
    assert made["database_password"].strip() in made["database_url"]
    assert made["broker_url"].startswith("redis" if broker == "redis" else "amqp")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    subprocess.run(command, check=True)
    assert {path.name: path.read_text() for path in folder.iterdir()} == made
