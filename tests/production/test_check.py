"""What `make production-check` asks holds, on the stack that these tests share."""

import pytest

from . import check
from .stack import Stack

pytestmark = pytest.mark.production


def test_the_site_works_with_the_production_settings(stack: Stack) -> None:
    results = check.run(stack)

    assert [f"{result.name}: {result.said}" for result in results if not result.is_right] == []
    assert len(results) == len(check.CHECKS)
