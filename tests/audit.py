"""Known vulnerabilities of what requirements-dev.txt pins, which is also all that runs.

`make audit` asks the vulnerability service of pip-audit. Where that can't be reached,
`make audit ADVISORIES=FOLDER` looks them up in a copy of a list of advisories in the OSV format
(https://ossf.github.io/osv-schema/), as the Python Packaging Authority keeps one.

Exit code: 0 nothing known, 1 something found, 2 it could not be asked about everything.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements-dev.txt"
FOUND, NOT_ASKED = 1, 2


@dataclass(frozen=True)
class Finding:
    """A vulnerability of a package that is used."""

    package: str
    version: str
    advisory: str
    fixed: tuple[str, ...]

    def __str__(self) -> str:
        remedy = f"fixed in {', '.join(self.fixed)}" if self.fixed else "no version fixes it yet"
        return f"{self.package} {self.version}: {self.advisory}, {remedy}"


class NotAsked(Exception):
    """Nothing is known about some packages; the message says which and why."""


def pinned(requirements: Path = REQUIREMENTS) -> dict[str, Version]:
    """The version of each package that a machine like this installs."""
    joined = requirements.read_text().replace("\\\n", " ")
    lines = [line.partition(" --hash")[0].strip() for line in joined.splitlines()]
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {
        canonicalize_name(each.name): Version(str(each.specifier).removeprefix("=="))
        for each in wanted
        if not each.marker or each.marker.evaluate()
    }


# --- The service ----------------------------------------------------------------------------


def ask_service(requirements: Path = REQUIREMENTS) -> list[Finding]:
    """What pip-audit's service knows. NotAsked if it can't be reached, or not for all packages."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(requirements)]
    options = ["--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off"]
    done = subprocess.run(  # noqa: S603 - a program of the environment
        [*command, *options], capture_output=True, text=True, timeout=600, check=False
    )
    try:
        report = json.loads(done.stdout)
    except ValueError:
        reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        raise NotAsked(f"The vulnerability service could not be asked: {reason}") from None
    return read_report(report)


def read_report(report: Mapping[str, Any]) -> list[Finding]:
    """What pip-audit's report says; it calls packages that it knows nothing of merely skipped."""
    findings = [
        Finding(each["name"], each["version"], known["id"], tuple(known.get("fix_versions", ())))
        for each in report["dependencies"]
        for known in each.get("vulns", ())
    ]
    skipped = [each["name"] for each in report["dependencies"] if "skip_reason" in each]
    if skipped and not findings:
        some = ", ".join(skipped[:5]) + (" …" if len(skipped) > 5 else "")
        raise NotAsked(
            f"The vulnerability service said nothing about {len(skipped)} of "
            f"{len(report['dependencies'])} packages ({some}): is it reachable from here?"
        )
    return findings


# --- A list on this machine -----------------------------------------------------------------


def look_up(advisories: Path, packages: Mapping[str, Version]) -> list[Finding]:
    """What the advisories in a folder say. NotAsked if there are none in it."""
    findings, number = [], 0
    for advisory in read_advisories(advisories):
        number += 1
        if "withdrawn" not in advisory:
            findings += _affected(advisory, packages)
    if not number:
        raise NotAsked(f"There are no advisories in {advisories}.")
    return sorted(findings, key=str)


def read_advisories(folder: Path) -> Iterator[dict[str, Any]]:
    """All files of the folder and those below it, YAML or JSON."""
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".yaml", ".yml", ".json"):
            advisory = yaml.safe_load(file.read_text())
            if isinstance(advisory, dict) and "affected" in advisory:
                yield advisory


def _affected(advisory: Mapping[str, Any], packages: Mapping[str, Version]) -> Iterator[Finding]:
    for affected in advisory["affected"]:
        package = affected.get("package", {})
        name = canonicalize_name(package.get("name", ""))
        if package.get("ecosystem") != "PyPI" or name not in packages:
            continue
        ranges = [each for each in affected.get("ranges", ()) if each["type"] == "ECOSYSTEM"]
        version = packages[name]
        listed = {_version(text) for text in affected.get("versions", ())}
        if version in listed or any(_within(version, each["events"]) for each in ranges):
            fixed = [each["fixed"] for one in ranges for each in one["events"] if "fixed" in each]
            yield Finding(name, str(version), advisory["id"], tuple(fixed))


def _within(version: Version, events: Iterable[Mapping[str, str]]) -> bool:
    """Whether a version lies in a range of OSV: between "introduced" and what ended it."""
    inside = False
    for event in events:
        for kind, text in event.items():
            at = _version(text)
            if at is None:
                continue
            if kind == "introduced" and version >= at:
                inside = True
            elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
                inside = False
    return inside


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--advisories", type=Path, help="folder with advisories in OSV format")
    folder = parser.parse_args(arguments).advisories
    packages = pinned()
    try:
        findings = look_up(folder, packages) if folder else ask_service()
    except NotAsked as error:
        print(f"Not audited. {error}", file=sys.stderr)
        if not folder:
            print("Offline: make audit ADVISORIES=folder, see CONTRIBUTING.md.", file=sys.stderr)
        return NOT_ASKED
    for finding in findings:
        print(finding)
    print(f"{len(packages)} packages, {len(findings)} known vulnerabilities.")
    return FOUND if findings else 0


if __name__ == "__main__":
    sys.exit(main())
