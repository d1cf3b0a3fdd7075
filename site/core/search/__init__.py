"""Search over all public pages and documents in one language, the same on every database.

What can be found is kept as entries with their words (`core.models.search`): a page's own text,
cut into words and each word brought to the form that it shares with its relatives (`words`).
The databases' own full-text search is not used, for what it cannot do: neither finds parts of
compound words or brings umlauts and their spellings together, SQLite stems no German at all, and
the two rank differently. Wagtail's own index stays what editors and the API search in.

`query.search` is the one way in; `index` keeps the entries in step with pages and documents.
"""
