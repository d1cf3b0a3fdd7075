"""Municipalities and their consultations as a spreadsheet: out, and in again.

A file is read to a table (`tables`, `csv_files`, `workbooks`), its cells are understood (`columns`,
`values`, `entries`), compared with the database (`planning`) and, once somebody has seen what that
would change, written in one transaction (`applying`).
"""
