"""Mentions -> event records: which argument belongs to which event, and in which role."""
