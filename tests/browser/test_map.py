"""The map of a state, with and without its script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from home.models import HomePage
from pool.models import StatePage
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.rendering]


@pytest.fixture
def state(home: HomePage) -> StatePage:
    page = factories.StatePageFactory(parent=home, state="NW", slug="nrw")
    for ags, name, district, kind in [
        ("05911000", "Bochum", "05911", "first"),
        ("05913000", "Dortmund", "05913", "assignment"),
    ]:
        municipality = factories.MunicipalityFactory(
            ags=ags, name=name, district_ags=district, district=name, state="NW"
        )
        factories.ConsultationFactory(municipality=municipality, kind=kind)
    return page


def test_a_marker_and_its_entry_light_up_together(browser_page: Page, state: StatePage) -> None:
    browser_page.goto("/de/nrw/")
    marker = browser_page.locator('.map a[href="#ags-05911000"]')
    entry = browser_page.locator("#ags-05911000")

    marker.focus()

    expect(entry).to_have_class("municipality is-marked")
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(f"{browser_page.url.split('#')[0]}#ags-05911000")


def test_kinds_differ_by_shape_and_in_words(browser_page: Page, state: StatePage) -> None:
    browser_page.goto("/de/nrw/")

    first = browser_page.get_by_role("link", name="Bochum: Erstberatung (Dialogforum)")
    assignment = browser_page.get_by_role("link", name="Dortmund: Beratungseinsatz")
    expect(first.locator("circle.map-marker")).to_have_count(1)
    expect(assignment.locator("rect.map-marker")).to_have_count(1)


def test_the_chosen_district_comes_closer_and_goes_back(
    browser_page: Page, state: StatePage
) -> None:
    browser_page.goto("/de/nrw/?district=05911")
    svg = browser_page.locator(".map svg")
    whole = svg.get_attribute("viewBox")
    button = browser_page.get_by_role("button", name="Zum gewählten Kreis heranzoomen")

    button.click()
    close = svg.get_attribute("viewBox")
    button.click()

    assert float(close.split()[2]) < float(whole.split()[2])
    assert svg.get_attribute("viewBox") == whole


def test_targets_on_a_phone_measure_24_pixels(browser_page: Page, state: StatePage) -> None:
    browser_page.set_viewport_size({"width": 320, "height": 640})
    browser_page.goto("/de/nrw/")

    boxes = [target.bounding_box() for target in browser_page.locator(".map-target").all()]

    assert len(boxes) == 2
    assert all(min(box["width"], box["height"]) >= 24 for box in boxes)


def test_without_script_the_map_and_its_filter_work(
    browser: Browser, live_server, state: StatePage, django_db_serialized_rollback: None
) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="de-DE"
    )
    page = context.new_page()
    page.goto("/de/nrw/")
    page.get_by_label("Art der Beratung").select_option("assignment")
    page.get_by_role("button", name="Filter anwenden").click()

    expect(page.locator(".municipality")).to_have_count(1)
    expect(page.locator(".municipality")).to_contain_text("Dortmund")
    context.close()
