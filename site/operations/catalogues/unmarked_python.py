"""Visible strings of a Python file that are not marked: labels, help texts, messages to people."""

import ast
import re
from collections.abc import Iterator

from .extract_python import marker_name
from .project import has_words

# Keyword arguments and class attributes that Django, Wagtail and their forms show to somebody.
_KEYWORDS = frozenset(
    {
        "description",
        "empty_label",
        "heading",
        "help_text",
        "label",
        "menu_label",
        "page_title",
        "placeholder",
        "short_description",
        "verbose_name",
        "verbose_name_plural",
        "violation_error_message",
    }
)
_ATTRIBUTES = _KEYWORDS | {"page_description", "title"}
_META_ATTRIBUTES = _ATTRIBUTES | {"group"}
# Attributes that are set on an object from outside, as `function.short_description = …`.
_ASSIGNED = _KEYWORDS - {"description", "placeholder"}
# Texts in a dictionary: error code, field or HTML attribute -> text.
_DICTIONARIES = frozenset({"error_messages", "help_texts", "labels"})
_HTML_ATTRIBUTES = frozenset({"alt", "aria-label", "placeholder", "title"})
# Function -> the positional argument that is shown, counted from 0.
_POSITIONS = {
    "AdminOnlyMenuItem": 0,
    "Button": 0,
    "FieldRowPanel": 1,
    "HelpPanel": 0,
    "MenuItem": 0,
    "MultiFieldPanel": 1,
    "ObjectList": 1,
    "RegexValidator": 1,
    "SubmenuMenuItem": 0,
    "TabbedInterface": 1,
    "ValidationError": 0,
    "add_error": 1,
}
_MESSAGE_LEVELS = frozenset({"debug", "error", "info", "success", "warning"})
# What the people read who run commands, or build on the API, stays English.
_FOR_ENGINEERS = frozenset(
    {"ArgumentParser", "Parameter", "add_argument", "add_argument_group", "add_parser"}
)
_RELATIONS = re.compile(r"(?:ForeignKey|OneToOneField|ManyToManyField|ParentalKey)$")
_PASSED_ON = frozenset({"capfirst", "format_html", "mark_safe", "str"})
_NOT_TRANSLATED = re.compile(r"#\s*not translated:\s*\S")


def unmarked_in_python(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each visible string literal that is not passed through gettext.

    A line with the comment `# not translated: <reason>` is left out. A file that is not valid
    Python yields nothing; the extraction reports it.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    constants = _constants(tree)
    lines = source.splitlines()
    seen = set()
    for node in ast.walk(tree):
        for shown in _shown(node, constants):
            for literal in _literals(shown, constants):
                text = literal.value
                excused = any(
                    _NOT_TRANSLATED.search(line)
                    for line in lines[literal.lineno - 1 : literal.end_lineno]
                )
                place = (literal.lineno, literal.col_offset)
                if has_words(text) and not excused and place not in seen:
                    seen.add(place)
                    yield literal.lineno, text


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """Names that the module gives to a value at its top, to look through them."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _literals(node: ast.expr | None, constants: dict[str, ast.expr]) -> Iterator[ast.Constant]:
    """The string literals that a shown expression puts together, marked ones left out."""
    match node:
        case ast.Constant(value=str()):
            yield node
        case ast.Name(id=name) if name in constants:
            rest = {known: value for known, value in constants.items() if known != name}
            yield from _literals(constants[name], rest)
        case ast.JoinedStr(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from _literals(part, constants)
        case ast.Dict(values=parts):
            for part in parts:
                yield from _literals(part, constants)
        case ast.BinOp(left=left, op=ast.Mod()):
            yield from _literals(left, constants)
        case ast.BinOp(left=left, right=right):
            yield from _literals(left, constants)
            yield from _literals(right, constants)
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _literals(part, constants)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body, constants)
            yield from _literals(orelse, constants)
        case ast.Call(func=ast.Attribute(value=template, attr="format" | "join")):
            yield from _literals(template, constants)
        case ast.Call(args=[template, *_]) if marker_name(node) in _PASSED_ON:
            yield from _literals(template, constants)


def _shown(node: ast.AST, constants: dict[str, ast.expr]) -> Iterator[ast.expr]:
    """The expressions directly at this node that somebody will read."""
    if isinstance(node, ast.Call):
        yield from _shown_by_call(node, constants)
    elif isinstance(node, ast.ClassDef):
        yield from _shown_by_class(node)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Attribute) and target.attr in _ASSIGNED:
                yield node.value


def _shown_by_call(call: ast.Call, constants: dict[str, ast.expr]) -> Iterator[ast.expr]:
    name = marker_name(call) or ""
    if name in _FOR_ENGINEERS:
        return
    for keyword in call.keywords:
        if keyword.arg in _KEYWORDS | _DICTIONARIES or (
            keyword.arg == "message" and name.endswith(("Validator", "ValidationError"))
        ):
            yield keyword.value
        elif keyword.arg == "attrs":
            yield from _dictionary(keyword.value, _HTML_ATTRIBUTES)
        elif keyword.arg == "choices":
            named = keyword.value.id if isinstance(keyword.value, ast.Name) else ""
            yield from _choice_labels(constants.get(named, keyword.value))
    position = _shown_position(call, name)
    if position is not None and len(call.args) > position:
        yield call.args[position]


def _shown_position(call: ast.Call, name: str) -> int | None:
    match call.func:
        case ast.Attribute(value=ast.Name(id="messages"), attr=level) if level in _MESSAGE_LEVELS:
            return 1
        case ast.Attribute(value=ast.Name(id="models"), attr=kind) if kind.endswith("Field"):
            return None if _RELATIONS.search(kind) else 0
    return _POSITIONS.get(name)


def _dictionary(node: ast.expr, keys: frozenset[str]) -> Iterator[ast.expr]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in keys:
                yield value


def _choice_labels(node: ast.expr) -> Iterator[ast.expr]:
    """The second half of each pair in a literal list of choices."""
    if isinstance(node, ast.List | ast.Tuple):
        for pair in node.elts:
            if isinstance(pair, ast.Tuple | ast.List) and len(pair.elts) == 2:
                yield pair.elts[1]


def _shown_by_class(node: ast.ClassDef) -> Iterator[ast.expr]:
    bases = [ast.unparse(base) for base in node.bases]
    choices = any(base.endswith("Choices") for base in bases)
    attributes = _META_ATTRIBUTES if node.name == "Meta" else _ATTRIBUTES
    if any(base.endswith("AppConfig") for base in bases):
        attributes = attributes - {"label"}  # the app's name in code
    for statement in node.body:
        for name, value in _assigned(statement):
            if choices and not name.startswith("_"):
                yield from _choice_label(value)
            elif name in attributes or name in _DICTIONARIES or (choices and name == "__empty__"):
                yield value


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value


def _choice_label(value: ast.expr) -> Iterator[ast.expr]:
    """The label of a member; one without a label gets an English one from its name."""
    if isinstance(value, ast.Tuple) and len(value.elts) > 1:
        yield value.elts[-1]
    elif isinstance(value, ast.Constant):
        yield value
