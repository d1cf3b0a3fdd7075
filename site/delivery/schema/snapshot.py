"""The OpenAPI document as a file under version control: a change of the contract is seen there."""

import json

from django.conf import settings

from .document import openapi

SNAPSHOT = settings.BASE_DIR / "docs" / "openapi.json"


def snapshot() -> str:
    """The document as the file has it: the same text for the same contract."""
    return json.dumps(openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
