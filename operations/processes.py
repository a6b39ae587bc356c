"""Processes that we start and that must not outlive us."""

import ctypes
import multiprocessing
import os
import signal

PR_SET_PDEATHSIG = 1


def end_with_parent(ending: signal.Signals = signal.SIGTERM) -> None:
    """Called in a new process: killed outright its parent can't end it any more, so the kernel does."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ending)


def obey_parent_alone() -> None:
    """For a worker that holds nothing worth saving: the terminal's Ctrl-C goes to its parent, who ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(signal.SIGKILL)
    if os.getppid() != multiprocessing.parent_process().pid:
        os._exit(1)  # the parent was gone before the kernel was asked to tell us
