# SPDX-License-Identifier: GPL-3.0-or-later
"""The optional database behind a cluster: mariadbd and slurmdbd, accounts, QOS and limits."""

import os
import pwd
import shutil

from . import configuration
from .layout import USERS, Refused

PROGRAMS = {"mariadbd": "mariadb-server", "mariadb-install-db": "mariadb-server", "slurmdbd": "slurmdbd"}
# Beside Slurm's own one, normal: name, priority, what may run at once.
QOS = (
    ("urgent", 100, "GrpTRES=gres/gpu=16"),
    ("scavenge", 0, "MaxJobsPerUser=4"),
)


def missing():
    return sorted({package for name, package in PROGRAMS.items() if not shutil.which(name)})


def start_database(keeper):
    """Up to slurmdbd; slurmctld comes next."""
    layout = keeper.layout
    admin = pwd.getpwnam(layout.admin)
    configuration.write_text(layout.path("etc", "slurmdbd.conf"), slurmdbd_conf(layout), 0o600)
    os.chown(layout.path("etc", "slurmdbd.conf"), admin.pw_uid, admin.pw_gid)
    keeper.ask(
        "mariadb-install-db", "--no-defaults", "--user=root", f"--datadir={layout.path('db')}",
        "--auth-root-authentication-method=normal", "--skip-test-db",
    )  # fmt: skip
    for name in ("mariadbd", "slurmdbd"):
        keeper.spawn(name)
        keeper.await_ready(name)


def fill(keeper):
    """Accounts, users and QOS, once slurmctld has told slurmdbd which accelerators there are."""
    for name, priority, limits in QOS:
        manage(keeper, "add", "qos", name, f"Priority={priority}", *limits.split())
    names = ",".join(("normal", *(name for name, _, _ in QOS)))
    for account in dict.fromkeys(USERS.values()):
        manage(keeper, "add", "account", account, "Fairshare=100", f"QOS={names}")
    for user, account in USERS.items():
        manage(keeper, "add", "user", user, f"Account={account}", "DefaultQOS=normal")


def manage(keeper, *words):
    done = keeper.call("sacctmgr", "-i", *words)
    if done.returncode:
        raise Refused(f"sacctmgr {' '.join(words)}:\n{done.stdout}{done.stderr}")


def command(layout, name):
    if name == "slurmdbd":
        return ["slurmdbd", "-D"], {}
    return [
        "mariadbd", "--no-defaults", "--user=root", "--skip-name-resolve",
        f"--datadir={layout.path('db')}",
        f"--socket={layout.path('run', 'mariadb.sock')}",
        f"--pid-file={layout.path('run', 'mariadb.pid')}",
        f"--port={layout.ports['mariadbd']}", "--bind-address=127.0.0.1",
        "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=0",
    ], {}  # fmt: skip


def slurmdbd_conf(layout):
    settings = {
        "AuthType": "auth/munge",
        "AuthInfo": f"socket={layout.path('run', 'munge.sock')}",
        "AuthAltTypes": "auth/jwt",
        "AuthAltParameters": f"jwt_key={layout.path('etc', 'jwt.key')}",
        "DbdAddr": "127.0.0.1",
        "DbdHost": layout.hostname,
        "DbdPort": layout.ports["slurmdbd"],
        "SlurmUser": layout.admin,
        "PidFile": layout.path("run", "ctld", "slurmdbd.pid"),
        "LogFile": layout.path("log", "slurmdbd.log"),
        "StorageType": "accounting_storage/mysql",
        "StorageHost": "127.0.0.1",
        "StoragePort": layout.ports["mariadbd"],
        "StorageUser": "root",
        "StorageLoc": "slurm_acct",
        "CommunicationParameters": "NoInAddrAny",
    }
    return "".join(f"{key}={value}\n" for key, value in settings.items())
