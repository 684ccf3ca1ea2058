"""Truceline keeps a truce's shared record: the agreed text as rules that run, real events in, cited findings out.

The package reads from the floor upwards: `errors`, `period`, `place`, `actors`, `zones`, `terms`, `agreement`,
`claims`, `findings` and `bulletin` say what a truce is; `formats` and `bulk` turn the world's bytes into those
values and back; `desk` alone touches disk and clock; `doors` translate for people and never decide.
It names no target and holds nobody's position.
"""

__version__ = "0.1.0"
