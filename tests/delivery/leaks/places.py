"""The addresses of each place, for each kind of thing; all are known before the thing exists.

They are asked in one language. Lists that are not narrowed to one hold both.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from tests.delivery.blocks import Pair
from tests.delivery.leaks.world import (
    BASE_STATE,
    CITY,
    CONTACT,
    DOCUMENT,
    FILE,
    IMAGE,
    MISSPELT,
    OWN_IMAGE,
    PARTNER,
    PKS,
    STATE,
    TOPIC,
    WORDS,
    World,
    path,
    slug,
    title,
)

#: place → addresses
Places = dict[str, list[str]]

ALL_FIELDS = "fields=*&limit=100"
EXPANSIONS = "breadcrumbs,translations,navigation,children,siblings,related,seo"
FORMATS = ("html", "db_html", "markdown", "db_markdown")
SEARCH = {"de": "/de/suche/", "en": "/en/search/"}


def _api(*addresses: str) -> list[str]:
    return [f"/api/v2/{address}" for address in addresses]


def _pages(query: str = "limit=100", **parameters: object) -> str:
    extra = f"&{urlencode(parameters)}" if parameters else ""
    return f"pages/?{query}{extra}"


def _find(address: str, **parameters: str) -> str:
    return f"pages/find/?{urlencode({'html_path': address, **parameters})}"


def _search_page(code: str) -> list[str]:
    return [f"{SEARCH[code]}?q={word}" for word in (WORDS[code], MISSPELT[code])]


def _everywhere(world: World, code: str) -> Places:
    """What is asked for everything alike."""
    one = _Details(code)
    word = WORDS[code]
    return {
        "search": _api(
            f"pages/?search={word}",
            f"pages/?search={word}+Nirgendwo&search_operator=or&locale={code}",
            f"search/?q={word}&locale={code}",
            f"search/?q={MISSPELT[code]}&locale={code}",
        ),
        "related": [
            *one.of(world.linker, "fields=_,related_pages&expand=related"),
            *one.of(world.base_land, "fields=_&expand=related"),
        ],
        "navigation": [
            *_api(f"navigation/?locale={code}", f"site/?locale={code}"),
            *one.of(world.about, "fields=_&expand=navigation"),
        ],
        "teasers and choosers": one.of(world.linker, "fields=_,body"),
        "rich text": [
            address
            for name in FORMATS
            for address in one.of(world.texts, f"fields=_,body&rich_text_format={name}")
        ],
        "images": _api("images/?fields=*&limit=100"),
        "documents": _api("documents/?fields=*&limit=100"),
        "states": _api(
            f"states/?locale={code}",
            *(f"states/{state}/?locale={code}" for state in (STATE, BASE_STATE)),
        ),
        "topics": _api(
            f"topics/?locale={code}",
            f"topics/{TOPIC[code]}/",
            f"topics/{world.open_topic[code].pk}/",
        ),
        "contacts and partners": _api(
            *(f"{name}/?locale={code}" for name in ("contacts", "partners")),
            f"contacts/{CONTACT[code]}/",
            f"partners/{PARTNER[code]}/",
        ),
        "feeds": [
            *(
                f"/{code}/feeds/{file}"
                for file in ("atom.xml", "rss.xml", "feed.json", "calendar.ics")
            ),
            f"/{code}/feeds/topic/marderkunde-{code}/feed.json",
            f"/{code}/feeds/state/{STATE}/calendar.ics",
        ],
        "sitemap": ["/sitemap.xml"],
        "picture credits": [
            *one.of(world.credits, "fields=_,body"),
            world.credits[code].url,
        ],
    }


class _Details:
    """Addresses of details in a language."""

    def __init__(self, code: str) -> None:
        self._code = code

    def of(self, page: Pair, query: str = "") -> list[str]:
        """A page's detail; a list with one address."""
        return _api(f"pages/{page[self._code].pk}/{'?' if query else ''}{query}")


def of_pages(world: World, code: str) -> Places:
    """For news, a section of the menu, the page below it, a state's page and a contact form."""
    everywhere, one = _everywhere(world, code), _Details(code)
    vault, secret, section, deep, land, desk = (
        PKS[name][code] for name in ("vault", "secret", "section", "deep", "land", "desk")
    )
    pks = [secret, section, deep, land, desk]
    in_vault = path(code, "vault", "secret")
    below = path(code, "section", "deep")
    own = [in_vault, path(code, "section"), below, path(code, "land"), path(code, "desk")]
    former = [f"/{code}/{name}/" for name in ("frueher", "einst")]
    aliases = [f"{world.about[code].url}{name}-{code}/" for name in ("dritt", "viert")]
    aliases.append(f"{world.news_index[code].url}zweit-{code}/")
    news = "type=news.NewsPage&limit=100"
    return everywhere | {
        "detail": _api(*(f"pages/{pk}/" for pk in pks), f"pages/{secret}/?expand={EXPANSIONS}"),
        "list": _api(
            _pages(),
            _pages(ALL_FIELDS),
            _pages(f"type=news.NewsPage&{ALL_FIELDS}"),
            _pages(f"type=home.ContentPage&{ALL_FIELDS}"),
            _pages("type=home.ContactPage,news.NewsPage,pool.StatePage&limit=100"),
            _pages(f"{news}&date__gte=2031-01-01"),
            _pages(f"{news}&year=2031"),
            _pages("type=news.NewsPage&order=-date&limit=1"),
            _pages(news, state=STATE),
            _pages(news, place=CITY),
            _pages(news, topic="open"),
            _pages(news, topic=f"marderkunde-{code}"),
            _pages(news, image=OWN_IMAGE),
            _pages("order=title&limit=1&offset=9"),
            _pages("show_in_menus=true&limit=100"),
            _pages(slug=slug("secret", code)),
            _pages(title=title("section", code)),
            *(_pages("limit=1", id=pk) for pk in pks),
        ),
        "find": _api(
            *(_find(address) for address in own),
            _find(in_vault, fields="*", expand="seo"),
            *(f"pages/find/?id={pk}" for pk in pks),
        ),
        "children": [
            *_api(
                _pages(child_of=world.home[code].pk),
                _pages(descendant_of=world.home[code].pk),
                _pages(child_of=vault),
                _pages(child_of=section),
                f"pages/{vault}/?expand=children",
            ),
            *one.of(world.home, "fields=_&expand=children"),
        ],
        "siblings": [
            *_api(f"pages/{PKS['neighbour'][code]}/?fields=_&expand=siblings"),
            *one.of(world.about, "fields=_&expand=siblings"),
        ],
        "breadcrumbs": _api(
            f"pages/{deep}/?fields=_&expand=breadcrumbs",
            f"search/?q={WORDS[code]}&locale={code}",
        ),
        "parent": _api(
            f"pages/{deep}/?fields=_,parent",
            f"pages/{secret}/?fields=_,parent",
        ),
        "translations": _api(
            *(_pages(translation_of=pk) for pk in PKS["secret"].values()),
            "pages/?fields=_,translations&limit=100",
            *(f"pages/{pk}/?expand=translations,seo" for pk in PKS["secret"].values()),
        ),
        "alias_of": _api(
            "pages/?fields=_,title,alias_of&limit=100",
            _pages(alias_of=secret),
            *(_find(address, fields="*", expand="seo,breadcrumbs") for address in aliases),
        ),
        "redirects": [
            *_api(
                "redirects/?limit=100",
                *(_find(address) for address in former),
                _find(former[0], fields="*"),
            ),
            *former,
        ],
        "feeds": [*everywhere["feeds"], f"/{code}/feeds/events/{secret}.ics"],
        "forms": _api(f"forms/{desk}/"),
        "vcards": [f"/vcard/contact/{CONTACT[code]}.vcf"],
        "share cards": [f"/share/{pk}-a.png" for pk in (secret, land)],
        "website": [
            *(page[code].url for page in (world.home, world.about, world.linker, world.news_index)),
            *(f"{path(code, 'vault')}{query}" for query in ("", "?year=2031", f"?state={STATE}")),
            path(code, "vault", "neighbour"),
            world.base_land[code].url,
            f"/{code}/nirgends/",
            *_search_page(code),
        ],
        "own address": [*own, *aliases, *former],
    }


def of_branches(world: World, code: str) -> Places:
    """The same, where the list above the news is hidden as well."""
    places = of_pages(world, code)
    vault = path(code, "vault")
    website = [address for address in places["website"] if not address.startswith(vault)]
    hidden = [vault, path(code, "vault", "neighbour")]
    return places | {"website": website, "own address": [*places["own address"], *hidden]}


def of_translations(world: World, code: str) -> Places:
    """The same, where the page in the other language is public."""
    places = of_pages(world, code)
    other = "de" if code == "en" else "en"
    names = [["vault", "secret"], ["section"], ["land"]]
    return places | {
        "translations": [*places["translations"], *(path(other, *way) for way in names)]
    }


def of_profiles(world: World, code: str) -> Places:
    """For an advisor's profile, and for the fields of one."""
    everywhere, one = _everywhere(world, code), _Details(code)
    pk, index = PKS["advisor"][code], world.advisor_index[code]
    own = f"{index.url}{slug('advisor', code)}/"
    advisors = "type=pool.AdvisorPage&limit=100"
    return everywhere | {
        "detail": _api(f"pages/{pk}/", f"pages/{pk}/?expand={EXPANSIONS}"),
        "list": _api(
            _pages(),
            _pages(f"type=pool.AdvisorPage&{ALL_FIELDS}"),
            *(
                _pages(advisors, **chosen)
                for chosen in (
                    {"state": BASE_STATE},
                    {"country": "TO"},
                    {"spoken_language": "to"},
                    {"topic": f"marderkunde-{code}"},
                    {"topic": "open"},
                    {"city": CITY},
                    {"slug": slug("advisor", code)},
                )
            ),
            *(f"{_pages('limit=1')}&search={word}" for word in ("Nachmarder", CITY, "Tongaisch")),
            _pages("limit=1", id=pk),
        ),
        "find": _api(_find(own), _find(own, fields="*", expand="seo"), f"pages/find/?id={pk}"),
        "children": [
            *one.of(world.advisor_index, "fields=_&expand=children"),
            *_api(_pages(child_of=index.pk)),
        ],
        "siblings": one.of(world.colleague, "fields=_&expand=siblings"),
        "breadcrumbs": _api(f"pages/{pk}/?fields=_&expand=breadcrumbs"),
        "parent": _api(f"pages/{pk}/?fields=_,parent"),
        "translations": _api(_pages(translation_of=pk), "pages/?fields=_,translations&limit=100"),
        "redirects": [
            *_api("redirects/?limit=100", _find(f"/{code}/frueher/", fields="*")),
            f"/{code}/frueher/",
        ],
        "vcards": [f"/vcard/advisor/{pk}.vcf"],
        "share cards": [f"/share/{pk}-a.png", *_api(f"pages/{pk}/?fields=_,seo")],
        "website": [
            *(
                f"{index.url}{query}"
                for query in (
                    "?view=cities",
                    f"?state={BASE_STATE}",
                    f"?city={CITY}",
                    "?language=to",
                    f"?topic=marderkunde-{code}",
                )
            ),
            *(page[code].url for page in (world.base_land, world.linker)),
            *_search_page(code),
            f"{SEARCH[code]}?q=Nachmarder",
        ],
        "own address": [own, f"/{code}/frueher/"],
    }


def of_parts(world: World, code: str) -> Places:
    """For a part of a profile that is public."""
    places = of_profiles(world, code)
    return places | {"website": [*places["website"], *places["own address"]], "own address": []}


def of_images(world: World, code: str) -> Places:
    """For a picture that pages, a profile and a partner show."""
    one = _Details(code)
    users = (world.beside, world.linker, world.home, world.colleague)
    return _everywhere(world, code) | {
        "detail": [address for page in users for address in one.of(page, f"expand={EXPANSIONS}")],
        "list": _api(
            *(
                _pages(f"type={name}&{ALL_FIELDS}")
                for name in ("news.NewsPage", "home.HomePage", "pool.AdvisorPage")
            )
        ),
        "find": _api(*(_find(page[code].url, fields="*") for page in users)),
        "children": one.of(world.news_index, "fields=_&expand=children"),
        "siblings": one.of(world.linker, "fields=_&expand=siblings"),
        "related": one.of(world.base_land, "fields=_&expand=related"),
        "images": _api(
            "images/",
            "images/?fields=*",
            "images/?search=Zobelbild",
            "images/?tags=Zobel",
            "images/?title=Zobelbild",
            "images/?order=-id&limit=1",
            f"images/{IMAGE}/",
            f"images/?id={IMAGE}",
            f"images/find/?id={IMAGE}",
            _pages("type=news.NewsPage", image=IMAGE),
            _pages("type=home.HomePage", hero_image=IMAGE),
        ),
        "vcards": [f"/vcard/advisor/{world.colleague[code].pk}.vcf"],
        "share cards": one.of(world.beside, "fields=_,seo"),
        "website": [page[code].url for page in (*users, world.news_index)],
    }


def of_documents(world: World, code: str) -> Places:
    """For a document to which pages link."""
    one, address = _Details(code), world.linker[code].url
    return _everywhere(world, code) | {
        "detail": one.of(world.linker, f"expand={EXPANSIONS}"),
        "list": _api(_pages(f"type=news.NewsPage&{ALL_FIELDS}")),
        "find": _api(_find(address, fields="*")),
        "documents": _api(
            "documents/",
            "documents/?fields=*",
            "documents/?search=Zobelakte",
            "documents/?tags=Zobel",
            "documents/?title=Zobelakte",
            "documents/?order=-id&limit=1",
            f"documents/{DOCUMENT}/",
            f"documents/?id={DOCUMENT}",
            f"documents/find/?id={DOCUMENT}",
        ),
        "redirects": [*_api("redirects/", _find("/de/akte/", fields="*")), "/de/akte/"],
        "website": [address, *_search_page(code)],
        "own address": [f"/documents/{DOCUMENT}/{FILE}", "/de/akte/"],
    }


#: kind → where it can show
PLACES: dict[str, Callable[[World, str], Places]] = {
    "page": of_pages,
    "branch": of_branches,
    "translation": of_translations,
    "alias": of_pages,
    "profile": of_profiles,
    "part": of_parts,
    "image": of_images,
    "document": of_documents,
}
