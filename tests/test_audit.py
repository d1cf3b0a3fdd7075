"""Known vulnerabilities are found, and not knowing is never called knowing of none."""

import json
from pathlib import Path

import pytest
from packaging.version import Version

from tests import audit

ADVISORY = {
    "id": "PYSEC-2026-1",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Some_Package"},
            "ranges": [
                {
                    "type": "ECOSYSTEM",
                    "events": [
                        {"introduced": "0"},
                        {"fixed": "1.2.3"},
                        {"introduced": "2.0"},
                        {"fixed": "2.0.5"},
                    ],
                }
            ],
            "versions": ["3.0rc1"],
        }
    ],
}


def write(folder: Path, *advisories: dict) -> Path:
    for number, advisory in enumerate(advisories):
        (folder / f"{number}.json").write_text(json.dumps(advisory))
    return folder


@pytest.mark.parametrize(
    ("version", "is_affected"),
    [
        ("1.2.2", True),
        ("1.2.3", False),
        ("2.0", True),
        ("2.0.4", True),
        ("2.0.5", False),
        ("3.0rc1", True),
        ("3.0", False),
    ],
)
def test_a_list_says_which_versions_are_affected(
    tmp_path: Path, version: str, is_affected: bool
) -> None:
    found = audit.look_up(write(tmp_path, ADVISORY), {"some-package": Version(version)})
    assert [each.advisory for each in found] == (["PYSEC-2026-1"] if is_affected else [])
    if is_affected:
        said = f"some-package {version}: PYSEC-2026-1, fixed in 1.2.3, 2.0.5"
        assert str(found[0]) == said


def test_other_packages_ecosystems_and_withdrawn_advisories_do_not_count(tmp_path: Path) -> None:
    elsewhere = json.loads(json.dumps(ADVISORY).replace('"PyPI"', '"npm"'))
    withdrawn = {**ADVISORY, "withdrawn": "2026-01-01T00:00:00Z"}
    folder = write(tmp_path, elsewhere, withdrawn)
    assert audit.look_up(folder, {"some-package": Version("1.0")}) == []
    assert audit.look_up(write(tmp_path, ADVISORY), {"other": Version("1.0")}) == []


def test_an_empty_list_is_no_answer(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert audit.main(["--advisories", str(tmp_path)]) == audit.NOT_ASKED
    assert "There are no advisories in" in capsys.readouterr().err


def test_our_own_pins_are_looked_up(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert {"django", "wagtail", "pytest"} <= audit.pinned().keys()
    django = json.loads(json.dumps(ADVISORY).replace("Some_Package", "Django"))
    django["affected"][0]["ranges"][0]["events"] = [{"introduced": "0"}]
    assert audit.main(["--advisories", str(write(tmp_path, django))]) == audit.FOUND
    assert "PYSEC-2026-1, no version fixes it yet" in capsys.readouterr().out
    assert audit.main(["--advisories", str(write(tmp_path, ADVISORY))]) == 0


def test_what_the_service_skips_is_not_called_safe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    known = {"name": "django", "version": "5.2", "vulns": []}
    skipped = {"name": "wagtail", "skip_reason": "not found"}
    assert audit.read_report({"dependencies": [known]}) == []
    monkeypatch.setattr(
        audit, "ask_service", lambda: audit.read_report({"dependencies": [known, skipped]})
    )
    assert audit.main([]) == audit.NOT_ASKED
    said = capsys.readouterr()
    assert "said nothing about 1 of 2 packages (wagtail)" in said.err
    assert "0 known" not in said.out
    vulnerable = {**known, "vulns": [{"id": "PYSEC-1", "fix_versions": ["5.2.1"]}]}
    [finding] = audit.read_report({"dependencies": [vulnerable, skipped]})
    assert str(finding) == "django 5.2: PYSEC-1, fixed in 5.2.1"
