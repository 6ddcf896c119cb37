// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/head.h"

#include "telemetry/history/blockcodec.h"

#include <cmath>

namespace pilothouse::history {

Bytes encodeHead(const Head &head)
{
    Bytes body;
    ByteWriter(body).signedVarint(head.lastHotId);
    Matrix times(head.times.size(), 1);
    for (std::size_t i = 0; i < head.times.size(); ++i)
        times.values[i] = static_cast<double>(head.times[i]); // exact: kMaxTime is below 2^53
    encodeBlock(times, body);
    return body;
}

std::optional<Head> decodeHead(const Body &body, std::int64_t window)
{
    ByteReader reader(body.bytes);
    Head head;
    head.lastHotId = reader.signedVarint();
    auto columns = BlockReader::open({reader.bytes(reader.left()), body.first});
    if (!columns || columns->columns() != 1)
        return std::nullopt;
    std::vector<double> times(columns->rows());
    columns->decode(0, times);
    Micros last = window * kWindow - 1;
    for (const double time : times) {
        if (!(time > static_cast<double>(last))
            || time >= static_cast<double>((window + 1) * kWindow))
            return std::nullopt;
        last = static_cast<Micros>(time);
        head.times.push_back(last);
    }
    return head;
}

} // namespace pilothouse::history
