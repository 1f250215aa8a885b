"""Disputes: what households contest, put down by `hedui dispute` and read by every night."""
