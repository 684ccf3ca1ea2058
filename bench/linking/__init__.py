"""Linking two observers' lists, beside other programs, on tasks whose answer is known."""
