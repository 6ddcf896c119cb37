// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

// What the fake libnvidia-ml pretends. A test that has loaded the library gets it from fakeNvml().
struct FakeNvml {
    struct Xid {
        unsigned gpu;
        unsigned long long type;
        unsigned long long data;
    };

    unsigned gpus = 2;
    int initResult = 0;
    int lostGpu = -1; // fell off the bus
    int unsupportedGpu = -1; // answers "not supported" to everything that can be measured
    bool mig = false;
    std::vector<Xid> events;
    int initialised = 0; // how often more than shut down
};

using FakeNvmlFunction = FakeNvml *(*)();
