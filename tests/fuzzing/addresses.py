"""Every public address of the site, with what belongs into it and which parameters it knows."""

from dataclasses import dataclass, field

from django.conf import settings

from tests.delivery.contract import document
from tests.production.seed import Content

#: The place in a path where a key of something is, or anything else.
HOLE = "{}"


@dataclass(frozen=True)
class Address:
    """A path, perhaps with a hole, the keys that fit into it, and the names of its parameters.

    `kind` is the group by which cases are counted; `weight` how often it is asked.
    """

    kind: str
    path: str
    keys: tuple[str, ...] = ("1",)
    parameters: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("GET",)
    weight: int = 1
    #: What a form there sends: names with values that it takes.
    fields: tuple[tuple[str, str], ...] = field(default=())


def addresses(content: Content, fields: dict[str, str]) -> list[Address]:
    """Those of a seeded site; `fields` is what its contact form sends."""
    found = [
        *_pages(content),
        *_files(content),
        *_api(content),
        *_forms(content, fields),
        Address("admin", "/admin/login/", parameters=("next",)),
        Address("admin", "/admin/password_reset/"),
        Address("admin", "/admin/{}", keys=("pages/", "reports/", "api/main/pages/")),
        Address("admin", "/django-admin/{}", keys=("login/", "")),
        Address("unknown", "/{}", keys=("wp-login.php", ".env", "de", "xx/")),
        Address("unknown", "/de/{}/", keys=("nichts", "_util/login")),
        Address("unknown", "/api/{}", keys=("", "v1/", "v2", "v3/")),
    ]
    return [address for address in found for __ in range(address.weight)]


def _pages(content: Content) -> list[Address]:
    listed = ("state", "year", "topic", "page", "p", "search", "q", "country", "language")
    pages = [
        content.news_index_path,
        content.advisor_path.rsplit("/", 2)[0] + "/",
        content.news_path,
        content.advisor_path,
        content.state_path,
        content.contact_path,
        "/de/",
        "/en/",
        "/en/news/",
        "/en/advisors/",
        "/en/contact/",
    ]
    return [
        *(Address("page", path, parameters=listed) for path in pages),
        Address("page", "/de/aktuelles/{}/", keys=("meldung-12", "meldung-1")),
        Address("search", "/de/suche/", parameters=("q", "p", "type", "page"), weight=4),
        Address("search", "/en/search/", parameters=("q", "p", "type", "page"), weight=2),
        Address("search", "/de/opensearch.xml"),
        Address("page", "/", parameters=("next",)),
        Address("page", "/de/_util/login/", parameters=("next",)),
        Address("page", "/de/_util/authenticate_with_password/{}/1/"),
        Address("feed", "/de/feeds/{}", keys=("news.atom", "news.rss", "news.json"), weight=2),
        Address("feed", "/de/feeds/topic/{}/news.atom", keys=("klima",), parameters=("page",)),
        Address("feed", "/en/feeds/state/{}/news.rss", keys=("nordrhein-westfalen", "NW")),
        Address("calendar", "/de/feeds/events/{}.ics", keys=(str(content.news),), weight=2),
        Address("calendar", "/de/feeds/{}.ics", keys=("events",)),
    ]


def _files(content: Content) -> list[Address]:
    return [
        Address("document", "/documents/{}/sample.pdf", keys=(str(content.document),), weight=2),
        Address("document", f"/documents/{content.document}/{{}}", keys=("sample.pdf",), weight=2),
        Address("document", "/documents/authenticate_with_password/{}/"),
        Address("media", "/media/{}", keys=("original_images/example.jpg", "documents/sample.pdf")),
        Address("static", "/static/{}", keys=("css/site.css", "../manage.py")),
        Address("vcard", "/vcard/advisor/{}.vcf", keys=(str(content.advisor),), weight=2),
        Address("vcard", "/vcard/contact/{}.vcf", weight=2),
        Address("geo", "/geo/municipalities/{}.geojson", keys=("nw", "NW", "bw"), weight=2),
        Address("share", "/share/{}-0123456789abcdef.png", keys=(str(content.news),), weight=2),
        Address("share", f"/share/{content.news}-{{}}.png", keys=("0", "x" * 16)),
        Address("sitemap", "/sitemap.xml", parameters=("p", "page")),
        Address("sitemap", "/sitemap-{}.xml", keys=("1", "0"), weight=2),
        Address("robots", "/robots.txt"),
        Address("health", "/health/live"),
        Address("health", "/health/ready"),
    ]


def _api(content: Content) -> list[Address]:
    """Every endpoint that the OpenAPI document names, with its parameters."""
    keys = {
        "pages": (str(content.news), str(content.advisor), str(content.contact)),
        "images": (str(content.image),),
        "documents": (str(content.document),),
        "forms": (str(content.contact),),
        "states": ("NW", "BW"),
    }
    found = []
    for path, methods in document()["paths"].items():
        parameters = tuple(
            parameter["name"]
            for parameter in methods["get"]["parameters"]
            if parameter["in"] == "query"
        )
        name = path.removeprefix("/api/v2/").partition("/")[0]
        hole = path.partition("{")[0] + (HOLE + path.partition("}")[2] if "{" in path else "")
        weight = 6 if path == "/api/v2/pages/" else 3 if "{" not in path else 2
        found.append(
            Address(f"api/{name}", hole, keys.get(name, ("1",)), parameters, weight=weight)
        )
    found.append(Address("api/pages", "/api/v2/pages/{}", keys=("find", "1", "detail_url")))
    if settings.API_V3_ENABLED:
        found.append(Address("api/v3", "/api/v3/{}", keys=("pages/", "docs/", "openapi.json")))
    return found


def _forms(content: Content, fields: dict[str, str]) -> list[Address]:
    """What is written to."""
    sent = tuple(fields.items())
    signing_in = (("username", "administrator"), ("password", "guess"), ("next", "/admin/"))
    return [
        Address("form", content.contact_path, methods=("POST",), fields=sent, weight=6),
        Address("form", "/en/contact/", methods=("POST",), fields=sent, weight=2),
        Address(
            "api/forms",
            "/api/v2/forms/{}/",
            keys=(str(content.contact),),
            parameters=("locale",),
            methods=("POST",),
            fields=sent,
            weight=8,
        ),
        Address("sign-in", "/admin/login/", methods=("POST",), fields=signing_in, weight=4),
        Address("sign-in", "/django-admin/login/", methods=("POST",), fields=signing_in),
        Address("sign-in", "/de/_util/login/", methods=("POST",), fields=signing_in),
        Address(
            "sign-in",
            "/admin/password_reset/",
            methods=("POST",),
            fields=(("email", "administrator@example.org"),),
            weight=2,
        ),
    ]
