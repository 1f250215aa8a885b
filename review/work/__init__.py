"""What staff do on the desk: acts, what may follow, undo, and what the night takes. No page, no HTML."""
