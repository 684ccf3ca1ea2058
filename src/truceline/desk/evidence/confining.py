"""A process that opens nothing any more: limits on memory, time and files, and a short list of what it may ask for.

Whoever draws a hostile file has its bytes run through code that others wrote for speed. So it is done in a process of
its own that, before it looks at the first byte, gives up the file system, the network, other processes, and more
memory and time than a picture needs. What is left to a fault in that code is a wrong picture.

Limits (setrlimit) hold on every POSIX system: no file descriptor can be opened beyond those there. On Linux on x86-64
and ARM64 a seccomp filter allows a list of system calls and denies every other one. Elsewhere only the limits hold.
Not for use outside `drawing`: nothing undoes it.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
import sys

MEMORY_B = 2**30  # of address space
CPU_S = 10  # of processor time

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # linux/prctl.h, linux/seccomp.h
_ALLOW, _DENY, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # done; EPERM; the process ends
_LOAD, _EQUALS, _RETURN = 0x20, 0x15, 0x06  # of classic BPF: a word at an offset; jump where equal; the answer
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4  # in struct seccomp_data
# By architecture: its number for seccomp (linux/audit.h), and the system calls left, as its table numbers them. What is
# left is its pipes, memory, locks, signals to itself, the clock, chance, and its end.
_LEFT = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11,
            "brk": 12, "mremap": 25, "madvise": 28, "futex": 202, "membarrier": 324, "sched_yield": 24,
            "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sigaltstack": 131,
            "restart_syscall": 219, "nanosleep": 35, "clock_nanosleep": 230, "clock_gettime": 228,
            "getpid": 39, "gettid": 186, "getrusage": 98, "sched_getaffinity": 204, "getrandom": 318,
            "exit": 60, "exit_group": 231,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "mmap": 222, "mprotect": 226,
            "munmap": 215, "brk": 214, "mremap": 216, "madvise": 233, "futex": 98, "membarrier": 283,
            "sched_yield": 124, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "sigaltstack": 132,
            "restart_syscall": 128, "nanosleep": 101, "clock_nanosleep": 115, "clock_gettime": 113,
            "getpid": 172, "gettid": 178, "getrusage": 165, "sched_getaffinity": 123, "getrandom": 278,
            "exit": 93, "exit_group": 94,
        },
    ),
}  # fmt: skip


def confine() -> bool:
    """Give up everything but the pipes, memory and time; whether the list of system calls holds too. Raises OSError."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_B),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),  # nothing is written to a file
        (resource.RLIMIT_CORE, 0),  # and no image of the memory is left
        (resource.RLIMIT_NOFILE, 0),  # no file, socket or pipe is opened beyond those there
    ):
        resource.setrlimit(limit, (most, most))
    return _filtered()


def _filtered() -> bool:
    left = _LEFT.get(platform.machine())
    if sys.platform != "linux" or left is None:
        return False
    architecture, calls = left
    program = _program(architecture, tuple(calls.values()))
    held = ctypes.create_string_buffer(program, len(program))
    whole = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(held)))
    control = ctypes.CDLL(None, use_errno=True).prctl
    control.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    faults: int = control(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or control(
        _SET_SECCOMP, _FILTER, ctypes.addressof(whole), 0, 0
    )
    return faults == 0


def _program(architecture: int, allowed: tuple[int, ...]) -> bytes:
    """The filter: another architecture's numbers end the process, the allowed ones pass, every other one is denied."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUALS, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_AT),
        *((_EQUALS, len(allowed) - place, 0, number) for place, number in enumerate(allowed)),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
