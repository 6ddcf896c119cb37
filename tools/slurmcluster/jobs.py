# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs as a center has them: long ones, arrays, chains, held ones, some that wait for good reasons."""

import dataclasses
import subprocess

from . import configuration
from .layout import USERS, Refused


@dataclasses.dataclass(frozen=True)
class Job:
    user: str
    name: str
    options: str
    scenario: str = "other"
    seconds: int = 86_400
    after: str = ""  # the name of the job that must end well first


JOBS = (
    Job("alice", "asr-pretrain", "-p train -N 2 --gres=gpu:h800:8 -t 7-00:00:00", "voice"),
    Job("alice", "tts-finetune", "-p train --gres=gpu:h800:4 -t 2-00:00:00", "voice"),
    Job("alice", "asr-eval", "-p train --gres=gpu:h800:1 -t 01:00:00", "voice", after="asr-pretrain"),
    Job("bob", "detector-train", "-p train --gres=gpu:a100:8 -t 3-00:00:00", "recognition"),
    Job("bob", "detector-sweep", "-p train --array=1-12%3 --gres=gpu:a100:2 -t 06:00:00",
        "recognition"),
    Job("bob", "defect-inspect", "-p train --gres=gpu:h800:2 -t 12:00:00", "manufacturing"),
    Job("carol", "bev-pretrain", "-p train --gres=npu:ascend910b:8 -t 5-00:00:00", "driving"),
    Job("carol", "lane-distill", "-p train --gres=npu:ascend910b:4 -t 1-00:00:00", "driving"),
    Job("carol", "world-model", "-p train -N 3 --gres=gpu:h800:8 -t 10-00:00:00", "driving"),
    Job("carol", "world-model-eval", "-p train --gres=gpu:h800:2 -t 02:00:00", "driving",
        after="world-model"),
    Job("dave", "ct-segment", "-p infer --gres=mlu:mlu590:4 -t 4-00:00:00", "medical"),
    Job("dave", "mri-denoise", "-p infer --array=0-5 --gres=mlu:mlu590:1 -t 08:00:00", "medical"),
    Job("dave", "report-writer", "-p infer --gres=npu:ascend910b:2 -t 1-00:00:00 --hold", "service"),
    Job("erin", "chat-serving", "-p infer --gres=npu:ascend910b:2 -t 20-00:00:00", "service"),
    Job("erin", "parcel-routing", "-p infer --gres=npu:ascend910b:1 -t 2-00:00:00", "logistics"),
    Job("erin", "crop-survey", "-p dev --gres=gpu:a100:1 -t 04:00:00", "agriculture"),
    Job("erin", "shelf-counter", "-p dev --begin=now+3hours --gres=gpu:a100:1 -t 02:00:00", "retail"),
    Job("bob", "arm-policy", "-p dev --gres=gpu:h800:1 -t 06:00:00 --nice=100", "robotics"),
    Job("alice", "everything", "-p train -N 64 --gres=gpu:h800:8 -t 1-00:00:00", "chips"),
    Job("dave", "too-long", "-p dev --gres=mlu:mlu590:1 -t 3-00:00:00", "medical"),
    Job("carol", "smoke-test", "-p dev --gres=gpu:a100:1 -t 00:10:00", "driving", seconds=2),
    Job("erin", "broken-script", "-p dev --gres=gpu:a100:1 -t 00:10:00", "service", seconds=-1),
)  # fmt: skip


def submit(layout):
    """The ids by name."""
    ids = {}
    for job in JOBS:
        ids[job.name] = submit_one(layout, job, ids.get(job.after))
    for name, job_id in ids.items():
        print(job_id, name)


def submit_one(layout, job, after):
    work = "exit 3" if job.seconds < 0 else f"exec sleep {job.seconds}"
    arguments = [
        layout.path("bin", "sbatch"), "--parsable", "-J", job.name, "-A", USERS[job.user],
        "--cpus-per-task=4", f"--comment=scenario={job.scenario}", *job.options.split(),
    ]  # fmt: skip
    if after:
        arguments.append(f"--dependency=afterok:{after}")
    uid = layout.uids[job.user]
    environment = configuration.user_environment(layout, job.user)
    done = subprocess.run(
        arguments,
        input=f"#!/bin/bash\n{work}\n",
        capture_output=True,
        text=True,
        check=False,
        user=uid,
        group=uid,
        extra_groups=[],
        env=environment,
        cwd=environment["HOME"],
    )
    if done.returncode:
        raise Refused(f"{job.name}: {done.stderr.strip()}")
    return done.stdout.strip().partition(";")[0]
