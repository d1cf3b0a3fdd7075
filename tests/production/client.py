"""A visitor or editor of a stack, whose requests arrive as from the proxy in front of it."""

import re
from typing import Any
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup

from .seed import HOST

ORIGIN = f"https://{HOST}"
TIMEOUT = 60  # seconds


class Client(requests.Session):
    """Like `requests`, with paths for addresses: `client.get("/de/")`.

    Sends what a proxy adds: TLS was used, and the visitor's address. Follows redirects within the
    site only when told to (`allow_redirects=True`).
    """

    def __init__(self, base: str, address: str = "203.0.113.7", session_key: str = "") -> None:
        super().__init__()
        self.base = base
        self.trust_env = False
        self.headers.update(
            {
                "Host": HOST,
                "X-Forwarded-Proto": "https",
                "X-Forwarded-For": address,
                "Accept-Language": "de",
                "Referer": f"{ORIGIN}/",
            }
        )
        self.session_key = session_key

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        options.setdefault("allow_redirects", False)
        options.setdefault("timeout", TIMEOUT)
        # `requests` would keep secure cookies back: the visitor's browser has TLS, the way from the
        # proxy to the server has not.
        headers = dict(options.pop("headers", None) or {})
        if cookies := self._cookies():
            headers.setdefault("Cookie", cookies)
        return super().request(method, urljoin(self.base, url), headers=headers, **options)

    def get(self, url: str, **options: Any) -> requests.Response:
        return self.request("GET", url, **options)  # `requests` would follow redirects here

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Where a redirect leads to, by the way that this client reaches the site."""
        target = super().get_redirect_target(resp)
        return target.replace(ORIGIN, self.base, 1) if target else target

    def page(self, path: str) -> BeautifulSoup:
        """The DOM of a page, whose status must be 200."""
        response = self.get(path)
        assert response.status_code == 200, f"{path} answered {response.status_code}"
        return BeautifulSoup(response.content, "html5lib")

    def submit(
        self,
        path: str,
        values: dict[str, Any] | None = None,
        form: str = "form[method=post i]",
        **options: Any,
    ) -> requests.Response:
        """Read the page, fill in its form (a CSS selector; what is not in `values` stays) and
        send it where the form says, as a browser does."""
        element = self.page(path).select_one(form)
        assert element, f"{path} has no {form}"
        target = urljoin(self.base + path, element.get("action") or path)
        return self.post(target, data={**fields_of(element), **(values or {})}, **options)

    def token(self, path: str) -> str:
        """The token against forged requests of the forms on a page."""
        return self.page(path).select_one("input[name=csrfmiddlewaretoken]")["value"]

    def _cookies(self) -> str:
        values = {cookie.name: cookie.value for cookie in self.cookies}
        if self.session_key:
            values[SESSION_COOKIE] = self.session_key
        return "; ".join(f"{name}={value}" for name, value in values.items())


#: As the production settings name it; a stack reads it from them.
SESSION_COOKIE = "__Host-session"


def fields_of(form: Any) -> dict[str, Any]:
    """What a browser would send of a form that nobody has touched, without the blocks of a page:
    their fields are made by scripts."""
    values: dict[str, Any] = {f"{block['id']}-count": "0" for block in form.select("[data-block]")}
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = (field.get("type") or "").lower()
        if field.find_parent("template"):
            continue
        if field.has_attr("disabled") or kind in {"submit", "button", "file", "image", "reset"}:
            continue
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if field.name == "textarea":
            value: Any = re.sub(r"\A\n", "", field.get_text())
        elif field.name == "select":
            chosen = [option.get("value", option.get_text()) for option in selected(field)]
            if not chosen:
                continue
            value = chosen if field.has_attr("multiple") else chosen[0]
        else:
            value = field.get("value", "on" if kind == "checkbox" else "")
        if field["name"] in values:
            known = values[field["name"]]
            value = [*(known if isinstance(known, list) else [known]), value]
        values[field["name"]] = value
    return values


def selected(field: Any) -> list[Any]:
    chosen = field.select("option[selected]")
    if chosen or field.has_attr("multiple"):
        return chosen
    return field.select("option")[:1]
