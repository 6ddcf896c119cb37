# SPDX-License-Identifier: GPL-3.0-or-later
"""What a cluster consists of: folders, ports, nodes, users. Nothing here starts or writes anything
but the cluster's own description."""

import dataclasses
import json
import os
import pwd
import random
import socket
import stat


class Refused(Exception):
    """Says in one sentence why something was not done."""


@dataclasses.dataclass(frozen=True)
class Kind:
    name: str  # of the nodes, and a feature of theirs
    gres: str
    type: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("h800", "gpu", "h800"),
        Kind("a100", "gpu", "a100"),
        Kind("ascend", "npu", "ascend910b"),
        Kind("mlu", "mlu", "mlu590"),
    )
}
ACCELERATORS = 8  # per node
CPUS = 64
MEMORY_MB = 1_024_000
# The kinds of the first nodes; more nodes repeat them.
PATTERN = ("h800", "ascend", "a100", "h800", "mlu", "ascend", "a100", "h800")
PARTITIONS = {
    "train": ("h800", "a100", "ascend"),
    "infer": ("a100", "ascend", "mlu"),
    "dev": tuple(KINDS),
}
# Who works here, and for which account.
USERS = {
    "alice": "speech",
    "bob": "vision",
    "carol": "driving",
    "dave": "medical",
    "erin": "service",
}
SERVICE_USER = "slurmrest"
FIRST_UID = 59_101
DESCRIPTION = "cluster.json"
# slurmstepd's sockets are DIR/spool/NODE/NODE_JOB.STEP, and a socket's path has 107 characters.
LONGEST_PATH = 64


@dataclasses.dataclass
class Node:
    name: str
    kind: str
    rack: str
    port: int


@dataclasses.dataclass
class Layout:
    folder: str
    admin: str
    hostname: str
    ports: dict  # of the daemons that listen on TCP
    nodes: list
    nominal: list  # name ranges of nodes that exist on paper only
    uids: dict
    accounting: bool
    options: dict  # of slurm.conf, over what is set here
    devices: bool = False  # whether accelerators are device files

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def daemons(self):
        """In the order of their start."""
        names = ["munged"]
        if self.accounting:
            names += ["mariadbd", "slurmdbd"]
        return names + ["slurmctld"] + [f"slurmd:{n.name}" for n in self.nodes] + ["slurmrestd"]

    def save(self):
        with open(self.path(DESCRIPTION), "w", encoding="utf-8") as file:
            json.dump(dataclasses.asdict(self), file, indent=1)


def load(folder):
    folder = os.path.realpath(folder)
    try:
        with open(os.path.join(folder, DESCRIPTION), encoding="utf-8") as file:
            fields = json.load(file)
    except FileNotFoundError:
        raise Refused(f"{folder} holds no cluster") from None
    fields["nodes"] = [Node(**node) for node in fields["nodes"]]
    return Layout(**fields)


def plan(folder, nodes, nominal, admin, accounting, options):
    check_folder(folder)
    ports = free_ports(nodes + 4)
    names = ("slurmctld", "slurmrestd", "slurmdbd", "mariadbd")
    return Layout(
        folder=folder,
        admin=admin,
        hostname=socket.gethostname().split(".")[0],
        ports=dict(zip(names, ports)),
        nodes=plan_nodes(nodes, ports[len(names) :]),
        nominal=plan_nominal(nominal),
        uids=plan_users(),
        accounting=accounting,
        options=options,
    )


def plan_nodes(count, ports):
    kinds = [PATTERN[i % len(PATTERN)] for i in range(count)]
    per_rack = 2 if count <= 16 else 4
    nodes = []
    rack = 0
    for kind in KINDS:
        digits = max(2, len(str(kinds.count(kind))))
        for i in range(kinds.count(kind)):
            rack += i % per_rack == 0
            nodes.append(Node(f"{kind}-{i + 1:0{digits}}", kind, f"r{rack:02}", ports[len(nodes)]))
    return nodes


def plan_nominal(count):
    """Half of them of the first kind, the others alike."""
    if not count:
        return []
    shares = {kind: count // 6 for kind in KINDS}
    shares["h800"] += count - sum(shares.values())
    return [[f"paper-{kind}", share, kind] for kind, share in shares.items() if share]


def plan_users():
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    uids = {}
    uid = FIRST_UID
    for name in (SERVICE_USER, *USERS):
        while uid in taken:
            uid += 1
        uids[name] = uid
        uid += 1
    return uids


def free_ports(count):
    """A row of free loopback ports, below those that the kernel hands out for connections."""
    for _ in range(100):
        first = random.randrange(15_000, 32_000 - count)
        held = []
        try:
            for port in range(first, first + count):
                held.append(socket.socket())
                held[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                held[-1].bind(("0.0.0.0", port))
            return list(range(first, first + count))
        except OSError:
            continue
        finally:
            for one in held:
                one.close()
    raise Refused(f"no {count} free ports in a row were found")


def check_folder(folder):
    if len(folder) > LONGEST_PATH:
        raise Refused(f"{folder} is too long for unix sockets: at most {LONGEST_PATH} characters")
    if any(c.isspace() or c in ",[]%#\"'" for c in folder):
        raise Refused(f"{folder} has characters that Slurm's configuration cannot hold")
    if os.path.isdir(folder) and os.listdir(folder):
        raise Refused(f"{folder} is not empty")
    parent = os.path.dirname(folder)
    while True:
        if not os.path.isdir(parent):
            raise Refused(f"{parent} is no folder")
        if not os.stat(parent).st_mode & stat.S_IXOTH:
            raise Refused(f"jobs run as other users, and these cannot enter {parent}")
        if parent == os.path.dirname(parent):
            return
        parent = os.path.dirname(parent)
