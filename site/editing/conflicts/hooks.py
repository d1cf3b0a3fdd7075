from wagtail import hooks

from .pages import guard

# Before all others: they are asked inside.
hooks.register("before_edit_page", guard, order=-1000)
