// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobtemplate.h"

namespace pilothouse {

QString jobTemplate(const QString &framework)
{
    const QString head = QStringLiteral("#!/bin/bash\nset -euo pipefail\n\n");
    const QString leader =
        QStringLiteral("leader=$(scontrol show hostnames \"$SLURM_JOB_NODELIST\" | head -n 1)\n");
    if (framework == QLatin1String("PyTorch"))
        return head + leader
            + QStringLiteral(
                   "srun --ntasks-per-node=1 torchrun \\\n"
                   "  --nnodes=\"$SLURM_NNODES\" --nproc-per-node=\"$SLURM_GPUS_ON_NODE\" \\\n"
                   "  --rdzv-backend=c10d --rdzv-endpoint=\"$leader:29500\" \\\n"
                   "  train.py\n");
    if (framework == QLatin1String("MindSpore"))
        return head + leader
            + QStringLiteral("workers=$((SLURM_NNODES * 8)) # accelerators of all nodes\n"
                             "export workers leader\n"
                             "srun --ntasks-per-node=1 bash -c 'msrun \\\n"
                             "  --worker_num=\"$workers\" --local_worker_num=8 \\\n"
                             "  --master_addr=\"$leader\" --node_rank=\"$SLURM_NODEID\" \\\n"
                             "  train.py'\n");
    if (framework == QLatin1String("PaddlePaddle"))
        return head + leader
            + QStringLiteral("srun --ntasks-per-node=1 python3 -m paddle.distributed.launch \\\n"
                             "  --nnodes=\"$SLURM_NNODES\" --master=\"$leader:49178\" \\\n"
                             "  train.py\n");
    return head + QStringLiteral("srun python3 train.py\n");
}

} // namespace pilothouse
