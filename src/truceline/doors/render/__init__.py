"""Findings and bulletins put into words, pages, charts and maps, in English, Arabic and Russian."""
