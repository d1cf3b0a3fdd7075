"""The few inline scripts of Wagtail's admin carry the nonce of their answer.

Its templates for dates and inline panels are ours for that (`templates/wagtailadmin/`); choosers
write theirs in Python, in one place of Wagtail.
"""

from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

_request: ContextVar[HttpRequest | None] = ContextVar("request with a nonce", default=None)


def begin(request: HttpRequest) -> None:
    """From now on nonces are those of this request."""
    _request.set(request)


def current_nonce() -> str:
    """The nonce of the answer that is being made; "" outside of a request."""
    request = _request.get()
    return str(request.csp_nonce) if request is not None else ""


def let_choosers_through() -> None:
    """Give the script that every chooser of Wagtail writes behind itself its nonce."""
    BaseChooser.render = _render_chooser


def _render_chooser(
    self: BaseChooser, name: str, value: Any, attrs: Any = None, renderer: Any = None
) -> SafeString:
    """As `BaseChooser.render`, whose script has no nonce."""
    if not attrs or "id" not in attrs:
        raise TypeError("BaseChooser cannot be rendered without an 'id' attribute")
    value_data = self.get_value_data(value)
    html = self.render_html(name, value_data, attrs)
    script = self.render_js_init(attrs["id"], name, value_data)
    # Wagtail writes titles into the script as JSON, in which "</script>" would end it.
    script = script.replace("<", "\\u003C")
    return format_html(
        '{}<script nonce="{}">{}</script>',
        html,
        current_nonce(),
        mark_safe(script),  # noqa: S308
    )
