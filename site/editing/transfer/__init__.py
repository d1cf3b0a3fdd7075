"""The whole content as readable files, and an empty site filled from them.

`manage.py export_site` and `manage.py import_site`. Objects are named by what they are (translation
key and language, file name, address), never by a key of the database: two exports can be compared,
and the content can move to another database. docs/data.md says what is exported, and what is not.
"""
