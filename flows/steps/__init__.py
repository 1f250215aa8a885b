"""The seven steps, one file each: plain functions of a night that write into its folder and return a small summary.

A summary is JSON-able and holds counts only, for it is shown, kept in the journal and seen by Prefect. A step reads
what earlier steps of the night wrote and, openly, what the night before left (`Night.previous_folder`); never a later
layer.
"""
