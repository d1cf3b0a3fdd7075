"""wagtail-localize, with its traps closed: what follows from German to English, and what does not.

Texts change only when an editor publishes the translation (`publishing`). What is the same in both
languages follows at once (`following`), addresses stay (`slugs`), and whoever moves or takes down a
page is told what becomes of its translation (`companions`).
"""
