"""The Dockerfile: what goes into the image and what it runs as, without an engine to build it."""

import fnmatch
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from dockerfile_parse import DockerfileParser

from operations import probe

ROOT = Path(settings.BASE_DIR)
#: packages and programs with which something is compiled
COMPILERS = ("build-essential", "gcc", "g++", "clang", "make", "-dev", "rustc", "cargo", "git")


@pytest.fixture(scope="module")
def steps() -> list[dict[str, Any]]:
    """The instructions in order."""
    parser = DockerfileParser(path=str(ROOT / "Dockerfile"))
    return [step for step in parser.structure if step["instruction"] != "COMMENT"]


@pytest.fixture(scope="module")
def final(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of the image that runs."""
    last = max(number for number, step in enumerate(steps) if step["instruction"] == "FROM")
    return steps[last:]


def values(steps: list[dict[str, Any]], instruction: str) -> list[str]:
    return [step["value"] for step in steps if step["instruction"] == instruction]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a file out: the last line that matches it decides."""
    out = False
    parts = Path(path).parts
    prefixes = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        pattern = line.removeprefix("!").removeprefix("**/")
        anywhere = line.removeprefix("!").startswith("**/")
        candidates = [*prefixes, *parts] if anywhere else prefixes
        if line and not line.startswith("#") and any(map(_matcher(pattern), candidates)):
            out = not line.startswith("!")
    return out


def _matcher(pattern: str):
    return lambda name: fnmatch.fnmatchcase(name, pattern)


def test_the_base_is_named_exactly_and_the_same_in_both_stages(steps: list[dict[str, Any]]) -> None:
    [argument] = values(steps, "ARG")
    name, _, image = argument.partition("=")
    assert re.fullmatch(r"python:\d+\.\d+\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", image)
    assert values(steps, "FROM") == [f"${{{name}}} AS build", f"${{{name}}}"]


def test_what_is_copied_exists_and_is_not_kept_out(steps: list[dict[str, Any]]) -> None:
    for value in values(steps, "COPY"):
        if not value.startswith("--from=build"):
            *sources, _ = value.split()
            for source in sources:
                assert (ROOT / source).exists(), source
                assert not ignored(source), source
    # Everything that runs is there.
    copied = " ".join(values(steps, "COPY"))
    for needed in ("manage.py", "site", "home", "news", "pool", "templates", "locale", "docs"):
        assert re.search(rf"\b{re.escape(needed)}\b", copied), needed


def test_neither_secrets_nor_data_nor_tests_get_into_the_image() -> None:
    for path in (
        ".env",
        ".git/config",
        "var/db.sqlite3",
        "var/media/documents/a.pdf",
        "tests/factories.py",
        "certificates/site.key",
        "compose.yaml",
        "site/config/.env.production",
        "site/core/__pycache__/models.pyc",
        "home/key.pem",
        "locale/de/LC_MESSAGES/django.mo",  # compiled inside
    ):
        assert ignored(path), path
    for path in (
        "manage.py",
        "site/core/models/media.py",
        "docs/editors.md",
        "templates/base.html",
    ):
        assert not ignored(path), path


def test_dependencies_are_checked_and_nothing_is_compiled(
    steps: list[dict[str, Any]], final: list[dict[str, Any]]
) -> None:
    installs = [value for value in values(steps, "RUN") if "pip" in value and " install " in value]
    assert any("--require-hashes --only-binary=:all:" in value for value in installs)
    packages = " ".join(re.findall(r"apt-get install ([^&]+)", " ".join(values(steps, "RUN"))))
    assert "--no-install-recommends" in packages
    wanted = [word for word in packages.split() if not word.startswith("--")]
    assert [word for word in wanted for tool in COMPILERS if tool in word] == []
    assert "pip uninstall" in " ".join(values(final, "RUN"))
    assert "rm -rf /var/lib/apt/lists/*" in " ".join(values(final, "RUN"))


def test_it_runs_as_nobody_in_particular(final: list[dict[str, Any]]) -> None:
    assert values(final, "USER") == ["10001:10001"]
    instructions = [step["instruction"] for step in final]
    # Nothing is done as that user but to run.
    assert instructions.index("USER") > max(
        number for number, name in enumerate(instructions) if name in ("RUN", "COPY")
    )
    assert "useradd --uid 10001" in " ".join(values(final, "RUN"))
    assert values(final, "STOPSIGNAL") == ["SIGTERM"]
    assert values(final, "CMD") == ['["gunicorn", "--config", "site/config/gunicorn.py"]']
    assert 'python", "site/operations/probe.py' in values(final, "HEALTHCHECK")[0]


def test_no_secret_stays_in_the_image(steps: list[dict[str, Any]]) -> None:
    kept = " ".join(values(steps, "ENV") + values(steps, "ARG") + values(steps, "LABEL"))
    assert not re.search(r"SECRET|PASSWORD|TOKEN|DATABASE_URL|_KEY", kept)


def test_the_probe_asks_by_a_name_that_the_site_answers_to() -> None:
    assert probe.host({"ALLOWED_HOSTS": "www.site.test,site.test"}) == "www.site.test"
    assert probe.host({"ALLOWED_HOSTS": ".site.test"}) == "site.test"
    assert probe.port({"BIND": "0.0.0.0:9000"}) == 9000
    assert probe.port({}) == 8000
    assert not probe.is_well("/health/live", {"BIND": "127.0.0.1:1"})


@pytest.mark.django_db
def test_the_probe_is_content_with_a_live_site(
    live_server, settings, django_db_serialized_rollback: None
) -> None:
    settings.ALLOWED_HOSTS = ["www.site.test"]
    port = live_server.url.rpartition(":")[2]
    variables = {"BIND": f"0.0.0.0:{port}", "ALLOWED_HOSTS": "www.site.test"}
    assert probe.is_well("/health/live", variables)
    assert not probe.is_well("/health/nothing", variables)
    assert not probe.is_well("/health/live", variables | {"ALLOWED_HOSTS": "other.test"})
