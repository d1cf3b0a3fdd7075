"""Every marked string of the project, from Python files and templates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .extract_python import python_messages
from .extract_templates import template_messages
from .marked import Marked, Unreadable
from .project import Finding, python_files, relative, template_files

Key = tuple[str | None, str]  # context, msgid: what gettext looks an entry up by


@dataclass
class Message:
    """A string to translate, with every file that uses it."""

    msgid: str
    context: str | None = None
    plural: str | None = None
    comments: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.context, self.msgid


@dataclass
class Extraction:
    """The messages of a project by key, and what could not be read."""

    messages: dict[Key, Message] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, source: str, found: Iterable[Marked | Unreadable]) -> None:
        """Take in what one file says.

        The same string with and without a plural is one entry, as gettext has it; with two
        different plurals it cannot be told apart and is a finding.
        """
        for item in found:
            if isinstance(item, Unreadable):
                self.findings.append(Finding(source, item.line, item.reason, item.text))
                continue
            message = self.messages.setdefault(
                (item.context, item.msgid), Message(item.msgid, item.context)
            )
            message.sources.add(source)
            message.comments += [text for text in item.comments if text not in message.comments]
            if item.plural is None or item.plural == message.plural:
                continue
            if message.plural is None:
                message.plural = item.plural
            else:
                problem = "has another plural elsewhere, give it a context"
                self.findings.append(Finding(source, item.line, problem, item.msgid))


def extract(root: Path) -> Extraction:
    """Read the marked strings of the project below `root`.

    A file that cannot be read is a finding, not an exception, so that one report names all.
    """
    extraction = Extraction()
    for path in python_files(root):
        extraction.add(relative(root, path), python_messages(path.read_bytes()))
    for path in template_files(root):
        extraction.add(relative(root, path), template_messages(path.read_text(encoding="utf-8")))
    return extraction
