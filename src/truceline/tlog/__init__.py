"""The record's cryptography: signed notes, entries, trees, checkpoints, cosignatures, proofs; bytes, never truces."""
