"""The columns of the matrix, and for each kind of thing those that cannot show it, with the reason.

A test holds that all others do show it as long as it is public.
"""

#: place → what is asked there
COLUMNS = {
    "detail": "a page by its key, with all fields and expansions",
    "list": "lists with and without type, all fields, filters and orders",
    "find": "by address and by key, as a redirect and as the page itself",
    "search": "pages/?search=, search/, and the suggestions for a misspelt word",
    "children": "expand=children, child_of and descendant_of",
    "siblings": "expand=siblings, of pages before and after",
    "related": "expand=related and related_pages",
    "navigation": "navigation/, site/ and expand=navigation",
    "breadcrumbs": "expand=breadcrumbs, and what search results say of where they stand",
    "parent": "meta.parent of details",
    "translations": "translation_of, and the translations of other pages",
    "alias_of": "meta.alias_of, the filter, and the alias itself",
    "teasers and choosers": "blocks with pages picked by hand or found, calls to action, downloads",
    "rich text": "links in rich text, in all four formats",
    "images": "images/, and pages by their picture",
    "documents": "documents/",
    "states": "states/ and their counts",
    "topics": "topics/ and their counts",
    "contacts and partners": "contacts/ and partners/",
    "redirects": "redirects/, find at an old address, and the website's own answer there",
    "feeds": "Atom, RSS, JSON Feed and calendars, of all news, a topic and a state",
    "sitemap": "sitemap.xml",
    "changes": "changes/ since before the thing was made",
    "forms": "forms/<id>/",
    "vcards": "of advisors and of contact persons",
    "share cards": "/share/<id>-<digest>.png, and the seo expansion that names it",
    "picture credits": "the generated list of pictures that visitors see",
    "website": "start page, menu, lists with filters, neighbours, state pages, search page",
    "own address": "what the website says at the thing's own address",
    "geojson": "municipalities and their points",
    "openapi": "the description of the API",
}

_NO_PAGE_NAMED = "pictures and documents do not say which pages show them"
_NO_PLACES = "municipalities belong to no page"
_STILL = "it describes types, not content"
_NEVER_ALIASES = "it is no alias; the rows of aliases ask here"
_NO_TREE = "it is no page, and stands at no place of the tree"
_NO_NEWS = "feeds hold news, and these name no profiles"

#: kind → place → why it cannot show there
NOT_APPLICABLE: dict[str, dict[str, str]] = {
    "page": {
        "alias_of": _NEVER_ALIASES,
        "images": _NO_PAGE_NAMED,
        "documents": _NO_PAGE_NAMED,
        "geojson": _NO_PLACES,
        "openapi": _STILL,
    },
    "profile": {
        "alias_of": _NEVER_ALIASES,
        "images": _NO_PAGE_NAMED,
        "documents": _NO_PAGE_NAMED,
        "contacts and partners": "a profile names neither",
        "feeds": _NO_NEWS,
        "forms": "a profile has no form",
        "geojson": _NO_PLACES,
        "openapi": _STILL,
    },
    "image": {
        "navigation": "menus and what stands around pages have no pictures",
        "search": "pictures are not searched, and results show none",
        "breadcrumbs": _NO_TREE,
        "parent": _NO_TREE,
        "translations": "a picture has no language",
        "alias_of": _NO_TREE,
        "rich text": "rich text has no pictures",
        "documents": "a picture is no document",
        "states": "states show links and counts",
        "topics": "topics have no pictures",
        "redirects": "a redirect to a picture's file leads elsewhere than to a page or document",
        "sitemap": "the sitemap names pages",
        "forms": "forms have no pictures",
        "own address": "its file has an address that only those know who were shown it",
        "geojson": _NO_PLACES,
        "openapi": _STILL,
    },
    "document": {
        "children": "cards name no documents",
        "siblings": "cards name no documents",
        "related": "cards name no documents",
        "navigation": "menus lead to pages",
        "breadcrumbs": _NO_TREE,
        "parent": _NO_TREE,
        "translations": "a document is written in one language",
        "alias_of": _NO_TREE,
        "images": "a document is no picture",
        "states": "states count pages",
        "topics": "topics count pages",
        "contacts and partners": "neither has documents",
        "feeds": "feeds hold teasers, not bodies",
        "sitemap": "the sitemap names pages",
        "forms": "forms have no documents",
        "vcards": "cards have no documents",
        "share cards": "cards show pages",
        "picture credits": "a document is no picture",
        "geojson": _NO_PLACES,
        "openapi": _STILL,
    },
}
NOT_APPLICABLE["part"] = {
    **dict.fromkeys(
        ("navigation", "breadcrumbs", "parent", "translations", "rich text", "redirects"),
        "links say a page's title and address, which tell no part of a profile",
    ),
    **{
        place: NOT_APPLICABLE["profile"][place]
        for place in ("alias_of", "documents", "contacts and partners", "feeds", "forms")
    },
    "images": "a picture that no profile holds is listed; of portraits tells `test_hidden.py`",
    "states": "the state is no part that a consent can leave out",
    "sitemap": "it names addresses",
    "changes": "it says that something changed, and not what",
    "share cards": "they show title and state",
    "own address": "asked as the website",
    "geojson": _NO_PLACES,
    "openapi": _STILL,
}
NOT_APPLICABLE["branch"] = NOT_APPLICABLE["page"]
NOT_APPLICABLE["translation"] = NOT_APPLICABLE["page"] | dict.fromkeys(
    ("contacts and partners", "vcards"), "the German page shows the same"
)
NOT_APPLICABLE["alias"] = {
    place: reason for place, reason in NOT_APPLICABLE["page"].items() if place != "alias_of"
}
