"""A finding's language: the sentence, the questions, the whole reasoning, in English, Arabic and Russian.

Everything here is pure: words, agreement and finding in, text out. Doors print it and never word it anew.
"""

from truceline.doors.render.sentences.asking import answered, question
from truceline.doors.render.sentences.explaining import Section, explain
from truceline.doors.render.sentences.names import FAMILIES, label, result_label, status_label
from truceline.doors.render.sentences.telling import clause_sentence, headline, sentence

__all__ = [
    "FAMILIES",
    "Section",
    "answered",
    "clause_sentence",
    "explain",
    "headline",
    "label",
    "question",
    "result_label",
    "sentence",
    "status_label",
]
