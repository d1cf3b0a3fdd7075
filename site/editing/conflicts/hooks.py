from wagtail import hooks

from .creating import guard_creation
from .pages import guard

# Before all others: they are asked inside.
hooks.register("before_edit_page", guard, order=-1000)
hooks.register("before_create_page", guard_creation, order=-1000)
