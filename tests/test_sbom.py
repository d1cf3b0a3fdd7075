"""The bill of materials names what runs, with licences and checksums."""

import re

import pytest
from packaging.utils import canonicalize_name

from tests import sbom

pytestmark = pytest.mark.rendering  # the same whatever the database


@pytest.fixture(scope="module")
def bill() -> sbom.Bill:
    return sbom.bill_of_materials()


def test_it_is_what_cyclonedx_calls_valid(bill: sbom.Bill) -> None:
    assert sbom.faults(bill) == ""
    assert sbom.faults({**bill, "components": [{"name": "x"}]}) != ""


def test_it_names_all_that_is_pinned_and_nothing_of_development(bill: sbom.Bill) -> None:
    named = {canonicalize_name(each["name"]): each["version"] for each in bill["components"]}
    pinned = {canonicalize_name(each.name): each for each in sbom.pinned_requirements()}
    assert named.keys() == pinned.keys()
    assert {"django", "wagtail", "psycopg"} <= named.keys()
    assert named.keys().isdisjoint({"pytest", "ruff", "cyclonedx-bom"})
    assert bill["metadata"]["component"]["name"] == "miglobe-website"


def test_every_component_has_a_licence_and_checksums(bill: sbom.Bill) -> None:
    for component in bill["components"]:
        assert component.get("licenses"), component["name"]
        hashes = [
            each["content"]
            for reference in component["externalReferences"]
            for each in reference.get("hashes", ())
        ]
        assert hashes, component["name"]
        assert all(re.fullmatch("[0-9a-f]{64}", each) for each in hashes)


def test_it_says_who_needs_whom(bill: sbom.Bill) -> None:
    needs = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    by_name = {canonicalize_name(each["name"]): each["bom-ref"] for each in bill["components"]}
    assert by_name["django"] in needs[by_name["wagtail"]]
    assert by_name["wagtail"] in needs[bill["metadata"]["component"]["bom-ref"]]
