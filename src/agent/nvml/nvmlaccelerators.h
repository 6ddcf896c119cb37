// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/accelerators.h"
#include "agent/nvml/nvmlapi.h"
#include "agent/nvml/pciemeter.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pilothouse::agent::nvml {

inline constexpr std::size_t kMetricsPerGpu = 14;
inline constexpr const char *kLibraryFile = "libnvidia-ml.so.1";

// NVIDIA's accelerators through NVML. None where the library, the driver or the cards are missing.
// The devices and their partitions are those of the time of construction.
class NvmlAccelerators final : public Accelerators {
public:
    explicit NvmlAccelerators(const std::string &libraryFile = kLibraryFile);
    ~NvmlAccelerators() override;

    [[nodiscard]] const std::vector<AcceleratorInfo> &infos() const override { return m_infos; }
    [[nodiscard]] std::span<const Metric> metrics() const override;
    void collect(std::span<double> values) override;
    [[nodiscard]] std::vector<Event> takeEvents() override;

private:
    void findDevices();
    void registerEvents();
    [[nodiscard]] std::optional<Event> nextEvent();
    [[nodiscard]] std::array<double, kMetricsPerGpu> read(std::size_t index,
                                                          const PcieMeter::Rates &pcie);

    // Calls a function of the library; nothing when it is not there or fails.
    template <typename Value, typename... Parameters, typename... Arguments>
    std::optional<Value> query(std::size_t index, Return (*function)(Device, Parameters...),
                               Arguments... arguments);

    struct State {
        Device device = nullptr;
        bool answers = false; // some query of this tick succeeded
        bool lost = false; // some query of this tick said that it fell off the bus
        double lastXid = 0;
        bool reportsXids = false;
    };

    std::unique_ptr<Library> m_library; // null: no accelerators
    std::vector<AcceleratorInfo> m_infos;
    std::vector<State> m_states;
    EventSet m_events = nullptr;
    std::unique_ptr<PcieMeter> m_pcie;
};

} // namespace pilothouse::agent::nvml
