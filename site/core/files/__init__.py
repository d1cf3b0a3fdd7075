"""Uploaded files: what they may be called, where they lie, and who may have them.

Pictures that everybody may see lie in folders that a web server or a bucket hands out by itself
(`PUBLIC_FOLDERS`). Everything else, documents among them, is handed out by the site, which asks
first who is asking.
"""
