"""The book of disputes of a home: HOME/disputes/disputes.jsonl (flows/appended.py). No personal value stands in it."""

from __future__ import annotations

from flows.appended import Book
from transforms.disputes.records import DISPUTE

READ = "disputes_read.parquet"
"""In the folder of a night's step monitor: what it read of the book."""
DISPUTES = Book("disputes", "disputes.jsonl", DISPUTE, "异议", "monitor", READ)
