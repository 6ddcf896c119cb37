# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes all that the daemons read: configuration, keys, users, device files, command wrappers."""

import grp
import os
import pwd
import shlex
import shutil
import stat

from .layout import ACCELERATORS, CPUS, KINDS, MEMORY_MB, PARTITIONS, SERVICE_USER, USERS

WRAPPER_LIBRARY = "libnss_wrapper.so"
COMMANDS = (
    "sacct sacctmgr salloc sbatch scancel scontrol sdiag sinfo sprio squeue sreport srun sshare sview"
).split()
NULL_DEVICE = os.makedev(1, 3)


def environment(layout):
    """What makes any Slurm program belong to this cluster. Its users exist in it alone, so that
    none has to be added to the system."""
    return {
        "SLURM_CONF": layout.path("etc", "slurm.conf"),
        "LD_PRELOAD": WRAPPER_LIBRARY,
        "NSS_WRAPPER_PASSWD": layout.path("etc", "passwd"),
        "NSS_WRAPPER_GROUP": layout.path("etc", "group"),
        "NSS_WRAPPER_HOSTS": layout.path("etc", "hosts"),
    }


def write(layout):
    admin = pwd.getpwnam(layout.admin)
    os.makedirs(layout.folder, exist_ok=True)
    os.chmod(layout.folder, 0o755)
    layout.save()
    for name in ("bin", "etc", "home", "log", "run", "spool", "dev"):
        os.mkdir(layout.path(name), 0o755)
        os.chmod(layout.path(name), 0o755)
    for name in ("state", "log", "run/ctld"):
        os.makedirs(layout.path(name), exist_ok=True)
        os.chown(layout.path(name), admin.pw_uid, admin.pw_gid)
    rest = layout.uids[SERVICE_USER]
    os.mkdir(layout.path("run", "rest"), 0o755)
    os.chmod(layout.path("run", "rest"), 0o755)
    os.chown(layout.path("run", "rest"), rest, rest)
    write_key(layout.path("etc", "munge.key"), 0, 0)
    write_key(layout.path("etc", "jwt.key"), admin.pw_uid, admin.pw_gid)
    write_users(layout)
    layout.devices = make_devices(layout)
    layout.save()
    write_text(layout.path("etc", "slurm.conf"), slurm_conf(layout))
    write_text(layout.path("etc", "gres.conf"), gres_conf(layout))
    write_text(layout.path("etc", "topology.conf"), topology_conf(layout))
    # slurmd asks for some cgroup plugin, though nothing here uses it; this one is content without
    # a cgroup file system.
    write_text(layout.path("etc", "cgroup.conf"), "CgroupPlugin=cgroup/v1\n")
    write_commands(layout)


def write_text(path, text, mode=0o644):
    with open(path, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), mode)
        file.write(text)


def write_key(path, uid, gid):
    with open(path, "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        os.fchown(file.fileno(), uid, gid)
        file.write(os.urandom(256))


def write_users(layout):
    users = [entry for entry in pwd.getpwall() if entry.pw_name not in layout.uids]
    groups = [entry for entry in grp.getgrall() if entry.gr_name not in layout.uids]
    passwd = [
        f"{u.pw_name}:x:{u.pw_uid}:{u.pw_gid}:{u.pw_gecos}:{u.pw_dir}:{u.pw_shell}" for u in users
    ]
    group = [f"{g.gr_name}:x:{g.gr_gid}:{','.join(g.gr_mem)}" for g in groups]
    for name, uid in layout.uids.items():
        home = layout.path("home", name)
        os.mkdir(home, 0o755)
        os.chmod(home, 0o755)
        os.chown(home, uid, uid)
        passwd.append(f"{name}:x:{uid}:{uid}:{name.capitalize()}:{home}:/bin/bash")
        group.append(f"{name}:x:{uid}:")
    write_text(layout.path("etc", "passwd"), "\n".join(passwd) + "\n")
    write_text(layout.path("etc", "group"), "\n".join(group) + "\n")
    write_text(layout.path("etc", "hosts"), f"127.0.0.1 localhost {layout.hostname}\n")


def make_devices(layout):
    """Whether accelerators have device files. Where none can be made they are mere counts, and jobs
    get no CUDA_VISIBLE_DEVICES."""
    try:
        for node in layout.nodes:
            for i in range(ACCELERATORS):
                path = layout.path("dev", f"{node.name}-{i}")
                os.mknod(path, stat.S_IFCHR | 0o666, NULL_DEVICE)
                os.chmod(path, 0o666)
                with open(path, "rb"):
                    pass
    except OSError:
        shutil.rmtree(layout.path("dev"))
        return False
    return True


def slurm_conf(layout):
    admin = layout.admin
    settings = {
        "ClusterName": "pilothouse",
        "SlurmctldHost": f"{layout.hostname}(127.0.0.1)",
        "SlurmctldPort": layout.ports["slurmctld"],
        "SlurmUser": admin,
        "SlurmdUser": "root",
        "AuthType": "auth/munge",
        "AuthInfo": f"socket={layout.path('run', 'munge.sock')}",
        "AuthAltTypes": "auth/jwt",
        "AuthAltParameters": f"jwt_key={layout.path('etc', 'jwt.key')}",
        "CommunicationParameters": "NoCtldInAddrAny,NoInAddrAny",
        "StateSaveLocation": layout.path("state"),
        "SlurmctldPidFile": layout.path("run", "ctld", "slurmctld.pid"),
        "SlurmctldLogFile": layout.path("log", "slurmctld.log"),
        "SlurmdPidFile": layout.path("run", "slurmd-%n.pid"),
        "SlurmdLogFile": layout.path("log", "slurmd-%n.log"),
        "SlurmdSpoolDir": layout.path("spool", "%n"),
        "SlurmdParameters": "config_overrides",
        "ProctrackType": "proctrack/linuxproc",
        "TaskPlugin": "task/none",
        "JobAcctGatherType": "jobacct_gather/none",
        "MpiDefault": "none",
        "SelectType": "select/cons_tres",
        "SelectTypeParameters": "CR_Core_Memory",
        "SchedulerType": "sched/backfill",
        "SchedulerParameters": "bf_interval=3,batch_sched_delay=0"
        + (",defer" if layout.nominal else ""),
        "PriorityType": "priority/multifactor",
        "PriorityWeightAge": 1000,
        "PriorityWeightPartition": 10000,
        "TopologyPlugin": "topology/tree",
        "GresTypes": "gpu,npu,mlu",
        "MailProg": "/bin/true",
        "MaxJobCount": 200000,
        "MaxArraySize": 100001,
        "KillWait": 2,
        "SlurmdTimeout": 3600 if layout.nominal else 30,
        "SlurmctldTimeout": 30,
        "ReturnToService": 2,
        "DefMemPerCPU": 8000,
    }
    if layout.accounting:
        settings |= {
            "AccountingStorageType": "accounting_storage/slurmdbd",
            "AccountingStorageHost": "127.0.0.1",
            "AccountingStoragePort": layout.ports["slurmdbd"],
            "AccountingStoragePass": layout.path("run", "munge.sock"),
            "AccountingStorageEnforce": "associations,limits,qos",
            "AccountingStorageTRES": "gres/gpu,gres/npu,gres/mlu",
            "AccountingStoreFlags": "job_comment",
            "PriorityWeightFairshare": 1000,
            "PriorityWeightQOS": 10000,
        }
    settings |= layout.options
    lines = [f"{key}={value}" for key, value in settings.items()]
    return "\n".join(lines + node_lines(layout) + partition_lines(layout)) + "\n"


def node_line(layout, names, kind, port, features):
    gres = KINDS[kind]
    return (
        f"NodeName={names} NodeHostname={layout.hostname} NodeAddr=127.0.0.1 Port={port}"
        f" CPUs={CPUS} Sockets=2 CoresPerSocket={CPUS // 2} RealMemory={MEMORY_MB}"
        f" Gres={gres.gres}:{gres.type}:{ACCELERATORS} Feature={features} State=UNKNOWN"
    )


def node_lines(layout):
    lines = [node_line(layout, n.name, n.kind, n.port, f"{n.kind},{n.rack}") for n in layout.nodes]
    # One real slurmd answers for all that exist on paper.
    for stem, count, kind in layout.nominal:
        lines.append(
            node_line(layout, f"{stem}-[00001-{count:05}]", kind, layout.nodes[0].port, kind)
        )
    return lines


def partition_lines(layout):
    lines = []
    tiers = {"train": 1, "infer": 2, "dev": 1}
    limits = {"train": "14-00:00:00", "infer": "30-00:00:00", "dev": "08:00:00"}
    for name, kinds in PARTITIONS.items():
        members = [n.name for n in layout.nodes if n.kind in kinds]
        members = members or [n.name for n in layout.nodes]
        default = "YES" if name == "train" else "NO"
        lines.append(
            f"PartitionName={name} Nodes={','.join(members)} Default={default} State=UP"
            f" MaxTime={limits[name]} DefaultTime=04:00:00 PriorityJobFactor={tiers[name]}"
        )
    if layout.nominal:
        nodes = ",".join(f"{stem}-[00001-{count:05}]" for stem, count, _ in layout.nominal)
        lines.append(f"PartitionName=paper Nodes={nodes} State=UP MaxTime=INFINITE")
    return lines


def gres_conf(layout):
    lines = ["AutoDetect=off"]
    for node in layout.nodes:
        gres = KINDS[node.kind]
        what = (
            f"File={layout.path('dev', node.name)}-[0-{ACCELERATORS - 1}]"
            if layout.devices
            else f"Count={ACCELERATORS}"
        )
        lines.append(f"NodeName={node.name} Name={gres.gres} Type={gres.type} {what}")
    for stem, count, kind in layout.nominal:
        gres = KINDS[kind]
        lines.append(
            f"NodeName={stem}-[00001-{count:05}] Name={gres.gres} Type={gres.type}"
            f" Count={ACCELERATORS}"
        )
    return "\n".join(lines) + "\n"


def topology_conf(layout):
    racks = {}
    for node in layout.nodes:
        racks.setdefault(node.rack, []).append(node.name)
    for stem, count, _ in layout.nominal:
        for first in range(1, count + 1, 32):
            last = min(first + 31, count)
            rack = f"{stem.removeprefix('paper-')}-{first:05}"
            racks[rack] = [f"{stem}-[{first:05}-{last:05}]"]
    lines = [f"SwitchName=leaf-{rack} Nodes={','.join(nodes)}" for rack, nodes in racks.items()]
    lines.append("SwitchName=spine Switches=" + ",".join(f"leaf-{rack}" for rack in racks))
    return "\n".join(lines) + "\n"


def write_commands(layout):
    """Slurm's commands bound to this cluster, for a PATH."""
    exports = "\n".join(f"export {k}={shlex.quote(v)}" for k, v in environment(layout).items())
    for name in COMMANDS:
        real = shutil.which(name, path="/usr/bin:/bin")
        if real:
            text = f'#!/bin/sh\n{exports}\nexec {real} "$@"\n'
            write_text(layout.path("bin", name), text, 0o755)


def user_environment(layout, user):
    home = layout.path("home", user) if user in USERS else "/"
    return environment(layout) | {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "USER": user,
        "LOGNAME": user,
        "LC_ALL": "C.UTF-8",
    }
