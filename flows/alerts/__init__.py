"""`hedui alerts` and `hedui explain`: the alerts of the published file, and the proof of one."""
