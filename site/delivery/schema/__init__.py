"""The OpenAPI document of the public API, made from the declarations that also make the answers.

`values` reads Python's types, `blocks` the blocks of bodies, `objects` the fields of Wagtail's
serializers, `operations` the addresses; `document` puts them together. A value whose type is not
declared anywhere is an error (`Undeclared`), not a guess.
"""
