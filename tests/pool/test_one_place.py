"""What of a profile is public is read in one place: nothing else reads the profile's own fields."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

# What consents cover, as fields of the page and of rows of its own.
FIELDS = {
    "first_name",
    "last_name",
    "portrait",
    "portrait_id",
    "portrait_alt",
    "city",
    "experience",
    "email",
    "phone",
    "website",
    "country_links",
    "language_links",
    "topic_links",
}
# Other things than profiles have fields of these names too; within `pool` they are profiles'.
ELSEWHERE = FIELDS - {"city", "email", "experience", "phone", "topic_links", "website"}
# What `PublicProfile` is called; a `card` is a vCard that is written.
PUBLIC = re.compile(r"(^|\.)(public|profile|card)$")
# file: what it reads, and shows to nobody
ALLOWED = {
    # looks for the name in texts that must not hold it; the picture only with `public.portrait`
    "pool/models/advisors.py": {"self.first_name", "self.last_name", "self.portrait_id"},
    # hides texts that hold the name; notes that the picture may have become private
    "pool/signals.py": {"page.first_name", "page.last_name", "page.portrait"},
    "site/core/context_processors.py": {"navigation.language_links"},  # of the menu
}
THE_ONE_PLACE = "pool/profile.py"
ROOT = Path(settings.BASE_DIR)
PUBLIC_FLOORS = ("site/core", "site/delivery", "news", "pool", "home")


def reads(file: Path, fields: set[str]) -> Iterator[str]:
    """The expressions in a file that read one of the fields of something."""
    for node in ast.walk(ast.parse(file.read_text())):
        is_read = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
        if is_read and node.attr in fields and not PUBLIC.search(ast.unparse(node.value)):
            yield ast.unparse(node)


@pytest.mark.parametrize("floor", PUBLIC_FLOORS)
def test_no_other_code_reads_them(floor: str) -> None:
    fields = FIELDS if floor == "pool" else ELSEWHERE
    found = {
        f"{name}: {read}"
        for file in (ROOT / floor).rglob("*.py")
        if (name := str(file.relative_to(ROOT))) != THE_ONE_PLACE and "migrations" not in name
        for read in reads(file, fields)
        if read not in ALLOWED.get(name, ())
    }

    assert found == set()


def test_the_one_place_reads_them_all() -> None:
    read = {text.rpartition(".")[2] for text in reads(ROOT / THE_ONE_PLACE, FIELDS)}

    assert read >= FIELDS - {"portrait"}  # by its key


def test_no_template_reads_them() -> None:
    names = "|".join(FIELDS)
    pattern = re.compile(rf"\b(?:page|advisor|self|value|item)\.(?:{names})\b")
    templates = (path for path in (ROOT / "templates").rglob("*") if path.is_file())
    found = {
        str(path.relative_to(ROOT))
        for path in templates
        if "admin" not in path.parts and pattern.search(path.read_text())
    }

    assert found == set()
