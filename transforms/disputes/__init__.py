"""Disputes: a household contests a delivered record, and what is to its disadvantage waits. Pure."""
