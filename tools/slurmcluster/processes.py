# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes told by id and start time, so that no signal ever reaches a stranger."""

import os
import select
import signal
import time


def stat_fields(pid):
    """State, parent and start time (clock ticks since boot); None when there is no such process."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return fields[0], int(fields[1]), int(fields[19])


def started(pid):
    fields = stat_fields(pid)
    return fields[2] if fields and fields[0] not in "ZX" else None


def descendants(root):
    """(pid, start time) of all processes below one, without those that only wait to be reaped."""
    children = {}
    starts = {}
    for name in os.listdir("/proc"):
        fields = stat_fields(name) if name.isdigit() else None
        if fields:
            children.setdefault(fields[1], []).append(int(name))
            starts[int(name)] = (fields[0], fields[2])
    found = []
    waiting = [root]
    while waiting:
        for child in children.get(waiting.pop(), []):
            waiting.append(child)
            if starts[child][0] not in "ZX":
                found.append((child, starts[child][1]))
    return found


def of_environment(entry):
    """(pid, start time) of all processes that were started with an environment entry."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                inside = entry.encode() in file.read().split(b"\0")
        except OSError:
            continue
        start = started(name)
        if inside and start is not None:
            found.append((int(name), start))
    return found


def send(pid, start, number):
    """Whether the very process that started then got the signal."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        # The handle was taken first: it cannot come to mean another process any more.
        if started(pid) != start:
            return False
        signal.pidfd_send_signal(handle, number)
        return True
    except ProcessLookupError:
        return False
    finally:
        os.close(handle)


def await_end(pid, start, seconds):
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return started(pid) != start or bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def kill_all(find, seconds=10):
    """Kills what find() tells until it tells nothing any more."""
    until = time.monotonic() + seconds
    while alive := find():
        for pid, start in alive:
            send(pid, start, signal.SIGKILL)
        for pid, start in alive:
            await_end(pid, start, max(0, until - time.monotonic()))
        reap()
        if time.monotonic() > until:
            return False
    return True


def reap():
    """Exit statuses of all own children that have ended, by pid."""
    ended = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        ended[pid] = os.waitstatus_to_exitcode(status)
