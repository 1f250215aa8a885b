"""The work list in memory: who may see which alerts in which order, and exact counts, within milliseconds."""
