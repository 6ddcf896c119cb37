// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/replay.h"

#include "core/scenario.h"
#include "simulator/rng.h"
#include "wire/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace pilothouse::simulator {

namespace {

constexpr std::string_view kHeader = "submit,start,duration,accelerators,tenant,state";
constexpr std::size_t kFields = 6;
constexpr std::size_t kMostJobs = 5'000'000;
constexpr std::size_t kMostTenants = 1'000;
constexpr std::size_t kLongestLine = 1'024;
constexpr std::size_t kLongestTenant = 128;
constexpr double kLatest = 1e11; // seconds
constexpr double kLongestDuration = 3e7; // seconds, about a year

std::optional<double> seconds(std::string_view text, double highest)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()
        || !(value >= 0 && value <= highest))
        return std::nullopt;
    return value;
}

std::optional<TraceState> stateOf(std::string_view text)
{
    constexpr std::array<std::string_view, 5> kNames{"", "COMPLETED", "FAILED", "CANCELLED",
                                                     "TIMEOUT"};
    const auto found = std::ranges::find(kNames, text);
    if (found == kNames.end())
        return std::nullopt;
    return static_cast<TraceState>(found - kNames.begin());
}

class Parser {
public:
    // What is wrong with the line, empty when nothing is.
    std::string addLine(std::string_view line)
    {
        std::array<std::string_view, kFields> fields;
        for (std::size_t i = 0; i < kFields; ++i) {
            const std::size_t comma = line.find(',');
            if ((comma == std::string_view::npos) != (i + 1 == kFields))
                return "a line has 6 fields: " + std::string(kHeader);
            fields.at(i) = line.substr(0, comma);
            line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
        }
        return addJob(fields);
    }

    Trace take()
    {
        std::ranges::stable_sort(m_trace.jobs, {}, &TraceJob::submit);
        return std::move(m_trace);
    }

private:
    std::string addJob(const std::array<std::string_view, kFields> &fields)
    {
        const auto submit = seconds(fields[0], kLatest);
        if (!submit)
            return "submit is no number of seconds: \"" + std::string(fields[0]) + "\"";
        const auto start = fields[1].empty() ? submit : seconds(fields[1], kLatest);
        if (!start || *start < *submit)
            return "start is no number of seconds from submit on: \"" + std::string(fields[1])
                + "\"";
        const auto duration = seconds(fields[2], kLongestDuration);
        if (!duration)
            return "duration is no number of seconds up to a year: \"" + std::string(fields[2])
                + "\"";
        const auto accelerators = seconds(fields[3], static_cast<double>(kMaxAccelerators));
        if (!accelerators || *accelerators < 1
            || *accelerators != static_cast<double>(static_cast<std::uint32_t>(*accelerators)))
            return "accelerators is no whole number from 1 on: \"" + std::string(fields[3]) + "\"";
        const auto state = stateOf(fields[5]);
        if (!state)
            return "state is none of COMPLETED, FAILED, CANCELLED, TIMEOUT or empty: \""
                + std::string(fields[5]) + "\"";
        const auto tenant = tenantOf(fields[4]);
        if (!tenant)
            return "tenant is longer than 128 characters, not plain text, or one of more than 1000";
        if (m_trace.jobs.size() == kMostJobs)
            return "more than 5 million jobs";
        m_trace.jobs.push_back(
            {*submit, *duration, static_cast<std::uint32_t>(*accelerators), *tenant, *state});
        return {};
    }

    std::optional<std::uint32_t> tenantOf(std::string_view field)
    {
        const std::string name = field.empty() ? "default" : std::string(field);
        if (const auto known = m_indexOf.find(name); known != m_indexOf.end())
            return known->second;
        const bool plain = wire::validUtf8(name) == name && std::ranges::none_of(name, [](char c) {
                               return static_cast<unsigned char>(c) < 0x20;
                           });
        if (name.size() > kLongestTenant || !plain || m_trace.tenants.size() == kMostTenants)
            return std::nullopt;
        m_trace.tenants.push_back(name);
        return m_indexOf[name] = static_cast<std::uint32_t>(m_trace.tenants.size() - 1);
    }

    Trace m_trace;
    std::unordered_map<std::string, std::uint32_t> m_indexOf;
};

} // namespace

Result<Trace> parseTrace(std::istream &input, const std::string &name)
{
    const auto wrong = [&name](std::size_t line, const std::string &what) {
        return fail(ErrorCode::Malformed,
                    name + ", line " + std::to_string(line) + ": " + what + ".");
    };
    Parser parser;
    std::string line;
    std::size_t number = 0;
    while (std::getline(input, line)) {
        ++number;
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        if (line.size() > kLongestLine)
            return wrong(number, "the line is longer than 1024 characters");
        if (number == 1) {
            if (line != kHeader)
                return wrong(number, "the header must be " + std::string(kHeader));
            continue;
        }
        if (const std::string what = parser.addLine(line); !what.empty())
            return wrong(number, what);
    }
    if (input.bad())
        return fail(ErrorCode::Io, name + ": cannot be read.");
    if (number == 0)
        return wrong(1, "the file is empty");
    Trace trace = parser.take();
    if (trace.jobs.empty())
        return wrong(number, "there is no job after the header");
    return trace;
}

Result<Trace> readTrace(const std::string &path)
{
    std::ifstream file(path);
    if (!file)
        return fail(ErrorCode::NotFound, path + ": cannot be opened.");
    return parseTrace(file, path);
}

std::vector<SimTenant> tenantsOf(const Trace &trace)
{
    std::vector<SimTenant> tenants;
    for (const std::string &name : trace.tenants) {
        SimTenant tenant;
        tenant.name = name;
        tenant.users = {name};
        tenants.push_back(std::move(tenant));
    }
    return tenants;
}

Replay::Replay(Trace trace, const Topology &topology, double speed, Micros start)
    : m_trace(std::move(trace))
    , m_speed(speed)
    , m_start(start)
{
    std::size_t room = 0;
    for (std::uint32_t group = 0; group < topology.groups.size(); ++group)
        room = std::max(room, topology.capacity(group));
    m_leftOut = std::erase_if(m_trace.jobs,
                              [room](const TraceJob &job) { return job.accelerators > room; });
}

Micros Replay::when(const TraceJob &job) const
{
    const double after = (job.submit - m_trace.jobs.front().submit) / m_speed;
    return m_start + static_cast<Micros>(after * static_cast<double>(kSecond));
}

Micros Replay::nextArrival() const
{
    return m_next < m_trace.jobs.size() ? when(m_trace.jobs[m_next])
                                        : std::numeric_limits<Micros>::max();
}

void Replay::arrive(Engine &engine)
{
    for (; m_next < m_trace.jobs.size() && when(m_trace.jobs[m_next]) <= engine.now(); ++m_next)
        engine.add(specOf(m_trace.jobs[m_next], m_next, engine));
}

// What the trace does not tell (name, scenario, framework) is drawn from the job's place in it.
JobSpec Replay::specOf(const TraceJob &job, std::size_t index, const Engine &engine) const
{
    Random random(mix(index, 0x3e91a7U));
    JobSpec spec;
    spec.tenant = job.tenant;
    spec.user = engine.tenants()[job.tenant].users.front();
    spec.scenario = scenarios()[random.below(scenarios().size())].name;
    const auto names = workNames(spec.scenario);
    spec.name = names[random.below(names.size())];
    spec.framework = random.chance(0.7) ? "PyTorch" : "TensorFlow";
    spec.accelerators = job.accelerators;
    const auto scaled = [this](double s) {
        return static_cast<Micros>(s / m_speed * static_cast<double>(kSecond));
    };
    spec.work = std::max<Micros>(kMillisecond, scaled(job.duration));
    spec.timeLimit = scaled(std::max(600.0, job.duration * random.uniform(1.2, 3)));
    if (job.state == TraceState::Timeout) {
        spec.timeLimit = spec.work;
        spec.work += kSecond;
    }
    spec.outcome = job.state == TraceState::Failed ? Outcome::Fail
        : job.state == TraceState::Cancelled       ? Outcome::Cancel
                                                   : Outcome::Complete;
    spec.profile = makeProfile({PoolUse::Training, spec.name, spec.framework, spec.accelerators,
                                spec.work, m_speed, random.next()});
    return spec;
}

} // namespace pilothouse::simulator
