"""Names that stay: the same entry of the data files gets the same identifiers in every run."""

from uuid import UUID, uuid5

# Never to be changed: pages, snippets and blocks made earlier are found by what is made from it.
NAMESPACE = UUID("7d0bb5c4-5b4e-4f0e-9a53-6f3c1f0c8f1d")


def identifier(place: str) -> UUID:
    """The identifier of what stands at a place of the data files ("pages/home/body/0")."""
    return uuid5(NAMESPACE, place)
