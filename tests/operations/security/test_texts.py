"""Whatever people wrote, whichever way it came in, is text: in pages, data, files and reports."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Model
from django.test import Client
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField, StreamField

from core.fields import HttpsURLField
from core.models.settings import DefaultContact
from core.rich_text_cleaning import clean_html, dangerous_links
from core.urls import is_safe_address
from home.models import ContentPage
from pool.models import AdvisorPage, Scope
from tests import factories
from tests.people import signed_in
from tests.trees import stream

pytestmark = pytest.mark.django_db

# Runs `x9()` where text is taken for markup, script, template or line of a file.
TEXT = "T<script>x9()</script>\"'><img src=x onerror=x9()>{{7*7}}\r\nX-Evil: 1\r\n"
SHORT = '"><i onclick=x9()>'
# Rich text is markup: here nothing of what calls `y9()` may be left.
RICH = (
    '<p onclick="y9()">Gut<script>y9()</script><img src="x" onerror="y9()"/>'
    '<a href="java\tscript:y9()">A</a><a href="&#106;avascript:y9()">B</a>'
    '<a href="data:text/html,<script>y9()</script>">C</a><svg onload=y9()></svg>'
    '<iframe srcdoc="y9()"></iframe><b style="x:expression(y9())">D</b></p>'
)
ADDRESS = "javascript:x9()"
LEFT = ("slug", "path", "url_path", "field_type", "language", "file", "icon", "phone", "hash")


def fill(obj: Model) -> Model:
    """Every text of an object, as no form would take it."""
    for field in obj._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField)
        if not is_text or field.choices or isinstance(field, models.UUIDField):
            continue
        if any(part in field.name for part in LEFT) or field.is_relation:
            continue
        if isinstance(field, StreamField | models.URLField | models.EmailField):
            continue
        long = not field.max_length or field.max_length > 100
        value = RICH if isinstance(field, RichTextField) else TEXT if long else SHORT
        setattr(obj, field.name, value[: field.max_length])
    obj.save(**({"clean": False} if hasattr(obj, "full_clean") and hasattr(obj, "live") else {}))
    return obj


def body(field: StreamField) -> list[dict[str, Any]]:
    blocks = [
        ("heading", {"text": TEXT, "level": "h2", "anchor": ""}),
        ("paragraph", RICH),
        ("quote", {"text": TEXT, "person": TEXT, "role": TEXT, "language": ""}),
        (
            "call_to_action",
            {
                "title": TEXT,
                "text": TEXT,
                "link": {"label": SHORT, "url": ADDRESS, "email": "", "page": None},
            },
        ),
    ]
    known = field.stream_block.child_blocks
    return stream(*((name, value) for name, value in blocks if name in known))


@pytest.fixture
def written(home: Any) -> dict[str, Any]:
    """One of each kind, with such texts in all its fields, published."""
    news = factories.NewsIndexPageFactory(parent=home)
    directory = factories.AdvisorIndexPageFactory(parent=home)
    topic, person, partner = (
        factories.TopicFactory(),
        factories.ContactPersonFactory(),
        factories.PartnerFactory(),
    )
    image = factories.ImageFactory()
    item = factories.NewsPageFactory(parent=news, image=image, date="2026-05-01")
    advisor = factories.AdvisorPageFactory(parent=directory, live=False, portrait=image)
    factories.AdvisorConsentFactory(advisor=advisor, scopes=tuple(Scope.values))
    contact = factories.ContactPageFactory(parent=home)
    form_field = factories.ContactFormFieldFactory(page=contact)
    content = factories.ContentPageFactory(parent=home)
    settings = factories.SiteSettingsFactory(site=home.get_site())
    DefaultContact.objects.create(settings=settings, contact=person)
    document = factories.DocumentFactory()
    made = {
        "news": item, "advisor": advisor, "contact": contact, "content": content, "index": news,
        "topic": topic, "person": person, "partner": partner, "image": image,
        "document": document, "field": form_field, "settings": settings, "directory": directory,
    }  # fmt: skip
    for page in (item, content, advisor):
        for field in page._meta.concrete_fields:
            if isinstance(field, StreamField):
                setattr(page, field.name, json.dumps(body(field)))
        page.live = True
    for obj in made.values():
        fill(obj)
    return made


def wrong_in_html(content: bytes) -> list[str]:
    """What a browser would run of what people wrote."""
    soup = BeautifulSoup(content, "html5lib")
    found = []
    for tag in soup.find_all(True):
        found += [f"{tag.name} {name}" for name in tag.attrs if name.startswith("on")]
        for name in ("href", "src", "action", "srcdoc", "data", "formaction"):
            value = tag.get(name, "")
            if not is_safe_address(value) and not value.startswith("data:image/"):
                found.append(f"{tag.name} {name}={value[:40]}")
        is_script = tag.name == "script" and "json" not in tag.get("type", "")
        if is_script and (tag.string or "").strip() in ("x9()", "y9()"):
            found.append("script")
        if tag.name == "script" and tag.get("type") == "application/ld+json":
            json.loads(tag.string)
    return found


def test_what_is_written_is_text_wherever_visitors_read_it(written):
    visitor, wrong = Client(), []
    pages = ["/de/", "/de/suche/?q=Gut", f"/de/suche/?q={SHORT}&topic={SHORT}", "/de/<script>x9()/"]
    pages += [written[name].get_url() for name in ("news", "content", "contact", "index")]
    pages += [written[name].get_url() for name in ("advisor", "directory")]
    for path in pages:
        answer = visitor.get(path.removeprefix("https://www.example.org"))
        wrong += [(path, problem) for problem in wrong_in_html(answer.content)]
        if b"y9" in answer.content:
            wrong.append((path, "y9"))
        if "X-Evil" in answer.headers:
            wrong.append((path, "header"))
    for path in (
        "/api/v2/pages/?fields=*",
        f"/api/v2/pages/{written['news'].pk}/",
        f"/api/v2/pages/{written['content'].pk}/",
        f"/api/v2/pages/{written['content'].pk}/?rich_text_format=db_html",
        f"/api/v2/pages/{written['content'].pk}/?rich_text_format=markdown",
        f"/api/v2/pages/{written['contact'].pk}/",
        "/api/v2/images/?fields=*",
        "/api/v2/documents/?fields=*",
        "/api/v2/contacts/",
        "/api/v2/topics/",
        "/api/v2/site/",
        "/api/v2/search/?q=Gut",
        "/api/v2/navigation/",
    ):
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        assert answer["Content-Type"].startswith("application/json"), path
        json.loads(answer.content)
        if b"y9" in answer.content or b"javascript:" in answer.content:
            wrong.append((path, "address or markup"))
    for path in ("/de/feeds/atom.xml", "/de/feeds/rss.xml", "/sitemap.xml", "/de/opensearch.xml"):
        answer = visitor.get(path)
        ElementTree.fromstring(answer.content)
        if b"y9" in answer.content or b"<script" in answer.content:
            wrong.append((path, "markup"))
    for path in (
        "/de/feeds/calendar.ics",
        f"/vcard/contact/{written['person'].pk}.vcf",
        f"/vcard/advisor/{written['advisor'].pk}.vcf",
    ):
        lines = visitor.get(path).content.split(b"\r\n")
        wrong += [(path, line) for line in lines if line.startswith((b"X-Evil", b"\n"))]
    assert wrong == []


def test_what_is_written_is_text_in_the_admin(written):
    editor, wrong = signed_in("administrator"), []
    fill(factories.UserFactory())
    Redirect.objects.create(old_path="/x", redirect_link="https://example.org/" + SHORT[:3])
    for page in (written["news"], written["content"]):
        page.save_revision(clean=False)
    for path in (
        "/admin/",
        f"/admin/pages/{written['news'].get_parent().pk}/",
        *(f"/admin/pages/{written[name].pk}/edit/" for name in ("news", "content", "contact")),
        f"/admin/pages/{written['advisor'].pk}/edit/",
        f"/admin/pages/{written['news'].pk}/history/",
        f"/admin/pages/{written['news'].pk}/usage/",
        f"/admin/pages/{written['news'].pk}/delete/",
        *(f"/admin/snippets/core/{name}/" for name in ("topic", "partner", "contactperson")),
        f"/admin/snippets/core/topic/edit/{written['topic'].pk}/",
        *("/admin/images/", f"/admin/images/{written['image'].pk}/"),
        *("/admin/documents/", f"/admin/documents/edit/{written['document'].pk}/"),
        *("/admin/users/", "/admin/redirects/", "/admin/pages/search/?q=T"),
        *("/admin/reports/site-history/", "/admin/reports/aging-pages/", "/admin/forms/"),
        "/admin/settings/core/sitesettings/",
    ):
        answer = editor.get(path, follow=True)
        assert answer.status_code == 200, path
        wrong += [(path, problem) for problem in wrong_in_html(answer.content)]
    assert wrong == []


FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(1)", "\t=1", "=HYPERLINK(1)"]


def test_exports_hold_no_formulas(home):
    for number, title in enumerate(FORMULAS):
        page = factories.ContentPageFactory(parent=home, title=title, slug=f"seite-{number}")
        page.save_revision().publish()
    editor = signed_in("administrator")
    for path in ("/admin/reports/aging-pages/", "/admin/pages/search/"):
        text = editor.get(path, {"export": "csv", "q": "1"}).getvalue().decode()
        cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))], path
    workbook = editor.get("/admin/reports/aging-pages/", {"export": "xlsx"}).getvalue()
    cells = [cell for row in load_workbook(BytesIO(workbook)).active.rows for cell in row]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f"]


ADDRESSES = [
    ("https://example.org/", True),
    ("mailto:a@example.org", True),
    ("tel:+49228", True),
    ("/de/a:b", True),
    ("#anchor", True),
    ("?a=b:c", True),
    ("de/seite", True),
    ("javascript:x", False),
    ("JaVaScRiPt:x", False),
    (" javascript:x", False),
    ("java\tscript:x", False),
    ("java\nscript:x", False),
    ("\x01javascript:x", False),
    ("java\u200bscript:x", False),
    ("\ufeffjavascript:x", False),
    ("javascript\x00:x", False),
    ("data:text/html,x", False),
    ("vbscript:x", False),
    ("blob:https://example.org/x", False),
    ("file:///etc/passwd", False),
    ("view-source:x", False),
]


@pytest.mark.parametrize(("address", "is_safe"), ADDRESSES)
def test_links_lead_only_to_what_runs_nothing(address, is_safe):
    assert is_safe_address(address) == is_safe
    html = f'<p><a href="{address}">Wort</a></p>'
    assert (dangerous_links(html) == []) == is_safe
    assert ("href" in clean_html(html)) == is_safe
    assert "Wort" in clean_html(html)


def test_rich_text_as_the_editor_writes_it_stays_as_it_is():
    html = (
        '<p data-block-key="a1">Grüße &amp; <b>fett</b><br/>neu &lt;3</p><ul><li>eins</li></ul>'
        '<p><a linktype="page" id="3">Seite</a> <a href="https://example.org/?a=1&amp;b=2">W</a></p>'
    )
    assert clean_html(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<br/>b<br />c</p><hr/><p>d</p>",
        "<p>&quot;a&quot; &#x27;b&#39; \xa0 &nbsp; &lt;b&gt; \"c\" 'd'</p>",
        '<p><a href="https://example.org/?a=1&amp;b=2" title="&quot;x&quot; &gt; y">W</a></p>',
    ],
)
def test_other_ways_to_write_the_same_stay_too(html):
    assert clean_html(html) == html


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        # Ends of elements that the text did not begin: the page's own.
        ("<p>a</p></div></div></main><b>x</b>", "<p>a</p><b>x</b>"),
        ("</div><p>a</p>", "<p>a</p>"),
        ("<p>a</b></p>", "<p>a</p>"),
        # The same, with as many that the cleaner adds.
        ("<p><b><i>x</p></div></div>", "<p><b><i>x</i></b></p>"),
        # Beginnings that run into the page.
        ("<p>a", "<p>a</p>"),
        ("<p>a</p><b>x", "<p>a</p><b>x</b>"),
        # Tags that the page would finish.
        ("<p>a</p><img src=x onerror=y9() ", "<p>a</p>"),
        ("<p>a</p><img src=x onerror=y9()", "<p>a</p>"),
        ('<p>a</p><meta http-equiv=refresh content="0;url=https://evil.test" ', "<p>a</p>"),
        ("<p>a</p><a href='https://evil.test/?", "<p>a</p>"),
        ("<p>a</p></p", "<p>a</p>"),
        ("<p>a</p><!-- ", "<p>a</p>"),
        ("<p>a</p><!-- x --><b>y</b>", "<p>a</p><b>y</b>"),
        ("<p>a</p><![CDATA[x]]>", "<p>a</p>"),
        # Signs within an attribute.
        ('<a title="&lt;">x</a><img src=x onerror=y9() ', '<a title="&lt;">x</a>'),
        ('<a title="<br/>">x</a>', '<a title="&lt;br/&gt;">x</a>'),
        ("<a title=&quot;x y9()&quot;>x</a>", '<a title="&quot;x">x</a>'),
        ("<p>a</p><", "<p>a</p>&lt;"),
        ("<p title=y9()>a</p>", "<p>a</p>"),
    ],
)
def test_no_text_reaches_into_the_page_around_it(html, cleaned):
    assert clean_html(html) == cleaned
    page = BeautifulSoup(f"<main><div>{clean_html(html)}</div><i id=after>", "html5lib")
    assert page.find(id="after").parent.name == "main"
    assert "y9" not in str(page)


@pytest.mark.parametrize("link", ["javascript:x9()", "java&#9;script:x9()", "data:text/html,x"])
def test_a_page_with_such_a_link_is_refused_with_a_sentence(home, link):
    text = f'<p><a href="{link}">Klick</a></p>'
    page = ContentPage(title="Seite", body=json.dumps(stream(("paragraph", text))))
    with pytest.raises(ValidationError, match="https://"):
        home.add_child(instance=page)


def test_such_an_address_is_refused_on_its_way_into_the_database_and_not_shown_from_there(home):
    partner = factories.PartnerFactory(url="https://example.org/")
    partner.url = "java\tscript:x9()"
    with pytest.raises(ValidationError), transaction.atomic():
        partner.save()
    field = partner._meta.get_field("url")
    assert isinstance(field, HttpsURLField)
    with connection.cursor() as cursor:  # past Django
        cursor.execute(
            f"UPDATE {partner._meta.db_table} SET url = %s WHERE id = %s",  # noqa: S608
            ["javascript:x9()", partner.pk],
        )
    assert type(partner).objects.get(pk=partner.pk).url == ""
    assert AdvisorPage._meta.get_field("website").__class__ is HttpsURLField
