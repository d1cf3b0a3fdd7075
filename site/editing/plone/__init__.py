"""Content of a Plone site, as collective.exportimport and plone.exportimport write it, made into
pages, pictures, documents and redirects of this site.

From the export to the site: `reading` (files) → `items` (what each entry says) → `tree` (which
page each becomes, and below which) → `html`, `volto` (bodies) → `media`, `pages`, `redirects`.
`importing` is the order in which it happens, `report` what is told about it.
"""
