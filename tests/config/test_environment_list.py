"""docs/operations.md lists every variable that the code reads, with its default."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CODE = ("site", "home", "news", "pool", "manage.py")
#: Django's own variable, which manage.py and wsgi.py give a default; “Setting up” names it
DJANGO = {"DJANGO_SETTINGS_MODULE"}
#: of `make run` only, which docs/operations.md is not about
DEVELOPMENT = {"DEBUG"}
COMPUTED = object()
OF_PROCESS = r"os\.(environ\.(get|setdefault|pop)|getenv)"  # `environ` alone is a request's
ROW = re.compile(r"^\| `(?P<name>[A-Z][A-Z0-9_]*)` \| (?P<default>.*?)\| (?P<meaning>.+) \|$")


def listed() -> dict[str, str]:
    """The default of each variable in the table: "" if there is none, or "required"."""
    text = (ROOT / "docs" / "operations.md").read_text()
    table = text.partition("| variable |")[2].partition("\n\n")[0]
    rows = [ROW.match(line) for line in table.splitlines()[2:]]
    assert all(rows), "a row of the table is not `NAME` | default | meaning"
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names)), "a variable is listed twice"
    return {row["name"]: row["default"].strip().strip("`") for row in rows}


@cache
def read_variables() -> list[tuple[str, object, Path]]:
    """Name and default of every variable that the code reads, and where."""
    return list(_read_variables())


def _read_variables() -> Iterator[tuple[str, object, Path]]:
    for top in CODE:
        for path in [ROOT / top] if top.endswith(".py") else sorted((ROOT / top).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text())):
                if found := _variable(call):
                    yield *found, path.relative_to(ROOT)


def _variable(node: ast.AST) -> tuple[str, object] | None:
    """env("X"), env.int("X", default=…), os.environ["X"], os.environ.get("X"), os.getenv("X")."""
    if isinstance(node, ast.Subscript):
        of_process = ast.unparse(node.value) == "os.environ"
        return (_text(node.slice), COMPUTED) if of_process else None
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        hidden = {alias.name for alias in node.names} & {"environ", "getenv"}
        assert not hidden, "say os.environ, which this test finds"
    if not isinstance(node, ast.Call) or not node.args:
        return None
    asked = ast.unparse(node.func)
    is_ours = asked == "env" or (re.fullmatch(r"env\.[a-z_]+", asked) and asked != "env.insist")
    if not is_ours and not re.fullmatch(OF_PROCESS, asked):
        return None
    defaults = [keyword.value for keyword in node.keywords if keyword.arg == "default"]
    return _text(node.args[0]), _value([*defaults, *node.args[1:]])


def _text(node: ast.AST) -> str:
    assert isinstance(node, ast.Constant), f"no name that can be listed: {ast.unparse(node)}"
    return node.value


def _value(defaults: list[ast.expr]) -> object:
    try:
        return ast.literal_eval(defaults[0]) if defaults else None
    except ValueError:
        return COMPUTED


def as_listed(default: object) -> str:
    """How the table writes a default."""
    if isinstance(default, bool):
        return str(default).lower()
    return "" if default in (None, "", [], {}) else str(default)


def test_every_variable_that_the_code_reads_is_listed_and_no_other() -> None:
    read = {name for name, *_ in read_variables()} - DJANGO - DEVELOPMENT
    # The reader of the code finds what is there at all.
    assert {"SECRET_KEY", "DATABASE_URL", "DB_POOL_MAX", "API_CORS_ORIGINS"} <= read
    table = listed()
    assert not sorted(read - table.keys()), "read by the code, but not in docs/operations.md"
    assert not sorted(table.keys() - read), "in docs/operations.md, but nothing reads them"


def test_the_listed_defaults_are_those_of_the_code() -> None:
    table, wrong = listed(), []
    for name, default, path in read_variables():
        if name in DJANGO | DEVELOPMENT or path.name in ("dev.py", "test.py"):
            continue
        said = table.get(name, "")
        if default is COMPUTED:
            is_right = bool(said)
        else:
            is_right = as_listed(default) == said.replace("required", "")
        # DATABASE_URL is SQLite's file at first, and required by production.
        if not is_right and said != "required":
            wrong.append(f"{name}: {said!r} listed, {default!r} in {path}")
    assert wrong == []


def test_what_production_requires_is_what_the_list_calls_required() -> None:
    from config.settings import demands

    said = [
        *demands.secret_keys("", []),
        *demands.hosts([]),
        *demands.base_url(""),
        *demands.database({}),
    ]
    required = {name for name, default in listed().items() if default == "required"}
    assert {sentence.partition(" ")[0] for sentence in said} == required
