"""A newsroom's work in the real admin: an event report from the empty form to both languages
online, and what happens when the German text changes afterwards."""

import io
import re
import time
from dataclasses import dataclass, field

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from core.models import User
from editing.page_templates.delivered import ensure_delivered
from editing.roles.setup import setup_roles
from news.models import NewsIndexPage, NewsPage
from tests.browser.test_editing import sign_in
from tests.people import person

pytestmark = pytest.mark.browser

TITLE = "Auftakt in Bochum"
ANSWERS = (
    "Die Stadt Bochum lud ein, dreißig Fachleute kamen.",
    "Es ging um Partnerschaften mit Kommunen in Ghana.",
    "Drei Vorhaben sind verabredet.",
    "Im Herbst folgt ein zweites Treffen.",
)
PARAGRAPHS = ("body-0", "body-2", "body-4", "body-7")  # of the template
ENGLISH = {
    TITLE: "Kick-off in Bochum",
    "Dreißig Fachleute trafen sich.": "Thirty experts met.",
    "Vierzig Fachleute trafen sich.": "Forty experts met.",
    "Bochum": "Bochum",
    "Menschen im Saal": "People in a hall",
    ANSWERS[0]: "The city of Bochum invited, thirty experts came.",
    "Worum es ging": "What it was about",
    ANSWERS[1]: "It was about partnerships with municipalities in Ghana.",
    "Was dabei herauskam": "What came of it",
    ANSWERS[2]: "Three projects were agreed.",
    "Gemeinsam geht mehr.": "Together we can do more.",
    "Eine Teilnehmerin": "A participant",
    "Wie es weitergeht": "What comes next",
    ANSWERS[3]: "A second meeting follows in autumn.",
}
# What a person presses on the way; more would mean that something became harder.
MOST_CLICKS = 50


@dataclass
class Desk:
    """Does in the browser what a person does in the admin, and counts the clicks."""

    page: Page
    clicks: int = 0
    began: float = field(default_factory=time.monotonic)

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def follow(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name).first)

    def take_seat(self, user: User) -> None:
        self.page.context.clear_cookies()
        sign_in(self.page, user)

    def choose(self, action: str) -> None:
        """An action of the menu at the foot of an editor."""
        self.click(self.page.locator("footer [data-w-dropdown-target=toggle]").first)
        self.click(self.page.get_by_role("button", name=action, exact=True).first)

    def message(self) -> Locator:
        return self.page.locator(".messages")


def write_report(desk: Desk) -> None:
    """The template's questions answered, and a picture uploaded on the way."""
    page = desk.page
    desk.follow("Veranstaltungsbericht")
    page.get_by_role("textbox", name="Titel*").fill(TITLE)
    page.locator("textarea[name=teaser]").fill("Dreißig Fachleute trafen sich.")
    page.locator("input[name=place]").fill("Bochum")
    upload_picture(desk)
    page.locator("input[name=image_alt]").fill("Menschen im Saal")
    for index, (block, answer) in enumerate(zip(PARAGRAPHS, ANSWERS, strict=True)):
        desk.click(page.locator(".public-DraftEditor-content").nth(index))
        page.keyboard.press("Control+a")
        page.keyboard.type(answer)
        # The editor hands its text to the form a moment later.
        expect(page.locator(f"input[name={block}-value]")).to_have_value(re.compile(answer))
    page.locator("textarea[name=body-5-value-text]").fill("Gemeinsam geht mehr.")
    page.locator("input[name=body-5-value-person]").fill("Eine Teilnehmerin")


def upload_picture(desk: Desk) -> None:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), (20, 120, 130)).save(file, "JPEG")
    desk.click(desk.page.locator("#id_image-chooser [data-chooser-action-choose]").first)
    window = desk.page.locator(".modal-dialog")
    desk.click(window.get_by_role("tab", name="Hochladen"))
    window.locator("input[type=file]").set_input_files(
        {"name": "auftakt.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    )
    window.get_by_label("Titel").fill("Auftakt")
    window.get_by_label("Alternativtext").fill("Menschen im Saal")
    window.get_by_label("Bildnachweis").fill("Foto: Nora Beispiel")
    desk.click(window.get_by_role("button", name="Hochladen"))
    expect(window).to_have_count(0)


def approve(desk: Desk, title: str) -> None:
    desk.follow("Wartet auf meine Prüfung")
    desk.follow(title)


def translate_all(desk: Desk) -> None:
    """Each sentence that has no English yet, one after the other."""
    page = desk.page
    waiting = page.locator("li.incomplete").filter(visible=True)
    expect(waiting.first).to_be_visible()
    while left := waiting.count():
        german = waiting.first.locator("p").first.inner_text()
        desk.click(waiting.first.get_by_role("button", name="Übersetzen", exact=True))
        page.keyboard.type(ENGLISH[german])
        desk.click(page.get_by_role("button", name="Speichern", exact=True))
        expect(waiting).to_have_count(left - 1)


def row_of(desk: Desk, title: str) -> Locator:
    desk.page.goto("/admin/translations/")
    return desk.page.get_by_role("row").filter(has_text=title).first


def test_an_event_report_goes_online_in_both_languages_and_a_change_is_followed(
    browser_page: Page,
    news: NewsIndexPage,
    english_news: NewsIndexPage,
    record_property,
) -> None:
    setup_roles()
    ensure_delivered()
    nora, tom, paula = person("editors-nw"), person("translators"), person("publishers")
    page, desk = browser_page, Desk(browser_page)

    # Nora writes and submits.
    desk.take_seat(nora)
    page.goto(f"/admin/pages/{news.pk}/add_subpage/")
    write_report(desk)
    desk.choose(page.locator("button[name=action-submit]").inner_text().strip())
    expect(desk.message()).to_contain_text("eingereicht")
    german = NewsPage.objects.get(slug="auftakt-in-bochum")
    assert page.request.get(f"/de/{news.slug}/{german.slug}/").status == 404

    # Paula approves it.
    desk.take_seat(paula)
    approve(desk, TITLE)
    desk.choose("Freigeben und Veröffentlichen")
    expect(desk.message()).to_be_visible()
    page.goto(f"/de/{news.slug}/{german.slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text("Drei Vorhaben sind verabredet.")
    expect(page.locator("main blockquote")).to_contain_text("Gemeinsam geht mehr.")
    expect(page.locator("main img").first).to_have_attribute("alt", "Menschen im Saal")

    # Tom translates it and submits.
    desk.take_seat(tom)
    row = row_of(desk, TITLE)
    expect(row).to_contain_text("Fehlt")
    desk.click(row.get_by_role("link", name="Übersetzen"))
    desk.click(page.locator("form input[type=submit]").last)
    translate_all(desk)
    desk.click(page.get_by_role("button", name="Zur Freigabe einreichen"))
    desk.click(page.locator("main").get_by_role("button", name="Zur Freigabe einreichen"))
    expect(desk.message()).to_contain_text("eingereicht")

    # Paula approves that as well: both languages are online.
    desk.take_seat(paula)
    approve(desk, "Kick-off in Bochum")
    desk.click(page.get_by_role("button", name="Veröffentlichen: Englisch"))
    expect(desk.message()).to_contain_text("veröffentlicht")
    english = german.get_translations().get()
    clicks, seconds = desk.clicks, time.monotonic() - desk.began
    record_property("clicks", clicks)
    record_property("seconds", round(seconds))
    page.goto(f"/en/{english_news.slug}/{english.slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kick-off in Bochum")
    expect(page.locator("main")).to_contain_text("Three projects were agreed.")
    assert english.slug == "kick-off-in-bochum"
    assert clicks <= MOST_CLICKS

    # She changes the German text; the board says what English lacks now.
    page.goto(f"/admin/pages/{german.pk}/edit/")
    page.locator("textarea[name=teaser]").fill("Vierzig Fachleute trafen sich.")
    desk.choose("Veröffentlichen")
    expect(desk.message()).to_contain_text("veröffentlicht")
    row = row_of(desk, TITLE)
    expect(row).to_contain_text("Veraltet")
    desk.click(row.locator("summary"))
    expect(row.get_by_text("Vierzig Fachleute trafen sich.")).to_be_visible()

    # Tom follows; what is online in English stays until somebody publishes.
    desk.take_seat(tom)
    row = row_of(desk, TITLE)
    desk.click(row.get_by_role("button", name="Übernehmen und übersetzen"))
    translate_all(desk)
    page.goto(f"/en/{english_news.slug}/{english.slug}/")
    expect(page.locator("main")).to_contain_text("Thirty experts met.")

    # Paula publishes both languages with one confirmation.
    desk.take_seat(paula)
    page.goto(f"/admin/pages/{german.pk}/edit/")
    page.locator("textarea[name=teaser]").fill("Vierzig Fachleute trafen sich.")
    desk.choose("Deutsch und Englisch veröffentlichen")
    desk.click(
        page.locator("main").get_by_role("button", name="Deutsch und Englisch veröffentlichen")
    )
    expect(desk.message()).to_contain_text("auf Deutsch und Englisch")
    page.goto(f"/en/{english_news.slug}/{english.slug}/")
    expect(page.locator("main")).to_contain_text("Forty experts met.")
    expect(row_of(desk, TITLE)).to_contain_text("Veröffentlicht")
