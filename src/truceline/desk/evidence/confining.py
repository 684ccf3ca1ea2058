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
# What is left: its pipes, memory, locks, the clock, its end. By architecture, as the kernel's tables number them:
# read, write, close, fstat, lseek, mmap, mprotect, munmap, brk, rt_sigaction, rt_sigprocmask, rt_sigreturn, sched_yield,
# mremap, madvise, nanosleep, getpid, gettid, exit, futex, sched_getaffinity, clock_gettime, clock_nanosleep,
# exit_group, getrandom, sigaltstack, restart_syscall, membarrier, getrusage.
_LEFT = {
    "x86_64": (
        0xC000003E,
        (0, 1, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 28, 35, 39, 186, 60, 202, 204, 228, 230)
        + (231, 318, 131, 219, 324, 98),
    ),
    "aarch64": (
        0xC00000B7,
        (63, 64, 57, 80, 62, 222, 226, 215, 214, 134, 135, 139, 124, 216, 233, 101, 172, 178, 93, 98, 123, 113, 115)
        + (94, 278, 132, 128, 283, 165),
    ),
}


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
    program = _program(*left)
    held = ctypes.create_string_buffer(program, len(program))
    whole = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(held)))
    control = ctypes.CDLL(None, use_errno=True).prctl
    control.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return (
        control(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        and control(_SET_SECCOMP, _FILTER, ctypes.addressof(whole), 0, 0) == 0
    )


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
