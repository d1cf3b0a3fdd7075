"""Every value from outside is understood, or answered with 400 and a sentence that names it.

The answers of Wagtail's documented API stay: what it refuses, is refused in its words; where it
ignores a value, fails with 500 or has a 404 that names nothing, there is a 400 here.
"""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

HUGE = "9" * 20  # more than a database's integers hold
NEWS, PROFILES = "pages/?type=news.NewsPage", "pages/?type=pool.AdvisorPage"

# (what the sentence names, the address without what stands before "?")
REFUSED = [
    # --- pages of a list
    *[("limit", f"pages/?limit={value}") for value in ("", "-1", "abc", "1.5", "9999", HUGE)],
    *[("offset", f"pages/?offset={value}") for value in ("", "-1", "abc", "2147483648", HUGE)],
    ("offset", "pages/?offset=9223372036854775807&limit=1"),
    *[("limit", f"{kind}/?limit=abc") for kind in ("images", "documents")],
    *[("offset", f"{kind}/?offset={HUGE}") for kind in ("images", "documents")],
    # --- types
    *[("type", f"pages/?type={value}") for value in ("", "nonsense", "auth.User", "core.User")],
    *[("type", f"pages/?type={value}") for value in (",", "news.NewsPage,", "core.BasePage")],
    # --- fields
    *[("fields", f"pages/?fields={value}") for value in ("(((", "nope", "title,", "*,*", "-")],
    *[("fields", f"pages/?fields={value}") for value in ("_,-title", "a b", "title,nope", "*,id")],
    ("fields", "pages/?fields=" + "a(" * 1500),
    ("fields", "pages/?fields=" + "title," * 500),
    ("title", "pages/?fields=title(id)"),
    ("first_name", f"{NEWS}&fields=first_name"),
    ("to_address", "pages/?type=home.ContactPage&fields=to_address"),
    ("subject", "pages/?type=home.ContactPage&fields=subject"),
    ("nope", "images/?fields=nope"),
    ("nope", "documents/?fields=nope"),
    # --- order
    *[("nope", f"pages/?order={value}") for value in ("nope", "-nope", "title,nope")],
    ("--title", "pages/?order=--title"),
    ("body", f"{NEWS}&order=body"),
    ("alias_of", "pages/?order=alias_of"),
    ("form_fields", "pages/?type=home.ContactPage&order=form_fields"),
    ("tags", "images/?order=tags"),
    ("random", "pages/?order=random,title"),
    ("offset", "pages/?order=random&offset=1"),
    # --- the tree, translations, languages, sites
    *[
        (name.split("_of")[0] if value == HUGE else name, f"pages/?{name}={value}")
        for name in ("child_of", "descendant_of", "ancestor_of", "translation_of")
        for value in ("", "abc", "-1", "1.5")
    ],
    ("parent page", f"pages/?child_of={HUGE}"),
    ("ancestor page", f"pages/?descendant_of={HUGE}"),
    ("descendant page", f"pages/?ancestor_of={HUGE}"),
    ("translation_of", f"pages/?translation_of={HUGE}"),
    ("descendant_of", "pages/?child_of=root&descendant_of=root"),
    *[("locale", f"pages/?locale={value}") for value in ("", "xx", "DE", "de-at")],
    *[("site", f"pages/?site={value}") for value in ("", "nowhere", "a:b:c", f"a:{HUGE}")],
    ("site", "pages/?site=www.example.org:abc"),
    # --- values of fields
    *[("date", f"{NEWS}&date={value}") for value in ("", "abc", "2018-13-01", "2018-02-30", "18")],
    *[("state", f"{NEWS}&state={value}") for value in ("XX", "nw", "NW,BW")],
    ("date_precision", f"{NEWS}&date_precision=hour"),
    ("start_time", f"{NEWS}&start_time=25:00"),
    *[("image", f"{NEWS}&image={value}") for value in ("", "abc", HUGE)],
    *[("id", f"pages/?id={value}") for value in ("", "abc", "1.5", HUGE)],
    ("alias_of", f"pages/?alias_of={HUGE}"),
    ("slug", "pages/?slug=no slug"),
    ("show_in_menus", "pages/?show_in_menus=maybe"),
    *[("first_published_at", f"pages/?first_published_at={v}") for v in ("", "abc", "2018-13-01")],
    ("state", "pages/?type=pool.StatePage&state=XX"),
    ("status", "pages/?type=home.AccessibilityPage&status=perfect"),
    *[("width", f"images/?width={value}") for value in ("", "abc", HUGE)],
    ("licence", "images/?licence=mine"),
    ("is_illustration", "images/?is_illustration=maybe"),
    ("id", f"images/?id={HUGE}"),
    ("language", "documents/?language=fr"),
    ("is_accessible", "documents/?is_accessible=maybe"),
    ("file_size", f"documents/?file_size={HUGE}"),
    # --- ranges and sets
    *[(f"date__{lookup}", f"{NEWS}&date__{lookup}=2018-02-30") for lookup in ("gt", "gte", "lt")],
    *[("date__lte", f"{NEWS}&date__lte={value}") for value in ("", "abc", "2018", "2018-W45-3")],
    *[("state__in", f"{NEWS}&state__in={value}") for value in ("", "XX", "NW,", "NW,XX", "nw")],
    *[("id__in", f"pages/?id__in={value}") for value in ("", "1,abc", f"1,{HUGE}")],
    ("start_time__gte", f"{NEWS}&start_time__gte=25:00"),
    ("first_published_at__gte", "pages/?first_published_at__gte=yesterday"),
    ("width__gte", "images/?width__gte=abc"),
    ("file_size__lt", f"documents/?file_size__lt={HUGE}"),
    *[("year", f"{NEWS}&year={value}") for value in ("", "0", "abc", "-1", "10000", HUGE)],
    *[("topic", f"{NEWS}&topic={value}") for value in ("", "nope", "topic-bericht-de,nope")],
    ("language", "pages/?language=fr"),
    *[
        (name, f"{NEWS}&{name}=1")
        for name in ("date__year", "date__range", "place__in", "title__gte", "state__gte", "id__pk")
    ],
    *[(name, f"pages/?{name}=2018-01-01") for name in ("date__gte", "state__in", "year", "topic")],
    *[(name, f"{PROFILES}&{name}=x") for name in ("city__in", "last_name__gte", "topic", "year")],
    *[("country", f"{PROFILES}&country={value}") for value in ("", "gh", "Ghana", "GH,")],
    *[("spoken_language", f"{PROFILES}&spoken_language={value}") for value in ("", "FR", "french")],
    # --- search
    ("search_operator", "pages/?search=Bericht&search_operator=nope"),
    ("search_operator", "pages/?search_operator=nope"),
    ("search", "pages/?search=" + "a" * 201),
    ("search", "pages/?search=" + "+".join(f"Wort{n}" for n in range(13))),
    ("tag", "images/?search=Picture&tags=a"),
    # --- formats
    ("rich_text_format", "pages/?rich_text_format=nope"),
    *[("format", f"pages/?format={value}") for value in ("", "xml", "api")],
    # --- given twice
    ("limit", "pages/?limit=1&limit=2"),
    ("type", f"{NEWS}&type=home.HomePage"),
    ("locale", "pages/?locale=de&locale=en"),
    ("id", "images/?id=1&id=2"),
    # --- null characters, which PostgreSQL refuses
    *[
        (name, f"pages/?{name}=a%00")
        for name in ("title", "type", "fields", "order", "search", "locale", "site", "child_of")
    ],
    ("html_path", "pages/find/?html_path=/de/%00/"),
    ("id", "documents/find/?id=%00"),
    # --- known elsewhere, or nowhere
    *[("nonsense", f"{kind}?nonsense=1") for kind in ("pages/", "images/", "documents/")],
    ("date", "pages/?date=2018-11-07"),
    ("date", "pages/?type=pool.StatePage&date=2018-11-07"),
    ("date", f"{NEWS},home.HomePage&date=2018-11-07"),
    ("locale", "images/?locale=de"),
    ("type", "documents/?type=news.NewsPage"),
    *[(name, f"{NEWS}&{name}=1") for name in ("body", "topics", "date_label", "image_id")],
    *[(name, f"pages/?{name}=1") for name in ("live", "path", "expire_at", "owner", "parent")],
    ("form_fields", "pages/?type=home.ContactPage&form_fields=1"),
    ("to_address", "pages/?type=home.ContactPage&to_address=a@example.org"),
    *[
        (name, f"{PROFILES}&{name}=x")
        for name in ("first_name", "last_name", "portrait", "city", "email", "phone", "website")
    ],
    *[(name, f"{PROFILES}&order={name}") for name in ("last_name", "-city", "portrait", "email")],
    ("__", f"{PROFILES}&consents__shows_name=1"),
    # --- find
    *[("id", f"{kind}/find/?id=abc") for kind in ("pages", "images", "documents")],
    ("nonsense", "pages/find/?html_path=/de/&nonsense=1"),
]


@pytest.mark.parametrize(("name", "address"), REFUSED)
def test_what_makes_no_sense_is_refused_by_name(api, name, address):
    message = api.get(address, status=400)["message"]
    assert name.lower() in message.lower()


@pytest.mark.parametrize("parameter", ["nonsense=1", "limit=5", "fields=nope", "fields=(", "id=1"])
def test_a_detail_refuses_what_it_does_not_know(api, site, parameter):
    message = api.get(f"pages/{site.about['de'].pk}/?{parameter}", status=400)["message"]
    assert parameter.split("=")[0] in message


@pytest.mark.parametrize(
    "address",
    [
        f"pages/{HUGE}/",
        "pages/0/",
        "pages/1/",  # the root of Wagtail's tree, above all sites
        f"images/{HUGE}/",
        f"documents/{HUGE}/",
        "pages/abc/",
        "pages/-1/",
        "pages/find/",
        "images/find/",
        f"pages/find/?id={HUGE}",
        f"images/find/?id={HUGE}",
        "pages/find/?id=-1",
        "nothing/",
        "",
    ],
)
def test_what_does_not_exist_is_a_404_in_json(api, address):
    assert api.get(address, status=404)["message"]


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        'Bericht"',
        "*",
        "Ber*",
        "a:b",
        "AND OR NOT",
        "(((",
        "' OR 1=1 --",
        "& | !",
        "\\",
        "-",
    ],
)
@pytest.mark.parametrize("parameters", [{}, {"type": "news.NewsPage"}, {"search_operator": "or"}])
def test_no_text_of_a_search_is_an_error(api, text, parameters):
    found = api.items("pages/", search=text, **parameters)
    assert all("Bericht" in item["title"] for item in found)


@pytest.mark.parametrize("text", ["", " ", '"'])
def test_empty_text_of_a_search_finds_nothing(api, text):
    assert api.items("pages/", search=text) == []


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"state": "NW"}, {"Bericht (de)", "Bericht (en)"}),
        ({"state": ""}, set()),
        ({"date": "2018-11-07"}, {"Bericht (de)", "Bericht (en)", "Meldung (de)", "Meldung (en)"}),
        ({"date": "2018-11-08"}, set()),
        ({"place": "Bochum (de)"}, {"Bericht (de)"}),
        ({"title": "Meldung (en)"}, {"Meldung (en)"}),
        ({"slug": "meldung-de", "locale": "de"}, {"Meldung (de)"}),
        ({"show_in_menus": "true"}, set()),
        ({"first_published_at": "2018-01-01"}, set()),
        ({"state__in": "NW,BW", "language": "en"}, {"Bericht (en)", "Meldung (en)"}),
        ({"state__in": "NW,BY"}, {"Bericht (de)", "Bericht (en)"}),
        ({"date__gte": "2018-11-07", "locale": "de"}, {"Bericht (de)", "Meldung (de)"}),
        ({"date__gt": "2018-11-07"}, set()),
        ({"date__lte": "2018-11-07", "state": "NW"}, {"Bericht (de)", "Bericht (en)"}),
        ({"date__lt": "2018-11-07"}, set()),
        (
            {"date__gte": "2018-01-01", "date__lt": "2018-11-08", "state": "BW", "language": "de"},
            {"Meldung (de)"},
        ),
        ({"end_date__gte": "2018-11-09"}, {"Bericht (de)", "Bericht (en)"}),
        ({"date__in": "2018-11-06,2018-11-07", "language": "de", "state": "BW"}, {"Meldung (de)"}),
        (
            {"first_published_at__gte": "2018-01-01", "state": "BW", "language": "en"},
            {"Meldung (en)"},
        ),
        ({"first_published_at__lt": "2018-01-01"}, set()),
        ({"slug__in": "bericht-de,meldung-en,nirgends"}, {"Bericht (de)", "Meldung (en)"}),
        ({"year": "2018", "state": "NW"}, {"Bericht (de)", "Bericht (en)"}),
        ({"year": "2017"}, set()),
        ({"topic": "topic-bericht-de"}, {"Bericht (de)", "Bericht (en)"}),
        ({"topic": "topic-bericht-en", "language": "de"}, {"Bericht (de)"}),
        ({"topic": "topic-bericht-de,field-ada-de", "language": "de"}, {"Bericht (de)"}),
        ({"search": "Berichten"}, {"Bericht (de)"}),
        ({"search": "Bericht", "place": "Bochum (de)"}, {"Bericht (de)"}),
        ({"search": "Teaser", "state__in": "BW", "locale": "en"}, {"Meldung (en)"}),
    ],
)
def test_a_filter_selects(api, parameters, expected):
    found = api.items("pages/", type="news.NewsPage", **parameters)
    assert {item["title"] for item in found} == expected


def test_a_moment_is_found_again_as_it_was_written(api, site):
    moment = api.one(site.about["de"])["meta"]["first_published_at"]
    assert site.about["de"].pk in api.ids("pages/", first_published_at=moment)


@pytest.mark.parametrize("offset", [100, 2147483647])
def test_past_the_end_a_list_is_empty(api, offset):
    answer = api.get("pages/", offset=offset)
    assert answer["items"] == []
    assert answer["meta"]["total_count"] > 0


def test_errors_are_in_english_whatever_the_visitor_speaks(api):
    german = {"Accept-Language": "de"}
    message = type(api)(**german).get(f"{NEWS}&date=abc", status=400)["message"]
    assert message == api.get(f"{NEWS}&date=abc", status=400)["message"]
    assert "is not a valid value for date" in message
