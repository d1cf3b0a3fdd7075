"""Schemathesis asks everything that the OpenAPI document allows, and much that it does not.

No answer is an error of the server; each has a status, a media type, headers and a body that the
document names; what the document forbids is refused. The same cases in every run.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from schemathesis import openapi
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi import checks as conformance

from config.wsgi import django_application as application
from home.models import ContactPage
from tests.delivery.contract import document
from tests.demo import demo_database  # noqa: F401 - a fixture

pytestmark = [pytest.mark.usefixtures("db"), pytest.mark.rendering]

# What stands in the address of a detail, if it is not the `id`.
KEYS = {"states": "code", "municipalities": "ags"}
CHECKS = [
    not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_headers_conformance,
    conformance.response_schema_conformance,
    conformance.negative_data_rejection,
]
CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 2018,
        "generation": {"deterministic": True, "max-examples": 20, "database": "none"},
        "phases": {"coverage": {"unexpected-methods": []}, "stateful": {"enabled": False}},
    }
)

schema = openapi.from_dict(json.loads(json.dumps(document())), config=CONFIG)
schema.app = application


@pytest.fixture
def db(demo_database: Path) -> Path:  # noqa: F811
    return demo_database


@pytest.fixture(scope="module")
def keys(demo_database: Path) -> dict[str, Iterator[Any]]:  # noqa: F811
    """Address → keys of what there is below it, again and again."""
    found = {
        f"/api/v2/{name}/": [item[KEYS.get(name, "id")] for item in items(name)]
        for name in ("pages", "images", "documents", "topics", "contacts", "partners", *KEYS)
    }
    found["/api/v2/forms/"] = list(ContactPage.objects.values_list("pk", flat=True))
    return {path: cycle(values) for path, values in found.items()}


def items(name: str) -> list[dict[str, Any]]:
    return Client().get(f"/api/v2/{name}/", {"limit": 7}).json()["items"]


@pytest.fixture(autouse=True)
def _connection_stays_open(keys: dict[str, Iterator[Any]]) -> Iterator[None]:
    """As Django's test client does it: the content stands in an open transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def counted() -> Iterator[Counter[int]]:
    """Number of cases by status; what CI's log says about them."""
    statuses: Counter[int] = Counter()
    yield statuses
    print(f"\nschemathesis: {statuses.total()} cases, by status {dict(sorted(statuses.items()))}")


@pytest.fixture(autouse=True)
def _each_operation_is_tried(
    request: pytest.FixtureRequest, counted: Counter[int]
) -> Iterator[None]:
    """Each process has but a part of the operations, so each of them is looked at by itself."""
    before = counted.copy()
    yield
    tried = counted - before
    assert tried, f"no case of {request.node.name}"
    # Of the two others, one is switched off here and one takes what people type.
    if "GET" in request.node.name and "page_preview" not in request.node.name:
        assert tried[200] or tried[302], f"{request.node.name} was never answered: {dict(tried)}"


@schema.parametrize()
def test_every_answer_is_one_that_the_document_names(
    case: schemathesis.Case, counted: Counter[int], keys: dict[str, Iterator[Any]]
) -> None:
    if case.meta.generation.mode.is_positive:
        make_sensible(case, keys)
    response = case.call()
    counted[response.status_code] += 1
    case.validate_response(response, checks=CHECKS)


def make_sensible(case: schemathesis.Case, keys: dict[str, Iterator[Any]]) -> None:
    """Ask for what is there: of chance values hardly any is a key, a field or a path."""
    for name in case.path_parameters:
        case.path_parameters[name] = next(keys[case.path.partition("{")[0]])
    declared = {p["name"]: p for p in case.operation.definition.raw["parameters"]}
    for name in list(case.query):
        parameter = declared[name]
        is_free = parameter["schema"].keys() <= {"type", "maxLength", "items", "minItems"}
        if is_free and "example" in parameter:
            case.query[name] = parameter["example"]
        elif is_free and name not in ("search", "q"):
            del case.query[name]
    needs = {name: declared[name].get("x-needs", "") for name in case.query}
    if needed := next(filter(None, needs.values()), ""):
        case.query["type"] = needed.partition("=")[2]
        for name, other in needs.items():
            if other not in ("", needed):
                del case.query[name]
