// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/columncodec.h"
#include "telemetry/history/columnformat.h"
#include "telemetry/history/decimal.h"

#include <algorithm>
#include <numeric>

namespace pilothouse::history {

namespace {

using Residuals = std::vector<std::uint64_t>;

struct Plan {
    std::uint8_t flags = 0;
    int scale = 0;
    std::int64_t base = 0;
    std::int64_t divisor = 1;
    std::int64_t reference = 0;
    Residuals residuals;
};

std::uint8_t planeMask(const Residuals &residuals)
{
    std::uint64_t all = 0;
    for (const std::uint64_t residual : residuals)
        all |= residual;
    std::uint8_t mask = 0;
    for (unsigned plane = 0; plane < 8; ++plane) {
        if (((all >> (8 * plane)) & 0xffU) != 0)
            mask = static_cast<std::uint8_t>(mask | 1U << plane);
    }
    return mask;
}

// The smallest scale that fits the most values; more digits are tried only where one does not fit.
int findScale(std::span<const double> values)
{
    int scale = 0;
    std::int64_t integer = 0;
    std::size_t misses = 0;
    for (const double value : values) {
        if (isMissing(value) || toDecimal(value, scale, integer))
            continue;
        int next = scale + 1;
        while (next <= kMaxScale && !toDecimal(value, next, integer))
            ++next;
        if (next <= kMaxScale)
            scale = next;
        else if (++misses > values.size() / kMaxExceptionShare)
            break;
    }
    return scale;
}

// Values as integers. Where there is none, the one before is repeated. Returns how many present
// values are no such decimal.
std::size_t toIntegers(std::span<const double> values, int scale,
                       std::vector<std::int64_t> &integers)
{
    std::size_t exceptions = 0;
    std::size_t leading = 0; // rows before the first integer
    std::int64_t last = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::int64_t integer = 0;
        const bool missing = isMissing(values[i]);
        if (!missing && toDecimal(values[i], scale, integer)) {
            if (leading == i)
                std::fill_n(integers.begin(), i, integer);
            last = integer;
        } else {
            exceptions += missing ? 0U : 1U;
            leading += leading == i ? 1U : 0U;
        }
        integers[i] = last;
    }
    return exceptions;
}

std::int64_t commonDivisor(std::span<const std::int64_t> integers)
{
    std::int64_t divisor = 0;
    for (const std::int64_t integer : integers) {
        divisor = std::gcd(divisor, integer - integers[0]);
        if (divisor == 1)
            break;
    }
    return std::max<std::int64_t>(divisor, 1);
}

// A middle value, from few of them: where differences are centred, they are smallest.
std::int64_t middle(std::span<const std::int64_t> values)
{
    constexpr std::size_t kTaken = 31;
    std::array<std::int64_t, kTaken> taken{};
    const std::size_t count = std::min(values.size(), kTaken);
    for (std::size_t i = 0; i < count; ++i)
        taken[i] = values[i * values.size() / count];
    const auto nth = taken.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(taken.begin(), nth, taken.begin() + static_cast<std::ptrdiff_t>(count));
    return count == 0 ? 0 : *nth;
}

std::uint64_t cost(const Residuals &residuals)
{
    std::uint64_t bits = 0;
    for (const std::uint64_t residual : residuals)
        bits += static_cast<std::uint64_t>(std::bit_width(residual));
    return bits;
}

void difference(std::vector<std::int64_t> &values, std::size_t first)
{
    for (std::size_t i = values.size(); i-- > first;)
        values[i] -= values[i - 1];
}

// Plain values, differences, or differences of differences: whichever has the fewest bits.
void chooseOrder(std::vector<std::int64_t> &values, Plan &plan)
{
    Residuals candidate(values.size());
    std::uint64_t best = ~std::uint64_t{0};
    for (std::uint8_t order = 0; order <= 2; ++order) {
        if (order > 0)
            difference(values, order);
        const auto body = std::span(values).subspan(std::min<std::size_t>(order, values.size()));
        std::int64_t reference = order < 2 ? middle(body) : 0;
        if (order == 2 && values.size() > 1)
            reference = values[1];
        std::ranges::fill(candidate, 0);
        for (std::size_t i = order; i < values.size(); ++i)
            candidate[i] = zigzag(values[i] - (order < 2 ? reference : 0));
        const std::uint64_t bits = cost(candidate);
        if (bits < best) {
            best = bits;
            plan.flags = static_cast<std::uint8_t>(order << kOrderShift);
            plan.reference = reference;
            plan.residuals.swap(candidate);
            candidate.resize(values.size());
        }
    }
}

Plan planIntegers(std::vector<std::int64_t> &integers, int scale)
{
    Plan plan;
    plan.scale = scale;
    plan.base = integers.empty() ? 0 : integers[0];
    plan.divisor = commonDivisor(integers);
    for (std::int64_t &integer : integers)
        integer = (integer - plan.base) / plan.divisor;
    chooseOrder(integers, plan);
    return plan;
}

Plan planRaw(std::span<const double> values)
{
    Plan plan;
    plan.flags = kRawFlag;
    plan.residuals.resize(values.size());
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint64_t bits =
            isMissing(values[i]) ? last : std::bit_cast<std::uint64_t>(values[i]);
        plan.residuals[i] = bits ^ last;
        last = bits;
    }
    return plan;
}

void writeMissing(std::span<const double> values, Bytes &out)
{
    Bytes runs;
    ByteWriter writer(runs);
    std::uint64_t count = 0;
    std::size_t end = 0;
    for (std::size_t i = 0; i < values.size();) {
        if (!isMissing(values[i])) {
            ++i;
            continue;
        }
        const std::size_t first = i;
        while (i < values.size() && isMissing(values[i]))
            ++i;
        writer.varint(first - end);
        writer.varint(i - first);
        end = i;
        ++count;
    }
    ByteWriter(out).varint(count);
    ByteWriter(out).bytes(runs);
}

void writeExceptions(std::span<const double> values, int scale, std::size_t count, Bytes &out)
{
    ByteWriter writer(out);
    writer.varint(count);
    std::size_t end = 0;
    std::int64_t integer = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (isMissing(values[i]) || toDecimal(values[i], scale, integer))
            continue;
        writer.varint(i - end);
        writer.f64(values[i]);
        end = i + 1;
    }
}

Plan writeColumn(std::span<const double> values, Bytes &out)
{
    std::vector<std::int64_t> integers(values.size());
    const int scale = findScale(values);
    const std::size_t exceptions = toIntegers(values, scale, integers);
    const bool raw = exceptions > values.size() / kMaxExceptionShare;
    Plan plan = raw ? planRaw(values) : planIntegers(integers, scale);
    const bool missing = std::ranges::any_of(values, isMissing);
    const std::uint8_t holes = static_cast<std::uint8_t>(
        (missing ? kMissingFlag : 0U) | (!raw && exceptions > 0 ? kExceptionFlag : 0U));
    plan.flags = static_cast<std::uint8_t>(plan.flags | holes);
    ByteWriter writer(out);
    writer.u8(plan.flags);
    writer.u8(planeMask(plan.residuals));
    if (!raw) {
        writer.u8(static_cast<std::uint8_t>(plan.scale));
        writer.signedVarint(plan.base);
        writer.varint(static_cast<std::uint64_t>(plan.divisor));
        writer.signedVarint(plan.reference);
    }
    if (missing)
        writeMissing(values, out);
    if ((plan.flags & kExceptionFlag) != 0)
        writeExceptions(values, scale, exceptions, out);
    return plan;
}

} // namespace

void encodeColumns(const Matrix &matrix, Bytes &out)
{
    ByteWriter writer(out);
    writer.varint(matrix.rows);
    writer.varint(matrix.columns);
    std::vector<Plan> plans;
    plans.reserve(matrix.columns);
    for (std::size_t i = 0; i < matrix.columns; ++i)
        plans.push_back(writeColumn(matrix.column(i), out));
    for (unsigned plane = 0; plane < 8; ++plane) {
        for (const Plan &plan : plans) {
            if ((planeMask(plan.residuals) & (1U << plane)) == 0)
                continue;
            const std::size_t at = out.size();
            out.resize(at + matrix.rows);
            for (std::size_t row = 0; row < matrix.rows; ++row)
                out[at + row] = static_cast<std::uint8_t>(plan.residuals[row] >> (8 * plane));
        }
    }
}

} // namespace pilothouse::history
