"""Verification on request: the same facts, marts, rules and policy as the night, for households that somebody named.

request -> identity -> gate -> found and world -> concluded -> report; every step a pure function of frames.
"""
