"""The bill of materials of what runs: `make sbom` writes it to var/sbom.json.

CycloneDX 1.6. What is installed tells names, licences and who needs whom; requirements.txt tells
which of that belongs to the site, and the checksums of the files that it may come as.
"""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements.txt"
TARGET = ROOT / "var" / "sbom.json"
#: of packages whose metadata names none: what the LICENSE beside it says
LICENCES = {"pyrage": [{"license": {"id": "MIT", "acknowledgement": "concluded"}}]}

Bill = dict[str, Any]


class SbomError(Exception):
    """There is no true bill of materials; the message says why."""


def bill_of_materials() -> Bill:
    """The bill as CycloneDX's JSON. SbomError if what is installed is not what is pinned."""
    pinned = {canonicalize_name(each.name): each for each in pinned_requirements()}
    files = {
        canonicalize_name(each["name"]): each["externalReferences"]
        for each in _cyclonedx("requirements", str(REQUIREMENTS))["components"]
    }
    bill = _cyclonedx("environment", sys.executable)
    kept = []
    for component in bill["components"]:
        name = canonicalize_name(component["name"])
        if name not in pinned:
            continue
        if not pinned[name].specifier.contains(component["version"], prereleases=True):
            raise SbomError(
                f"{name} {component['version']} is installed, but requirements.txt says "
                f"{pinned[name].specifier}: run make first."
            )
        component.setdefault("licenses", LICENCES.get(name, []))
        component["externalReferences"] = [
            *component.get("externalReferences", []),
            *(each for each in files[name] if each["type"] == "distribution"),
        ]
        kept.append(component)
    if missing := pinned.keys() - {canonicalize_name(each["name"]) for each in kept}:
        raise SbomError(f"not installed: {', '.join(sorted(missing))}: run make first.")
    bill["components"] = kept
    bill["dependencies"] = _among(bill, {each["bom-ref"] for each in kept})
    return bill


def pinned_requirements() -> list[Requirement]:
    """What requirements.txt asks for on a machine like this."""
    joined = REQUIREMENTS.read_text().replace("\\\n", " ")
    lines = [line.partition(" --hash")[0].strip() for line in joined.splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return [each for each in found if not each.marker or each.marker.evaluate()]


def faults(bill: Bill) -> str:
    """What CycloneDX's own validator finds wrong; empty if nothing."""
    error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill))
    return str(error) if error else ""


def _among(bill: Bill, kept: set[str]) -> list[dict[str, Any]]:
    """Who needs whom, among what is kept; the site itself needs what pyproject.toml names."""
    root = bill["metadata"]["component"]["bom-ref"]
    return [
        {**each, "dependsOn": [ref for ref in each.get("dependsOn", []) if ref in kept]}
        for each in bill["dependencies"]
        if each["ref"] in kept or each["ref"] == root
    ]


def _cyclonedx(*arguments: str) -> Bill:
    assert find_spec("cyclonedx_py"), "cyclonedx-bom is not installed"
    command = [sys.executable, "-m", "cyclonedx_py", *arguments]
    options = [
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "--spec-version",
        "1.6",
        "--no-validate",
    ]
    done = subprocess.run(  # noqa: S603 - a program of the environment
        [*command, *options, "--output-format", "JSON", "--output-file", "-"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SbomError(done.stderr)
    return json.loads(done.stdout)


def main() -> int:
    try:
        bill = bill_of_materials()
    except SbomError as error:
        print(error, file=sys.stderr)
        return 1
    if wrong := faults(bill):
        print(wrong, file=sys.stderr)
        return 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(bill, indent=1))
    print(f"{TARGET.relative_to(ROOT)}: {len(bill['components'])} components, CycloneDX 1.6")
    return 0


if __name__ == "__main__":
    sys.exit(main())
