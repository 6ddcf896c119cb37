// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/blockcodec.h"
#include "telemetry/history/blockformat.h"
#include "telemetry/history/entropycoder.h"

#include <algorithm>
#include <array>
#include <bit>

namespace pilothouse::history {

namespace {

using Integers = std::span<const std::int64_t>;

// Where a column has more rows, what an order would cost is told from every so many of them.
constexpr std::size_t kSampleStride = 4;
constexpr std::size_t kSampledRows = 128;

// Division by a number that is known to divide: a shift, and a product with the odd part's inverse
// modulo 2^64 (Warren, Hacker's Delight, "Exact Division by Constants").
class ExactDivision {
public:
    explicit ExactDivision(std::int64_t divisor)
        : m_shift(std::countr_zero(static_cast<std::uint64_t>(divisor)))
    {
        const auto odd = static_cast<std::uint64_t>(divisor) >> m_shift;
        m_inverse = odd; // right in the lowest three bits, each step doubles them
        for (int i = 0; i < 5; ++i)
            m_inverse *= 2 - odd * m_inverse;
    }
    [[nodiscard]] std::int64_t of(std::int64_t value) const
    {
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(value >> m_shift) * m_inverse);
    }

private:
    int m_shift;
    std::uint64_t m_inverse = 1;
};

// A middle value, from few of them: where residuals are centred, they are smallest.
template <typename Function>
std::int64_t middle(std::size_t first, std::size_t rows, Function &&residual)
{
    constexpr std::size_t kTaken = 31;
    std::array<std::int64_t, kTaken> taken{};
    const std::size_t count = std::min(rows - first, kTaken);
    for (std::size_t i = 0; i < count; ++i)
        taken[i] = residual(first + i * (rows - first) / count);
    const auto nth = taken.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(taken.begin(), nth, taken.begin() + static_cast<std::ptrdiff_t>(count));
    return count == 0 ? 0 : *nth;
}

struct Plan {
    std::uint8_t order = kPlain;
    std::int64_t reference = 0;
    bool zero = true;
};

// Columns of quotients and, for each column, what its peers do in the mean.
class Planner {
public:
    explicit Planner(const IntegerBlock &block)
        : m_rows(block.rows)
        , m_columns(block.columns.size())
        , m_quotients(block.values)
        , m_peers(block.rows)
    {
        const ExactDivision division(block.divisor);
        for (std::size_t c = 0; c < m_columns; ++c) {
            const auto column = std::span(m_quotients).subspan(c * m_rows, m_rows);
            if (block.columns[c].raw || column.empty()) {
                std::ranges::fill(column, 0);
                continue;
            }
            const std::int64_t base = column[0];
            for (std::int64_t &value : column)
                value = division.of(value - base);
        }
    }

    // The residuals of a column, zigzagged, and how they are made.
    Plan plan(std::size_t column, std::span<std::uint64_t> residuals)
    {
        m_values = std::span(m_quotients).subspan(column * m_rows, m_rows);
        preparePeers(column);
        Plan best;
        std::uint64_t bits = ~std::uint64_t{0};
        tryOrder<kPlain>(best, bits);
        if (bits != 0) {
            tryOrder<kDifference>(best, bits);
            tryOrder<kSecondDifference>(best, bits);
            if (column > 0) {
                tryOrder<kPeerDifference>(best, bits);
                tryOrder<kPeerValue>(best, bits);
            }
        }
        fill(best, residuals);
        best.zero = std::ranges::all_of(residuals, [](std::uint64_t value) { return value == 0; });
        return best;
    }

private:
    void preparePeers(std::size_t column)
    {
        if (column == 0)
            return;
        const std::size_t count = peersOf(column);
        std::ranges::copy(std::span(m_quotients).subspan((column - 1) * m_rows, m_rows),
                          m_peers.begin());
        for (std::size_t c = column - count; c + 1 < column; ++c) {
            for (std::size_t i = 0; i < m_rows; ++i)
                m_peers[i] += m_quotients[c * m_rows + i];
        }
        const int shift = std::countr_zero(count);
        for (std::int64_t &value : m_peers)
            value >>= shift;
    }

    template <std::uint8_t order> [[nodiscard]] std::int64_t residual(std::size_t i) const
    {
        if constexpr (order == kPlain)
            return m_values[i];
        else if constexpr (order == kDifference)
            return m_values[i] - m_values[i - 1];
        else if constexpr (order == kSecondDifference)
            return m_values[i] - 2 * m_values[i - 1] + m_values[i - 2];
        else if constexpr (order == kPeerDifference)
            return m_values[i] - m_values[i - 1] - (m_peers[i] - m_peers[i - 1]);
        else
            return m_values[i] - m_peers[i];
    }
    static constexpr std::size_t firstRow(std::uint8_t order)
    {
        if (order == kSecondDifference)
            return 2;
        return order == kDifference || order == kPeerDifference ? 1 : 0;
    }

    template <std::uint8_t order> void tryOrder(Plan &best, std::uint64_t &least) const
    {
        constexpr std::size_t first = firstRow(order);
        if (m_rows <= first)
            return;
        const auto at = [this](std::size_t i) { return residual<order>(i); };
        std::int64_t reference = 0;
        if constexpr (order == kSecondDifference)
            reference = m_values[1];
        else
            reference = middle(first, m_rows, at);
        const std::int64_t taken = order == kSecondDifference ? 0 : reference;
        const std::size_t stride = m_rows > kSampledRows ? kSampleStride : 1;
        std::uint64_t bits = 0;
        for (std::size_t i = first; i < m_rows; i += stride)
            bits += static_cast<std::uint64_t>(std::bit_width(zigzag(at(i) - taken)));
        if (bits < least) {
            least = bits;
            best = {order, reference, false};
        }
    }

    template <std::uint8_t order>
    void fillOrder(std::int64_t reference, std::span<std::uint64_t> residuals) const
    {
        constexpr std::size_t first = firstRow(order);
        const std::int64_t taken = order == kSecondDifference ? 0 : reference;
        std::fill_n(residuals.begin(), std::min(first, m_rows), 0);
        for (std::size_t i = first; i < m_rows; ++i)
            residuals[i] = zigzag(residual<order>(i) - taken);
    }

    void fill(const Plan &plan, std::span<std::uint64_t> residuals) const
    {
        switch (plan.order) {
        case kDifference:
            return fillOrder<kDifference>(plan.reference, residuals);
        case kSecondDifference:
            return fillOrder<kSecondDifference>(plan.reference, residuals);
        case kPeerDifference:
            return fillOrder<kPeerDifference>(plan.reference, residuals);
        case kPeerValue:
            return fillOrder<kPeerValue>(plan.reference, residuals);
        default:
            return fillOrder<kPlain>(plan.reference, residuals);
        }
    }

    std::size_t m_rows;
    std::size_t m_columns;
    std::vector<std::int64_t> m_quotients;
    std::vector<std::int64_t> m_peers;
    Integers m_values;
};

// The bits of a raw column's values, each XORed with those of the one before.
std::vector<std::uint64_t> rawResiduals(std::span<const double> values)
{
    std::vector<std::uint64_t> residuals(values.size());
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint64_t bits =
            isMissing(values[i]) ? last : std::bit_cast<std::uint64_t>(values[i]);
        residuals[i] = bits ^ last;
        last = bits;
    }
    return residuals;
}

std::uint8_t planeMask(std::span<const std::uint64_t> residuals)
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

void writePlanes(std::span<const std::uint64_t> residuals, Bytes &out)
{
    const std::uint8_t mask = planeMask(residuals);
    for (unsigned plane = 0; plane < 8; ++plane) {
        if ((mask & (1U << plane)) == 0)
            continue;
        for (const std::uint64_t residual : residuals)
            out.push_back(static_cast<std::uint8_t>(residual >> (8 * plane)));
    }
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

class Encoder {
public:
    Encoder(const Matrix &matrix, const IntegerBlock &block, Bytes &out)
        : m_matrix(matrix)
        , m_block(block)
        , m_out(out)
        , m_writer(out)
    {
    }

    bool run()
    {
        m_writer.varint(m_matrix.rows);
        m_writer.varint(m_matrix.columns);
        m_writer.u8(static_cast<std::uint8_t>(m_block.scale));
        m_writer.varint(static_cast<std::uint64_t>(m_block.divisor));
        Planner planner(m_block);
        for (std::size_t c = 0; c < m_matrix.columns; ++c) {
            if (m_block.columns[c].raw)
                writeRaw(c);
            else
                writeIntegers(c, planner);
        }
        writeResiduals();
        for (const auto &residuals : m_raw)
            writePlanes(residuals, m_out);
        return !m_raw.empty() || m_holes;
    }

private:
    void writeRaw(std::size_t c)
    {
        m_raw.push_back(rawResiduals(m_matrix.column(c)));
        const bool missing = m_block.columns[c].missing;
        m_writer.u8(static_cast<std::uint8_t>(kRawFlag | (missing ? kMissingFlag : 0U)));
        m_writer.u8(planeMask(m_raw.back()));
        if (missing)
            writeMissing(m_matrix.column(c), m_out);
    }

    void writeIntegers(std::size_t c, Planner &planner)
    {
        const IntegerBlock::Column &column = m_block.columns[c];
        std::vector<std::uint64_t> residuals(m_matrix.rows);
        const Plan plan = planner.plan(c, residuals);
        m_writer.u8(static_cast<std::uint8_t>(
            plan.order << kOrderShift | (column.missing ? kMissingFlag : 0U)
            | (column.exceptions > 0 ? kExceptionFlag : 0U) | (plan.zero ? kZeroFlag : 0U)));
        const std::int64_t base = m_matrix.rows == 0 ? 0 : m_block.column(c)[0];
        m_writer.signedVarint(base - m_base);
        m_base = base;
        m_writer.signedVarint(plan.reference);
        if (column.missing)
            writeMissing(m_matrix.column(c), m_out);
        if (column.exceptions > 0)
            writeExceptions(m_matrix.column(c), m_block.scale, column.exceptions, m_out);
        m_holes = m_holes || column.missing || column.exceptions > 0;
        if (!plan.zero)
            m_residuals.push_back(std::move(residuals));
    }

    // Row by row, so that one moment of all columns is read without the later ones.
    void writeResiduals()
    {
        const std::size_t columns = m_residuals.size();
        std::vector<std::uint64_t> numbers(m_matrix.rows * columns);
        for (std::size_t c = 0; c < columns; ++c) {
            for (std::size_t i = 0; i < m_matrix.rows; ++i)
                numbers[i * columns + c] = m_residuals[c][i];
        }
        encodeNumbers(numbers, m_out);
    }

    const Matrix &m_matrix;
    const IntegerBlock &m_block;
    Bytes &m_out;
    ByteWriter m_writer;
    std::vector<std::vector<std::uint64_t>> m_residuals; // of columns that have some
    std::vector<std::vector<std::uint64_t>> m_raw;
    std::int64_t m_base = 0; // of the column before
    bool m_holes = false;
};

} // namespace

bool encodeBlock(const Matrix &matrix, const IntegerBlock &integers, Bytes &out)
{
    return Encoder(matrix, integers, out).run();
}

bool encodeBlock(const Matrix &matrix, Bytes &out)
{
    return encodeBlock(matrix, IntegerBlock::of(matrix), out);
}

} // namespace pilothouse::history
