"""What the rooms of this floor register with Wagtail; each room has its own `hooks.py`."""

from .checks import hooks as checks_hooks  # noqa: F401
from .conflicts import hooks as conflicts_hooks  # noqa: F401
from .freshness import hooks as freshness_hooks  # noqa: F401
from .front_page import hooks as front_page_hooks  # noqa: F401
from .handbook import hooks as handbook_hooks  # noqa: F401
from .images import hooks as images_hooks  # noqa: F401
from .links import hooks as links_hooks  # noqa: F401
from .lists import hooks as lists_hooks  # noqa: F401
from .localize import hooks as localize_hooks  # noqa: F401
from .machine_translation import hooks as machine_translation_hooks  # noqa: F401
from .page_templates import hooks as page_templates_hooks  # noqa: F401
from .roles import hooks as roles_hooks  # noqa: F401
from .spreadsheets import hooks as spreadsheets_hooks  # noqa: F401
from .translations import hooks as translations_hooks  # noqa: F401
