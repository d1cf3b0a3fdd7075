"""For how long public answers may be kept."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import PageViewRestriction

from tests import factories

pytestmark = pytest.mark.django_db

OF_PEOPLE = "public, max-age=0, s-maxage=10"
OF_MACHINES = "public, max-age=0, s-maxage=10, stale-while-revalidate=20"


def test_pages_may_be_kept_for_a_moment_and_are_never_shown_while_a_cache_asks(news, directory):
    item = factories.NewsPageFactory(parent=news)
    state = factories.StatePageFactory(parent=news.get_parent())
    for path in (news.get_parent().url, news.url, item.url, directory.url, state.url, "/de/suche/"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (200, OF_PEOPLE), path
        assert not answer.cookies


def test_what_programs_read_says_so_as_well(directory):
    advisor = factories.AdvisorPageFactory(parent=directory, email="ada@example.org")
    factories.AdvisorConsentFactory(advisor=advisor)
    for path in (f"/vcard/advisor/{advisor.pk}.vcf", "/sitemap.xml", "/api/v2/pages/"):
        answer = Client().get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (200, OF_MACHINES), path
        again = Client().get(path, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304


def test_the_environment_says_for_how_long(news, settings):
    settings.PUBLIC_MAX_AGE, settings.PUBLIC_SHARED_MAX_AGE = 5, 3600
    assert Client().get(news.url)["Cache-Control"] == "public, max-age=5, s-maxage=3600"


def test_what_is_for_one_person_is_kept_by_nobody(home):
    contact = factories.ContactPageFactory(parent=home)
    guarded = factories.ContentPageFactory(parent=home)
    PageViewRestriction.objects.create(
        page=guarded, restriction_type=PageViewRestriction.PASSWORD, password="offen"
    )
    for path in (contact.url, guarded.url, "/de/_util/login/"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert answer.cookies, path
        assert "private" in answer["Cache-Control"], path
        assert "no-store" in answer["Cache-Control"], path
    open_page = factories.ContentPageFactory(parent=home)
    user = get_user_model().objects.create_superuser("ada", "ada@example.org", "password")
    client = Client()
    client.force_login(user)
    assert client.get(open_page.url)["Cache-Control"] == "private, no-cache"
    token = Client().get(open_page.url, headers={"Authorization": "Bearer x"})
    assert token["Cache-Control"] == "private, no-cache"


def test_whoever_entered_the_password_sees_what_nobody_may_keep(home):
    guarded = factories.ContentPageFactory(parent=home, title="Geheim")
    restriction = PageViewRestriction.objects.create(
        page=guarded, restriction_type=PageViewRestriction.PASSWORD, password="offen"
    )
    client = Client()
    session = client.session
    session[restriction.passed_view_restrictions_session_key] = [restriction.pk]
    session.save()
    answer = client.get(guarded.url)
    assert "Geheim" in answer.content.decode()
    assert "private" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]


def test_what_is_no_page_is_asked_for_each_time(home):
    missing = Client().get("/de/fehlt/")
    assert (missing.status_code, missing["Cache-Control"]) == (404, "no-cache")
    led_on = Client().get(home.url.rstrip("/"))
    assert led_on.status_code == 301
    assert led_on["Cache-Control"] == "no-cache"
