"""The desk's one door to the pipeline: only modules in here import flows, transforms and schemas (decision 0022).

They read a home and compute; they never write it, and they know nothing of Django.
"""
