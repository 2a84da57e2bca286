"""docker-compose.yml and Dockerfile: right by the schema, and about things that exist."""

import json
import re
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((Path(__file__).parent / "compose-spec.json").read_text())
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "beat"]
SECRETS = {"CASEWEEK_SECRET_KEY", "CASEWEEK_ROOT_SECRET", "POSTGRES_PASSWORD", "EMAIL_URL"}
READERS = ["settings.py", "gunicorn.py", "secrets.py", "healthcheck.py"]


def test_compose_file_is_valid_by_the_official_schema():
    errors = jsonschema.Draft7Validator(SCHEMA).iter_errors(COMPOSE)

    assert [f"{list(error.path)}: {error.message}" for error in errors] == []


def test_schema_refuses_a_misspelt_key():
    wrong = {**COMPOSE, "services": {"web": {"image": "caseweek", "healthchek": {}}}}

    assert not jsonschema.Draft7Validator(SCHEMA).is_valid(wrong)


def test_services_are_web_worker_beat_migration_and_two_servers():
    assert sorted(SERVICES) == sorted([*OURS, "db", "redis"])
    assert {SERVICES[name]["image"] for name in OURS} == {"caseweek"}


@pytest.mark.parametrize("name", OURS)
def test_command_names_files_and_modules_that_exist(name):
    command = SERVICES[name]["command"]

    named = {
        "migrate": ["manage.py"],
        "web": ["config/gunicorn.py", "config/wsgi.py"],
        "worker": ["config/celery.py"],
        "beat": ["config/celery.py"],
    }[name]
    program = {"migrate": "manage.py", "web": "config.wsgi"}.get(name, "--app=config")
    assert program in command
    assert [path for path in named if not (ROOT / path).exists()] == []
    for option in (part for part in command if part.endswith(".py")):
        assert (ROOT / option).is_file()


def test_web_health_check_runs_a_module_that_exists():
    program, python, option, module = SERVICES["web"]["healthcheck"]["test"]

    assert (program, python, option) == ("CMD", "python", "-m")
    assert find_spec(module) is not None


def test_every_service_that_stays_has_a_health_check():
    without = {name for name, service in SERVICES.items() if "healthcheck" not in service}

    assert without == {"migrate"}


@pytest.mark.parametrize("name", OURS)
def test_every_variable_set_is_one_that_is_read(name):
    sources = "".join((ROOT / "config" / reader).read_text() for reader in READERS)
    read = set(re.findall(r'"([A-Z][A-Z_]+)"', sources))

    assert set(SERVICES[name]["environment"]) - read == set()


def test_secrets_have_no_default_and_are_demanded():
    text = (ROOT / "docker-compose.yml").read_text()
    uses = re.findall(r"\$\{(\w+)([^}]*)\}", text)

    demanded = {name for name, rest in uses if rest.startswith(":?")}
    assert demanded >= SECRETS
    assert [name for name, rest in uses if name in demanded and not rest.startswith(":?")] == []


def test_key_files_are_kept_where_the_database_server_cannot_reach_them():
    volumes = {name: set(service.get("volumes", [])) for name, service in SERVICES.items()}
    sources = {name: {entry.split(":")[0] for entry in held} for name, held in volumes.items()}

    assert sources["db"] == {"database"}
    assert sources["redis"] == set()
    assert all("keys" in sources[name] and "database" not in sources[name] for name in OURS)


def test_only_the_web_process_is_published_and_only_to_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"web": ["127.0.0.1:${CASEWEEK_PORT:-8000}:8000"]}
    assert SERVICES["db"]["networks"] == SERVICES["redis"]["networks"] == ["data"]
    assert COMPOSE["networks"]["data"] == {"internal": True}


def test_dockerfile_copies_what_is_there_and_not_ignored():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copies = [line.split()[1:-1] for line in lines if re.match(r"COPY (?!--from)", line)]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    kept = [line[1:] for line in ignored if line.startswith("!")]

    sources = [source for copy in copies for source in copy]
    assert [name for name in sources if not (ROOT / name).exists()] == []
    assert [name for name in sources if not any(fnmatch(name, one) for one in kept)] == []


def test_image_runs_as_another_user_than_root_and_in_production_mode():
    final = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]

    assert re.findall(r"^USER (\S+)$", final, re.MULTILINE) == ["caseweek"]
    assert final.index("collectstatic") < final.index("ENV CASEWEEK_MODE=production")
    assert not re.search(r"SECRET", final)
