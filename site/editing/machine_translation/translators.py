"""DeepL, and LibreTranslate on one's own server: wagtail-localize's translators, made robust.

Sentences go in batches that both services accept. When a service fails, what it has translated so
far is kept, and `problem` says in a sentence for editors what happened.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import requests
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.machine_translators import deepl, libretranslate
from wagtail_localize.strings import StringValue

# DeepL takes 50 texts in one request (https://developers.deepl.com/docs/api-reference/translate).
BATCH = 40
SECONDS = 30

QUOTA_USED_UP = 456  # DeepL's own

NO_ANSWER = _("%(service)s did not answer. Please try again later.")
REFUSED = _(
    "%(service)s does not accept the key of this site. Please tell whoever runs the website."
)
TOO_MUCH = _("%(service)s takes no more requests at the moment. Please try again later.")
QUOTA = _("The quota of this site at %(service)s is used up.")
FAILED = _("%(service)s could not translate (error %(status)s). Please try again later.")
NOT_UNDERSTOOD = _(
    "%(service)s answered in a way that this site does not understand. "
    "Please tell whoever runs the website."
)
BY_STATUS = {401: REFUSED, 403: REFUSED, 429: TOO_MUCH, QUOTA_USED_UP: QUOTA}


class ServiceTranslator(ABC):
    """Mixin for wagtail-localize's machine translators; a subclass says what is asked, and how."""

    display_name: str
    options: dict[str, Any]
    # What went wrong in `translate`, for editors; "" if nothing did.
    problem: str | Promise = ""

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """The translations by source; fewer than asked for if the service failed."""
        translated: dict[StringValue, StringValue] = {}
        for batch in in_batches(strings):
            try:
                answer = self.ask(source_locale, target_locale, batch)
                answer.raise_for_status()
                texts = self.texts_of(answer.json())
                translated |= dict(zip(batch, map(StringValue, texts), strict=True))
            except requests.HTTPError as error:
                status = error.response.status_code
                self.problem = BY_STATUS.get(status, FAILED) % self._names(status)
                break
            except (KeyError, TypeError, ValueError):  # among them that it is not JSON
                self.problem = NOT_UNDERSTOOD % self._names()
                break
            except requests.RequestException:
                self.problem = NO_ANSWER % self._names()
                break
        return translated

    @abstractmethod
    def ask(
        self, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
    ) -> requests.Response:
        """The service's answer. Raises `requests.RequestException`."""

    @abstractmethod
    def texts_of(self, answer: Any) -> list[str]:
        """The translations in an answer. Raises `KeyError` or `TypeError` for another one."""

    @property
    def timeout(self) -> float:
        """Seconds until the service counts as silent."""
        return float(self.options.get("TIMEOUT", SECONDS))

    def _names(self, status: int = 0) -> dict[str, Any]:
        return {"service": self.display_name, "status": status}


def in_batches(strings: Iterable[StringValue]) -> Iterator[tuple[StringValue, ...]]:
    """The strings in portions that a service takes at once."""
    rest = iter(strings)
    while batch := tuple(islice(rest, BATCH)):
        yield batch


class DeepLTranslator(ServiceTranslator, deepl.DeepLTranslator):
    """DeepL; keys that end in ":fx" belong to its free service. `API_URL` is for another one."""

    def get_api_endpoint(self) -> str:
        return self.options.get("API_URL") or super().get_api_endpoint()

    def get_parameters(
        self, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
    ) -> dict[str, Any]:
        parameters = super().get_parameters(source_locale, target_locale, strings)
        if parameters["target_lang"] == "EN":  # DeepL wants to know which
            parameters["target_lang"] = "EN-GB"
        return parameters

    def ask(
        self, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
    ) -> requests.Response:
        return requests.post(
            self.get_api_endpoint(),
            self.get_parameters(source_locale, target_locale, strings),
            headers=self.get_headers(),
            timeout=self.timeout,
            allow_redirects=False,
        )

    def texts_of(self, answer: Any) -> list[str]:
        return [translation["text"] for translation in answer["translations"]]


class LibreTranslator(ServiceTranslator, libretranslate.LibreTranslator):
    """LibreTranslate; the key is optional on one's own server."""

    def ask(
        self, source_locale: Locale, target_locale: Locale, strings: Sequence[StringValue]
    ) -> requests.Response:
        key = self.options.get("API_KEY")
        question = {
            "q": [string.data for string in strings],
            "source": self.language_code(source_locale.language_code),
            "target": self.language_code(target_locale.language_code),
            "format": "html",
        }
        return requests.post(
            self.get_api_endpoint().rstrip("/") + "/translate",
            json={**question, "api_key": key} if key else question,
            timeout=self.timeout,
            allow_redirects=False,
        )

    def texts_of(self, answer: Any) -> list[str]:
        return answer["translatedText"]
