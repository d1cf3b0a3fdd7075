"""Message catalogues without GNU gettext: extract, check and compile them from Python.

`project` says what belongs to the project, `extract` reads its marked strings, `update` writes
the .po files, `check` compares both, `unmarked` finds visible strings that nobody marked,
`compile` makes the .mo files that Django loads.
"""
