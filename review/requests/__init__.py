"""Requests for verification that staff upload: their folders, the process that answers, and what becomes of both."""
