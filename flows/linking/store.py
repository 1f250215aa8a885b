"""The judgements of a home, kept for ever: HOME/judgements/judgements.jsonl, a book (flows/appended.py).

Nothing in it is a personal value (docs/identity-review.md).
"""

from __future__ import annotations

from flows.appended import Book
from transforms.link.judgements import JUDGEMENT

SNAPSHOT = "judgements.parquet"
"""In the folder of a night's step link: the judgements it read."""
JUDGEMENTS = Book("judgements", "judgements.jsonl", JUDGEMENT, "判断", "link", SNAPSHOT, optional=("source_no",))

path_of, append, read = JUDGEMENTS.path, JUDGEMENTS.append, JUDGEMENTS.read
known_to, mark = JUDGEMENTS.known_to, JUDGEMENTS.mark
