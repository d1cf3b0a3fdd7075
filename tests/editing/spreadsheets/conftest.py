import pytest

from pool.models import Municipality
from pool.reference_data import read_municipalities
from tests import factories

OFFICIAL = {municipality.ags: municipality for municipality in read_municipalities()}


@pytest.fixture
def municipality(db):
    """Saves a municipality of the official list: `municipality("05911000")` is Bochum."""

    def save(ags: str) -> Municipality:
        OFFICIAL[ags].save(force_insert=True)
        return Municipality.objects.get(pk=ags)

    return save


@pytest.fixture
def bochum(municipality) -> Municipality:
    return municipality("05911000")


@pytest.fixture
def admin(client):
    client.force_login(factories.UserFactory())
    return client
