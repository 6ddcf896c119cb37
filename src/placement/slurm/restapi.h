// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <set>
#include <string>
#include <string_view>

namespace pilothouse::slurm {

// The calls that a slurmrestd offers, of the newest version that this program knows.
class RestApi {
public:
    static constexpr int kOldest = 38; // of the last part of v0.0.38, Slurm 22.05
    static constexpr int kNewest = 44; // Slurm 25.11

    // From the server's own description (GET /openapi). IncompatibleVersion where it offers none of
    // these versions.
    [[nodiscard]] static Result<RestApi> read(std::string_view openapi);

    [[nodiscard]] int version() const { return m_version; }
    [[nodiscard]] std::string versionName() const; // "v0.0.38"
    // method: "GET"; call: "/job/{}", "/jobs".
    [[nodiscard]] bool offers(std::string_view method, std::string_view call) const;
    [[nodiscard]] bool offersDatabase(std::string_view method, std::string_view call) const;
    [[nodiscard]] std::string path(std::string_view call) const;
    [[nodiscard]] std::string databasePath(std::string_view call) const;

private:
    int m_version = 0;
    std::set<std::string> m_calls; // "GET /slurm/v0.0.38/jobs"
};

} // namespace pilothouse::slurm
