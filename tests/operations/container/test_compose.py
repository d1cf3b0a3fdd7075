"""compose.yaml: right after the Compose Specification, and built so that little can go wrong."""

import ipaddress
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose
from django.conf import settings
from django.core.management import get_commands, load_command_class

from tests.config.test_environment_list import listed

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "compose.yaml").read_text()
SITE = ("web", "worker", "timer", "migrate")
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?:(?P<how>:[-?])(?P<rest>[^}]*))?\}")


def filled(text: str) -> str:
    """What `docker compose` makes of it: each variable that is needed has a value."""

    def value(found: re.Match[str]) -> str:
        folder = "/" if found["name"].endswith("_PATH") else ""
        needed = f"{folder}value-of-{found['name'].lower()}"
        return found["rest"] if found["how"] == ":-" else needed

    return VARIABLE.sub(value, text).replace("$$", "$")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(filled(TEXT))


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return compose["services"]


def test_it_follows_the_specification(compose: dict[str, Any]) -> None:
    read = PyCompose.from_yaml(yaml.safe_dump(compose, sort_keys=False))
    read.validate()
    assert set(read.service_names()) == {*SITE, "proxy", "database", "redis"}
    with pytest.raises(ValueError, match="healthchek"):
        PyCompose.from_yaml(yaml.safe_dump(compose).replace("healthcheck:", "healthchek:"))


def test_every_service_has_little_to_break_out_with(services: dict[str, dict[str, Any]]) -> None:
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        user, group = service["user"].split(":")
        assert int(user) > 0, name
        assert int(group) > 0, name
        limits = service["deploy"]["resources"]["limits"]
        assert {"cpus", "memory", "pids"} <= limits.keys(), name
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
        assert not {"privileged", "network_mode", "pid", "cap_add", "devices"} & service.keys()
        assert "docker.sock" not in str(service.get("volumes", ""))
        # What it may write, it may write in memory or on a volume of its own.
        assert service["tmpfs"], name


def test_what_the_proxy_keeps_in_memory_leaves_it_room(
    services: dict[str, dict[str, Any]],
) -> None:
    """A full tmpfs is an error of one answer; a full container is the end of the proxy."""
    for name in (*SITE, "proxy"):
        sizes = [re.search(r"size=(\d+)m", mount) for mount in services[name]["tmpfs"]]
        assert all(sizes), f"{name}: no size is half of the machine's memory"
        limit = int(services[name]["deploy"]["resources"]["limits"]["memory"].removesuffix("M"))
        assert sum(int(size[1]) for size in sizes if size) <= 0.8 * limit, name
    mounts = {mount.partition(":")[0]: mount for mount in services["proxy"]["tmpfs"]}
    text = (ROOT / "site/operations/proxy/nginx.conf").read_text()
    assert "proxy_cache_path" not in text

    def megabytes(pattern: str) -> int:
        return max(int(found) for found in re.findall(pattern + r"(\d+)m;?", text))

    def room(folder: str) -> int:
        return int(mounts[folder].rpartition("size=")[2].removesuffix("m"))

    [senders] = set(re.findall(r"limit_conn senders (\d+);", text))
    assert int(senders) * megabytes("client_max_body_size ") < room("/tmp/bodies")  # noqa: S108
    [readers] = re.findall(r"limit_conn documents (\d+);", text)
    assert int(readers) * 20 < room("/tmp/answers")  # noqa: S108 - documents have 20 MB at most
    assert "client_body_temp_path /tmp/bodies;" in text
    assert "proxy_temp_path /tmp/answers;" in text


def test_every_container_knows_the_passwords_it_needs_and_no_others(
    services: dict[str, dict[str, Any]],
) -> None:
    files = {name: service.get("env_file", []) for name, service in services.items()}
    # `.env` holds the password of PostgreSQL's own role.
    assert files == {name: ["site.env"] if name in SITE else [] for name in services}
    assert "/site.env" in (ROOT / ".gitignore").read_text().splitlines()
    administrator = "value-of-database_admin_password"
    knowing = [name for name in services if administrator in str(services[name])]
    assert knowing == ["database"]
    assert "value-of-" not in str(services["proxy"])
    assert "value-of-secret_key" not in str([services["database"], services["redis"]])
    counting = [
        name for name in SITE if "PROMETHEUS_MULTIPROC_DIR" in services[name]["environment"]
    ]
    assert counting == ["web"]
    assert services["web"]["environment"].items() >= services["worker"]["environment"].items()


def test_the_ledger_is_not_among_the_volumes(
    compose: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    assert compose["volumes"].keys() == {"database", "media"}
    for name in SITE:
        [ledger] = [volume for volume in services[name]["volumes"] if "/srv/ledger" in str(volume)]
        assert ledger["source"] == "/value-of-ledger_path"
        assert ledger["bind"] == {"create_host_path": False}


def test_health_is_watched_or_it_is_said_why_not(services: dict[str, dict[str, Any]]) -> None:
    for name in ("proxy", "database", "redis"):
        assert services[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert "healthcheck" not in services["web"], "the image's own"
    for name in ("worker", "timer", "migrate"):
        assert services[name]["healthcheck"] == {"disable": True}
        line = TEXT[TEXT.index(f"\n  {name}:") :].partition("healthcheck: {disable: true}")[2]
        assert line.startswith(" # "), f"{name}: no reason"


def test_the_database_is_reached_by_the_site_alone(
    compose: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    assert [name for name in services if "ports" in services[name]] == ["proxy"]
    networks = {name: set(service["networks"]) for name, service in services.items()}
    assert networks["database"] == networks["redis"] == networks["migrate"] == {"data"}
    assert compose["networks"]["data"]["internal"] is True
    assert compose["networks"]["site"]["internal"] is True
    assert "data" not in networks["proxy"]
    assert networks["proxy"] & networks["web"] == {"site"}


def test_the_web_starts_after_the_migration_and_twice(services: dict[str, dict[str, Any]]) -> None:
    web = services["web"]
    assert web["deploy"]["replicas"] == 2
    for name in ("web", "worker", "timer"):
        conditions = services[name]["depends_on"]
        assert conditions["migrate"]["condition"] == "service_completed_successfully", name
        assert conditions["database"]["condition"] == "service_healthy", name
    # gunicorn ends its requests within 30 seconds.
    assert int(web["stop_grace_period"].removesuffix("s")) > 30


def test_the_site_believes_its_proxy_and_nobody_else(
    compose: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    address = services["proxy"]["networks"]["site"]["ipv4_address"]
    subnet = compose["networks"]["site"]["ipam"]["config"][0]["subnet"]
    assert ipaddress.ip_address(address) in ipaddress.ip_network(subnet)
    for name in SITE:
        assert services[name]["environment"]["TRUSTED_PROXIES"] == address


def test_commands_exist_and_variables_are_known(services: dict[str, dict[str, Any]]) -> None:
    commands, known = get_commands(), listed()
    for name in SITE:
        assert services[name]["image"] == services["web"]["image"]
        assert not sorted(services[name]["environment"].keys() - known.keys()), name
        if command := services[name].get("command"):
            assert command[:2] == ["python", "manage.py"]
            loaded = load_command_class(commands[command[2]], command[2])
            loaded.create_parser("manage.py", command[2]).parse_args(command[3:])
    required = {name for name, default in known.items() if default == "required"}
    assert required <= services["web"]["environment"].keys()


def test_no_secret_stands_in_the_file() -> None:
    for line in TEXT.splitlines():
        if re.search(r"(PASSWORD|SECRET|KEY)\w*: ", line):
            assert re.search(r"\$\{\w+:\?", line), line
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()
    assert "/certificates/" in (ROOT / ".gitignore").read_text().splitlines()


def test_images_are_named_exactly_and_mounted_files_exist(
    services: dict[str, dict[str, Any]],
) -> None:
    for name in ("proxy", "database", "redis"):
        assert re.search(r":\d+\.\d+(\.\d+)?-", services[name]["image"]), name
        for volume in services[name].get("volumes", []):
            source, _, *mode = volume.split(":")
            if source.startswith("./"):
                assert (ROOT / source).exists(), source
                assert mode == ["ro"], volume
    configuration = services["proxy"]["entrypoint"][2]
    assert configuration == "/etc/nginx/site/nginx.conf"
    targets = {secret["target"] for secret in services["proxy"]["secrets"]}
    text = (ROOT / "site/operations/proxy/nginx.conf").read_text()
    assert all(target in text for target in targets)


def test_the_script_for_a_new_database_is_right_shell() -> None:
    script = ROOT / "site" / "operations" / "container" / "database.sh"
    said = subprocess.run(["/bin/sh", "-n", str(script)], capture_output=True, check=False)  # noqa: S603
    assert said.returncode == 0, said.stderr
