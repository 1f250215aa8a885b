"""The centre's own accounts: delivery times, quality of sources, correction tickets, tier lists, simulated effects."""
