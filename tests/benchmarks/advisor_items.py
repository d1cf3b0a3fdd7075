"""Profiles of advisors with their consents."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone, translation
from wagtail.images import get_image_model

from core.models import Topic
from core.names import country_name, language_name
from pool.models import (
    AdvisorConsent,
    AdvisorCountry,
    AdvisorIndexPage,
    AdvisorLanguage,
    AdvisorPage,
    AdvisorTopic,
    ConsentText,
    Scope,
)
from pool.models.advisors import SLUG_ALPHABET

from .indexing import Reference, add_references
from .items import STATES, Kit, dice_for
from .pages import FIRST, body_json, body_texts
from .texts import FIRST_NAMES, HEADINGS, LANGUAGES, LAST_NAMES, PLACES

COUNTRIES = ("GH", "CO", "VN", "TR", "SY", "CM", "IN", "PL", "BR", "UA")
SPOKEN = ("de", "en", "fr", "es", "ar", "tr", "vi", "pt")
NEVER_SHOWN = 3  # published profiles without consent, as a mistake would leave them


class AdvisorItems:
    """Profiles, of which one in fifty is a draft without consent; some consents leave out the name,
    others city and portrait."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.branch = kit.pages.branch(AdvisorPage, AdvisorIndexPage)
        text = ConsentText.objects.order_by("pk").last()
        self.text_version = text.version if text else "2016-1"
        self.text_checksum = text.checksum if text else ""

    def add(self, number: int) -> None:
        """One profile in both languages with its consent; some are drafts without."""
        dice = dice_for("advisor", number)
        first, last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
        is_draft = number % 50 == 49
        is_consented = not is_draft and not 10 <= number < 10 + NEVER_SHOWN
        scopes = set(Scope.values)
        if number % 20 == 7:
            scopes -= {Scope.NAME, Scope.EMAIL, Scope.PHONE}
        if number % 10 == 3:
            scopes -= {Scope.CITY, Scope.PORTRAIT}
        values = {
            "translation_key": UUID(int=dice.getrandbits(128), version=4),
            "slug": f"profil-{_letters(number)}",
            "first_published_at": FIRST + timedelta(minutes=number),
            "first_name": first,
            "last_name": last,
            "state": dice.choice(STATES),
            "city": dice.choice(PLACES),
            "portrait_id": dice.choice(self.kit.portraits),
            "email": f"profil-{number}@example.org",
            "phone": f"+49 228 {number % 900_000 + 100_000}",
        }
        if is_draft:
            values |= {"live": False, "first_published_at": None}
        until = date(2035, 1, 1) + timedelta(days=number % 1_000) if number % 5 < 2 else None
        if until and is_consented:
            ends = datetime.combine(until + timedelta(days=1), time.min)
            values["expire_at"] = timezone.make_aware(ends)
        topics = dice.sample(self.kit.topics, 2)
        countries, spoken = dice.sample(COUNTRIES, 1), dice.sample(SPOKEN, 3)
        texts = dice.sample(self.kit.pool.paragraphs, 2), dice.choice(HEADINGS)
        shown = frozenset(scopes) if is_consented else frozenset()
        for side, language in enumerate(LANGUAGES):
            stream = AdvisorPage._meta.get_field("experience").stream_block
            blocks = [
                self.kit.block(stream, "paragraph", texts[0][0][side]),
                self.kit.block(
                    stream, "heading", {"text": texts[1][side], "level": "h2", "anchor": ""}
                ),
                self.kit.block(stream, "paragraph", texts[0][1][side]),
            ]
            name = f"{first} {last}"
            title = name if Scope.NAME in shown else ("Beratung", "Advisor")[side]
            links = [self.kit.writer.key(AdvisorTopic) for __ in topics]
            with translation.override(language):
                texts_of = {
                    Scope.CITY: [values["city"]],
                    Scope.TOPICS: [
                        self.kit.topic_names[topic.translation_key, language] for topic in topics
                    ],
                    Scope.COUNTRIES: [country_name(code) for code in countries],
                    Scope.LANGUAGES: [language_name(code) for code in spoken],
                    Scope.EXPERIENCE: body_texts(blocks),
                }
            parts = [name if Scope.NAME in shown else title]
            parts += [text for scope, found in texts_of.items() if scope in shown for text in found]
            pk = self.kit.pages.add(
                self.branch,
                language,
                {
                    **values,
                    "title": title,
                    "portrait_alt": ("Porträt", "Portrait")[side],
                    "experience": body_json(number, blocks),
                },
                {"public_text": " · ".join(parts)},
                [
                    (get_image_model(), values["portrait_id"], "portrait", "portrait"),
                    *(
                        (Topic, topic.pk, "topic_links.item.topic", f"topic_links.{link}.topic")
                        for topic, link in zip(topics, links, strict=True)
                    ),
                ],
                is_public=is_consented,
            )
            for order, (topic, link) in enumerate(zip(topics, links, strict=True)):
                self.kit.writer.add(
                    AdvisorTopic, id=link, page_id=pk, topic_id=topic.pk, sort_order=order
                )
            for order, code in enumerate(countries):
                self.kit.writer.add(AdvisorCountry, page_id=pk, country=code, sort_order=order)
            for order, code in enumerate(spoken):
                self.kit.writer.add(AdvisorLanguage, page_id=pk, language=code, sort_order=order)
            if language == "de" and is_consented:
                self._add_consent(pk, shown, until)

    def _add_consent(self, advisor: int, scopes: frozenset[str], until: date | None) -> None:
        pk = self.kit.writer.add(
            AdvisorConsent,
            advisor_id=advisor,
            given_on=date(2016, 12, 7),
            means="written",
            text_version=self.text_version,
            text_checksum=self.text_checksum,
            valid_until=until,
            recorded_at=FIRST,
            **{f"shows_{scope}": scope in scopes for scope in Scope.values},
        )
        reference: Reference = (AdvisorPage, advisor, "advisor", "advisor")
        add_references(self.kit.writer, AdvisorConsent, pk, [reference])


def _letters(number: int) -> str:
    """Six letters of the alphabet of neutral addresses, others for each number."""
    number = (number * 7_919 + 104_729) % len(SLUG_ALPHABET) ** 6
    found = ""
    for __ in range(6):
        number, rest = divmod(number, len(SLUG_ALPHABET))
        found += SLUG_ALPHABET[rest]
    return found
