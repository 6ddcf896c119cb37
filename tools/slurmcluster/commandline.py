# SPDX-License-Identifier: GPL-3.0-or-later
"""The verbs of slurm-cluster."""

import argparse
import glob
import os
import pwd
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time

from . import accounting, configuration, following, jobs, keeper, layout
from .layout import Refused

DESCRIPTION = """\
A real Slurm on this machine alone: munged, slurmctld, slurmrestd and several slurmd with made-up
accelerators, all in one folder, on loopback, beside any other Slurm and unseen by it.

It needs root, because slurmd starts jobs as their users, and these Debian packages: munge, slurmctld,
slurmd, slurmrestd, slurm-client, slurm-wlm-jwt-plugin, libnss-wrapper (--accounting also: slurmdbd,
mariadb-server). Nothing outside the folder is written; the users are the cluster's own."""
PROGRAMS = ("munged", "slurmctld", "slurmd", "slurmrestd", "scontrol")
LIBRARIES = {
    "auth_jwt.so": "slurm-wlm-jwt-plugin",
    configuration.WRAPPER_LIBRARY: "libnss-wrapper",
}


def parser():
    top = argparse.ArgumentParser(
        prog="slurm-cluster",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(function, words):
        one = verbs.add_parser(function.__name__.removesuffix("_"), help=words, description=words)
        one.add_argument("folder", metavar="DIR")
        one.set_defaults(function=function)
        return one

    one = verb(start, "start a cluster in DIR, which must be new or empty")
    one.add_argument("--nodes", type=int, default=8, help="nodes with a slurmd each (%(default)s)")
    one.add_argument(
        "--paper-nodes", type=int, default=0,
        help="more nodes that exist on paper only, in a partition of their own: they can be"
        " allocated, but run nothing",
    )  # fmt: skip
    one.add_argument(
        "--admin", default="root", metavar="USER",
        help="who administers it, without being root (SlurmUser; %(default)s)",
    )  # fmt: skip
    one.add_argument("--accounting", action="store_true", help="with slurmdbd and mariadbd")
    one.add_argument(
        "--option", action="append", default=[], metavar="KEY=VALUE", help="more for slurm.conf"
    )
    one.add_argument(
        "--until-eof", action="store_true",
        help="stay, and end the cluster when standard input ends or at SIGTERM, SIGINT, SIGHUP",
    )  # fmt: skip
    verb(stop, "end all its processes and remove DIR")
    verb(env, "print its addresses and what makes Slurm's commands speak to it, for a shell")
    one = verb(token, "print a token of a user")
    one.add_argument("user", metavar="USER")
    one.add_argument("--lifespan", type=int, default=86400, help="in seconds (%(default)s)")
    one = verb(follow, "tell pilothouse-simulator --follow each second what runs, while it runs")
    one.add_argument("file", metavar="FILE")
    verb(jobs_, "fill it with believable jobs of several users")
    one = verb(run, "run a command as a user of the cluster")
    one.add_argument("user", metavar="USER")
    one.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND...")
    one = verb(kill, "send a signal to a daemon: slurmctld, slurmrestd, slurmd:NODE, munged")
    one.add_argument("daemon", metavar="DAEMON")
    one.add_argument("--signal", default="KILL", help="its name without SIG (%(default)s)")
    one = verb(restart, "start a daemon anew")
    one.add_argument("daemon", metavar="DAEMON")
    return top


def main():
    arguments = parser().parse_args()
    try:
        return arguments.function(arguments) or 0
    except Refused as error:
        print(f"slurm-cluster: {error}", file=sys.stderr)
        return 1


# --- verbs --------------------------------------------------------------------------------------


def start(arguments):
    require_root()
    require_packages(arguments.accounting)
    made = layout.plan(
        os.path.realpath(arguments.folder),
        checked(arguments.nodes, 1, 1000),
        checked(arguments.paper_nodes, 0, 99_999),
        known_user(arguments.admin),
        arguments.accounting,
        options(arguments.option),
    )
    report, reports = os.pipe()
    life, lives = os.pipe() if arguments.until_eof else (None, None)
    if os.fork() == 0:
        os.close(report)
        if lives is not None:
            os.close(lives)
        keeper.become(made, reports, life)
    os.close(reports)
    with os.fdopen(report, encoding="utf-8") as told:
        first = told.readline()
        if first != "ready\n":
            raise Refused((first + told.read()).rstrip() or "the keeper was killed")
        print_env(made)
        sys.stdout.flush()
        if lives is not None:
            await_end()
            os.close(lives)
            told.read()


def await_end():
    """Until a signal or the end of standard input."""
    ended = []
    waker, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.append(True))
    while not ended:
        ready = select.select([0, waker], [], [])[0]
        if 0 in ready and not os.read(0, 4096):
            return


def stop(arguments):
    require_root()
    keeper.stop(layout.load(arguments.folder))


def env(arguments):
    print_env(layout.load(arguments.folder))


def print_env(made):
    values = {
        "SLURM_CONF": made.path("etc", "slurm.conf"),
        "SLURM_REST": f"http://{keeper.rest_address(made)}",
        "SLURM_REST_SOCKET": keeper.rest_socket(made),
        "SLURM_TOKEN_COMMAND": f"{os.path.realpath(sys.argv[0])} token {made.folder} {made.admin}",
    }
    for name, value in values.items():
        print(f"export {name}={shlex.quote(value)}")
    # The commands there carry the rest of their environment with them.
    print(f'export PATH={shlex.quote(made.path("bin"))}:"$PATH"')


def token(arguments):
    made = layout.load(arguments.folder)
    done = subprocess.run(
        [made.path("bin", "scontrol"), "token", f"username={arguments.user}",
         f"lifespan={arguments.lifespan}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    name, _, value = done.stdout.strip().partition("=")
    if done.returncode or name != "SLURM_JWT":
        raise Refused(done.stderr.strip() or "scontrol gave no token")
    print(value)


def jobs_(arguments):
    require_root()
    jobs.submit(layout.load(arguments.folder))


def follow(arguments):
    made = layout.load(arguments.folder)
    while os.path.exists(made.path(layout.DESCRIPTION)):
        try:
            following.write(made, arguments.file)
        except subprocess.CalledProcessError:
            pass  # the controller does not answer: what ran may still run
        time.sleep(1)


def run(arguments):
    made = layout.load(arguments.folder)
    user = arguments.user
    if user not in made.uids:
        raise Refused(f"the users are {', '.join(layout.USERS)}")
    if not arguments.command:
        raise Refused("run what?")
    require_root()
    environment = configuration.user_environment(made, user)
    uid = made.uids[user]
    os.chdir(environment["HOME"])
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    try:
        os.execvpe(arguments.command[0], arguments.command, environment)
    except OSError as error:
        raise Refused(f"{arguments.command[0]}: {error.strerror}") from None


def kill(arguments):
    name = f"SIG{arguments.signal.upper().removeprefix('SIG')}"
    if name not in signal.Signals.__members__:
        raise Refused(f"no signal is named {arguments.signal}")
    number = signal.Signals[name].value
    keeper.order(layout.load(arguments.folder), "signal", arguments.daemon, str(number))


def restart(arguments):
    keeper.order(layout.load(arguments.folder), "restart", arguments.daemon)


# --- what they need -----------------------------------------------------------------------------


def require_root():
    if os.geteuid() != 0:
        raise Refused(
            "this needs root, because slurmd starts jobs as their users: run it as root, with sudo,"
            " or in a container"
        )


def require_packages(with_accounting):
    path = os.pathsep.join(("/usr/sbin", "/sbin", "/usr/bin", "/bin"))
    os.environ["PATH"] = path + os.pathsep + os.environ.get("PATH", "")
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    for library, package in LIBRARIES.items():
        if not installed(library):
            missing.append(package)
    if with_accounting:
        missing += accounting.missing()
    if missing:
        raise Refused(f"not installed: {', '.join(missing)}; slurm-cluster --help lists the packages")


def installed(library):
    pattern = f"/usr/lib/*-linux-gnu/{library}", f"/usr/lib/*-linux-gnu/slurm-wlm/{library}"
    return any(glob.glob(each) for each in pattern)


def checked(value, least, most):
    if not least <= value <= most:
        raise Refused(f"{value} is not between {least} and {most}")
    return value


def known_user(name):
    try:
        return pwd.getpwnam(name).pw_name
    except KeyError:
        raise Refused(f"there is no user {name}") from None


def options(pairs):
    result = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.isalnum() or "\n" in value:
            raise Refused(f"{pair!r} is no KEY=VALUE")
        result[key] = value
    return result
