"""Sealed payloads: kept apart from the log, each under a key of its own; sent, told and erased one by one."""
