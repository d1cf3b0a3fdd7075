"""The demo content: readable data files, one per language, and what makes a site of them.

`de.yaml` holds everything, `en.yaml` only the texts that are translated. What was made once is
found again by keys that follow from the data files (`keys`), so a second run adds what is missing
and changes nothing else: what editors did since stays.
"""
