"""Two editors, one page: nobody's work disappears without somebody having said so.

Wagtail tells who else has a page open and does not save by itself over a newer version, but whoever
presses a button overwrites it. Here the button asks first.

- `pages`: the page form, whatever its button: save, publish, submit, a step of a workflow;
- `creating`: a new page is stored whole, one after the other;
- `core.careful_forms`: forms of content that has no versions (topics, people, settings …).
"""
