"""Visible strings that nobody marked for translation, in templates and Python files."""

import re
from collections.abc import Iterator
from pathlib import Path

from .project import Finding, python_files, relative, template_files
from .unmarked_python import unmarked_in_python
from .unmarked_templates import unmarked_in_template

# Templates for machines, and XML, whose text is element content that code fills in.
_NOT_READ = frozenset({"robots.txt", "security.txt"})
_READ_SUFFIXES = frozenset({".html", ".txt"})
# A template for readers of one language begins with the reason.
_OF_ONE_LANGUAGE = re.compile(r"\{#\s*not translated:\s*[^\s#].*#\}")
_PROBLEM = "is not marked for translation"


def unmarked(root: Path) -> Iterator[Finding]:
    """Every string below `root` that a visitor or editor reads and that gettext never sees."""
    for path in python_files(root):
        for line, text in unmarked_in_python(path.read_text(encoding="utf-8")):
            yield Finding(relative(root, path), line, _PROBLEM, text)
    for path in template_files(root):
        if path.suffix not in _READ_SUFFIXES or path.name in _NOT_READ:
            continue
        source = path.read_text(encoding="utf-8")
        if _OF_ONE_LANGUAGE.match(source):
            continue
        for line, text in unmarked_in_template(source):
            yield Finding(relative(root, path), line, _PROBLEM, text)
