"""All that is kept about a person, in one document for the person (Art. 15 GDPR)."""
