import pytest
from wagtail.models import Page, Site

from news.models import NewsIndexPage
from operations.first_run import align_site_port, has_no_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def index_page() -> NewsIndexPage:
    return Page.get_first_root_node().add_child(instance=NewsIndexPage(title="News", slug="news"))


def test_a_database_that_was_only_migrated_has_no_content() -> None:
    assert has_no_content()


def test_the_welcome_page_of_wagtail_is_no_content() -> None:
    Page.get_first_root_node().add_child(instance=Page(title="Welcome", slug="welcome"))

    assert has_no_content()


def test_one_page_of_ours_is_content(index_page: NewsIndexPage) -> None:
    assert not has_no_content()


def test_a_draft_is_content(index_page: NewsIndexPage) -> None:
    index_page.unpublish()

    assert not has_no_content()


def test_a_site_whose_pages_were_all_deleted_is_not_filled_again(
    index_page: NewsIndexPage, admin_user
) -> None:
    index_page.delete(user=admin_user)

    assert not NewsIndexPage.objects.exists()
    assert not has_no_content()


@pytest.fixture
def site() -> Site:
    Site.objects.all().delete()
    return Site.objects.create(
        hostname="127.0.0.1", port=8000, is_default_site=True, root_page=Page.get_first_root_node()
    )


@pytest.mark.parametrize("hostname", ["127.0.0.1", "localhost"])
def test_a_local_site_says_the_port_it_is_served_on(site: Site, hostname: str) -> None:
    Site.objects.update(hostname=hostname)

    align_site_port(8765)

    assert Site.objects.get().root_url == f"http://{hostname}:8765"


def test_a_site_with_a_public_address_is_left_alone(site: Site) -> None:
    Site.objects.update(hostname="www.example.org", port=443)

    align_site_port(8765)

    assert Site.objects.get().root_url == "https://www.example.org"


def test_a_port_that_is_right_already_is_not_written_again(
    site: Site, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        align_site_port(8000)
