# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells pilothouse-simulator what the cluster runs (docs/format/follow.md), so that its telemetry
is that of the cluster's nodes."""

import datetime
import os
import re
import subprocess

SIMULATOR_KINDS = {"h800": "H800", "a100": "A100", "ascend": "Ascend 910B", "mlu": "MLU590"}
DETAIL = re.compile(r"(?<!\S)Nodes=(\S+) CPU_IDs=\S+ Mem=\S+ GRES=\S*?\(IDX:([\d,-]+)\)")


def write(layout, path):
    """CalledProcessError when the controller does not answer."""
    lines = [
        f"node,{n.name},{SIMULATOR_KINDS[n.kind]},{n.rack},leaf-{n.rack}" for n in layout.nodes
    ]
    lines += job_lines(layout)
    text = "\n".join(lines) + "\n"
    try:
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    except FileNotFoundError:
        pass
    draft = f"{path}.draft"
    with open(draft, "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(draft, path)


def job_lines(layout):
    names = {node.name for node in layout.nodes}
    for job in running_jobs(layout):
        accelerators = []
        for nodes, indices in DETAIL.findall(job):
            for node in expand(layout, nodes):
                if node in names:
                    accelerators += [f"{node}:{i}" for i in numbers(indices)]
        if accelerators:
            fields = [
                field(job, "JobId"),
                field(job, "JobName").replace(",", " "),
                field(job, "Partition"),
                str(seconds(field(job, "StartTime"))),
            ]
            yield ",".join(["job", *fields, " ".join(accelerators)])


def running_jobs(layout):
    done = slurm(layout, "scontrol", "show", "job", "-d", "-o")
    return [line for line in done.splitlines() if " JobState=RUNNING " in line]


def slurm(layout, command, *arguments):
    return subprocess.run(
        [layout.path("bin", command), *arguments],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        check=True,
    ).stdout


def field(job, name):
    return re.search(rf"(?:^| ){name}=(\S*)", job)[1]


def seconds(local):
    return int(datetime.datetime.fromisoformat(local).timestamp())


def numbers(text):
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def expand(layout, nodes):
    if "[" not in nodes:
        return nodes.split(",")
    return slurm(layout, "scontrol", "show", "hostnames", nodes).split()
