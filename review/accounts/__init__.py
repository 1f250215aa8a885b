"""Accounts: signing in, one-time codes, sessions, and the administrators' pages over them."""
