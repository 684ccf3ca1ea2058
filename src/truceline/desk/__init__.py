"""The only code that touches disk, clock and machine: gather, decide, append, circulate."""
