# SPDX-License-Identifier: GPL-3.0-or-later
"""The one process behind a cluster. All daemons are its children, and what they leave behind becomes
its child too (PR_SET_CHILD_SUBREAPER), jobs included: so its descendants are the cluster, and its end
is the cluster's."""

import ctypes
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import time

from . import accounting, configuration, processes
from .layout import SERVICE_USER, Refused

PR_SET_CHILD_SUBREAPER = 36
START_SECONDS = 60
CONTROL = ("run", "keeper.sock")
RECORD = ("run", "pids.json")


class Keeper:
    def __init__(self, layout, life):
        self.layout = layout
        self.life = life  # its end of file ends the cluster; None: only a signal does
        self.pids = {}
        self.base = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
        self.base |= configuration.environment(layout)

    # --- starting -------------------------------------------------------------------------------

    def start(self):
        layout = self.layout
        configuration.write(layout)
        self.record()
        self.spawn("munged")
        self.await_ready("munged")
        if layout.accounting:
            accounting.start_database(self)
        names = [n for n in layout.daemons() if n.startswith(("slurmctld", "slurmd:"))]
        for name in names:
            self.spawn(name)
        for name in names:
            self.await_ready(name)
        if layout.accounting:
            accounting.fill(self)
        self.spawn("slurmrestd")
        self.await_ready("slurmrestd")
        self.await_true("the nodes to be idle", self.nodes_idle)

    def command(self, name):
        """Program, arguments and what differs from root and the environment."""
        layout = self.layout
        path = layout.path
        if name == "munged":
            return [
                "munged", "--foreground", "--force", "--num-threads=4",
                f"--key-file={path('etc', 'munge.key')}",
                f"--socket={path('run', 'munge.sock')}",
                f"--pid-file={path('run', 'munged.pid')}",
                f"--log-file={path('log', 'munged.log')}",
                f"--seed-file={path('run', 'munged.seed')}",
            ], {}  # fmt: skip
        if name == "slurmctld":
            return ["slurmctld", "-D"], {}
        if name == "slurmrestd":
            addresses = [f"unix:{rest_socket(layout)}", rest_address(layout)]
            plugins = "openapi/v0.0.38" + (",openapi/dbv0.0.38" if layout.accounting else "")
            uid = layout.uids[SERVICE_USER]
            return ["slurmrestd", "-a", "rest_auth/jwt", "-s", plugins, *addresses], {
                "user": uid,
                "group": uid,
            }
        if name.startswith("slurmd:"):
            return ["slurmd", "-D", "-N", name.partition(":")[2]], {}
        return accounting.command(layout, name)

    def spawn(self, name):
        arguments, account = self.command(name)
        if name == "slurmrestd" and os.path.exists(rest_socket(self.layout)):
            os.remove(rest_socket(self.layout))
        if "user" in account:
            account = {"extra_groups": []} | account
        environment = self.base
        if name == "slurmrestd":
            # Makes JWT the way in which it speaks to slurmctld.
            environment = environment | {"SLURM_JWT": "daemon"}
        with open(self.layout.path("log", f"{name.replace(':', '-')}.out"), "ab") as log:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.layout.folder,
                env=environment,
                start_new_session=True,
                **account,
            )
        process.returncode = 0  # reaped by processes.reap, not by its destructor
        self.pids[name] = (process.pid, processes.started(process.pid))
        self.record()

    def record(self):
        draft = self.layout.path("run", "pids.draft")
        everyone = {"keeper": (os.getpid(), processes.started(os.getpid()))} | self.pids
        with open(draft, "w", encoding="utf-8") as file:
            json.dump(everyone, file)
        os.rename(draft, self.layout.path(*RECORD))

    def alive(self, name):
        return name in self.pids and processes.started(self.pids[name][0]) == self.pids[name][1]

    def await_ready(self, name):
        self.await_true(name, lambda: self.ready(name), name)

    def await_true(self, words, condition, name=None):
        until = time.monotonic() + START_SECONDS
        while not condition():
            for each in [name] if name else self.pids:
                if not self.alive(each):
                    raise Refused(f"{each} did not start:\n{self.last_words(each)}")
            if time.monotonic() > until:
                raise Refused(f"waited {START_SECONDS} s for {words}:\n{self.last_words(name)}")
            time.sleep(0.03)

    def last_words(self, name):
        words = []
        stem = (name or "slurmctld").replace(":", "-")
        for end in ("out", "log"):
            try:
                path = self.layout.path("log", f"{stem}.{end}")
                with open(path, encoding="utf-8", errors="replace") as file:
                    words += file.readlines()[-12:]
            except FileNotFoundError:
                pass
        return "".join(words).rstrip() or "it said nothing"

    def ready(self, name):
        layout = self.layout
        if name == "munged":
            return connects(layout.path("run", "munge.sock"))
        if name == "slurmctld":
            return connects(layout.ports["slurmctld"]) and "UP" in self.ask("scontrol", "ping")
        if name == "slurmrestd":
            return connects(layout.ports["slurmrestd"]) and connects(rest_socket(layout))
        if name.startswith("slurmd:"):
            node = next(n for n in layout.nodes if n.name == name.partition(":")[2])
            return connects(node.port)
        return connects(layout.ports[name])

    def nodes_idle(self):
        states = self.ask("sinfo", "-h", "-N", "-o", "%N %T").split("\n")
        names = {n.name for n in self.layout.nodes}
        idle = {line.split()[0] for line in states if line.endswith(" idle")}
        return names <= idle

    def ask(self, *arguments):
        return self.call(*arguments).stdout

    def call(self, *arguments):
        return subprocess.run(
            arguments,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=self.base,
            check=False,
        )

    # --- serving --------------------------------------------------------------------------------

    def serve(self):
        """Until a signal, the end of life, or an error."""
        asked_to_end = []
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: asked_to_end.append(True))
        waker, wakes = os.pipe()
        for end in (waker, wakes):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(wakes)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        with socket.socket(socket.AF_UNIX) as control:
            control.bind(self.layout.path(*CONTROL))
            control.listen(8)
            watched = [waker, control] + ([] if self.life is None else [self.life])
            yield  # ready
            while not asked_to_end:
                ready = select.select(watched, [], [])[0]
                if self.life in ready and not os.read(self.life, 1):
                    return
                if waker in ready:
                    os.read(waker, 4096)
                processes.reap()
                if control in ready:
                    self.answer(control)

    def answer(self, control):
        peer, _ = control.accept()
        with peer:
            peer.settimeout(5)
            try:
                words = peer.makefile(encoding="utf-8").readline().split()
                self.obey(*words)
                reply = "ok"
            except (Refused, TypeError, OSError) as error:
                reply = str(error)
            try:
                peer.sendall(reply.encode())
            except OSError:
                pass

    def obey(self, verb, name, number="9"):
        if name not in self.layout.daemons():
            raise Refused(f"no daemon is named {name}; there are {', '.join(self.layout.daemons())}")
        if verb == "signal":
            if not self.alive(name):
                raise Refused(f"{name} does not run")
            processes.send(*self.pids[name], int(number))
            if int(number) in (signal.SIGKILL, signal.SIGTERM):
                self.await_end(name)
        elif verb == "restart":
            if self.alive(name):
                processes.send(*self.pids[name], signal.SIGKILL)
                self.await_end(name)
            self.spawn(name)
            self.await_ready(name)
        else:
            raise Refused(f"{verb}?")

    def await_end(self, name):
        if not processes.await_end(*self.pids[name], 30):
            raise Refused(f"{name} does not end")
        processes.reap()

    # --- ending ---------------------------------------------------------------------------------

    def end(self):
        processes.kill_all(lambda: processes.descendants(os.getpid()))
        shutil.rmtree(self.layout.folder, ignore_errors=True)


def connects(address):
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as probe:
        probe.settimeout(1)
        try:
            probe.connect(address if isinstance(address, str) else ("127.0.0.1", address))
        except OSError:
            return False
    return True


def rest_socket(layout):
    return layout.path("run", "rest", "slurmrestd.sock")


def rest_address(layout):
    return f"127.0.0.1:{layout.ports['slurmrestd']}"


def become(layout, report, life):
    """In a child of the command line: never returns. Tells on report how the start went, and holds
    it open as long as the cluster lasts."""
    os.setsid()
    os.umask(0o022)
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    # No interruption between the folder's making and its removal.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    keeper = Keeper(layout, life)
    status = 0
    try:
        keeper.start()
        for _ in keeper.serve():
            os.write(report, b"ready\n")
    except (Refused, OSError, subprocess.SubprocessError) as error:
        os.write(report, f"{error}\n".encode())
        status = 1
    finally:
        keeper.end()
        os._exit(status)


def order(layout, *words):
    """Has the running keeper do something; Refused says why it did not."""
    with socket.socket(socket.AF_UNIX) as control:
        try:
            control.connect(layout.path(*CONTROL))
        except OSError:
            raise Refused(f"no cluster runs in {layout.folder}") from None
        control.settimeout(START_SECONDS + 35)
        control.sendall((" ".join(words) + "\n").encode())
        reply = control.makefile(encoding="utf-8").read()
    if reply != "ok":
        raise Refused(reply or "the cluster ended meanwhile")


def stop(layout):
    """Ends what runs in the folder, with or without a keeper, and removes the folder."""
    try:
        with open(layout.path(*RECORD), encoding="utf-8") as file:
            pids = {name: tuple(record) for name, record in json.load(file).items()}
    except FileNotFoundError:
        pids = {}
    head = pids.pop("keeper", None)
    if head and processes.started(head[0]) == head[1]:
        processes.send(*head, signal.SIGTERM)
        if not processes.await_end(*head, 30):
            raise Refused(f"the cluster in {layout.folder} does not end")
    else:
        end_orphans(layout, pids)
    shutil.rmtree(layout.folder, ignore_errors=True)


def end_orphans(layout, pids):
    """Without a keeper: the daemons as recorded, and what was started with this configuration."""
    mark = f"SLURM_CONF={layout.path('etc', 'slurm.conf')}"

    def find():
        recorded = [record for record in pids.values() if processes.started(record[0]) == record[1]]
        below = [each for record in recorded for each in processes.descendants(record[0])]
        return list({*recorded, *below, *processes.of_environment(mark)})

    if not processes.kill_all(find):
        raise Refused(f"processes of {layout.folder} do not end")
