"""The book of exchange of a home: HOME/exchange/exchange.jsonl (flows/appended.py). Counts only, no person."""

from __future__ import annotations

from flows.appended import Book
from transforms.exchange.records import EXCHANGE as COLUMNS

READ = "exchange_read.parquet"
"""In the folder of a night's step monitor: what it read of the book."""
EXCHANGE = Book("exchange", "exchange.jsonl", COLUMNS, "异地核对", "monitor", READ)
