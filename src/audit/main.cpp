// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/export.h"
#include "audit/options.h"
#include "placement/audit/auditreader.h"

#include <cstdio>

namespace {

using namespace pilothouse;
using audit::Options;

constexpr int kBroken = 1;
constexpr int kFailed = 2;

int complain(const std::string &what)
{
    std::fprintf(stderr, "pilothouse-audit: %s\n", what.c_str());
    return kFailed;
}

void print(const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

int finish(int status)
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0
        ? status
        : complain("cannot write the output");
}

int verify(AuditReader &reader, const Options &options)
{
    AuditChain &chain = reader.chain();
    bool met = !options.expected;
    reader.follow([&](const AuditRecord &record) {
        if (options.expected && options.expected->sequence == record.sequence) {
            met = true;
            if (record.hash != options.expected->hash)
                chain.breakAt(record.sequence, "it is not the one that was expected");
        }
        return true;
    });
    if (!met)
        chain.breakAt(chain.newest() + 1, "it and all after it were cut off");
    if (chain.broken()) {
        std::printf("broken at %llu: %s\n",
                    static_cast<unsigned long long>(chain.broken()->sequence),
                    chain.broken()->why.c_str());
        return kBroken;
    }
    std::printf("sound %llu:%s\n", static_cast<unsigned long long>(chain.verified().sequence),
                toHex(chain.verified().hash).c_str());
    if (chain.open() > 0)
        std::printf("%zu actions without a recorded reply\n", chain.open());
    if (!reader.knowsEnd() && !options.expected)
        std::printf("audit.head is not beside it: records cut off at the end cannot be noticed\n");
    return 0;
}

int write(AuditReader &reader, const Options &options)
{
    const bool csv = options.format == audit::Format::Csv;
    if (csv)
        print(audit::csvHeader());
    reader.follow([&](const AuditRecord &record) {
        if (record.time >= options.from && record.time < options.to)
            print(csv ? audit::csvLine(record) : audit::jsonLine(record));
        return std::ferror(stdout) == 0;
    });
    const auto &broken = reader.chain().broken();
    if (!broken)
        return 0;
    std::fprintf(stderr, "pilothouse-audit: the log is broken at %llu: %s\n",
                 static_cast<unsigned long long>(broken->sequence), broken->why.c_str());
    return kBroken;
}

} // namespace

int main(int argc, char *argv[])
{
    const auto line = audit::parseCommandLine({argv, static_cast<std::size_t>(argc)});
    if (!line)
        return complain(line.error().detail);
    if (!line->text.empty()) {
        print(line->text);
        return finish(0);
    }
    auto reader = AuditReader::open(line->options.file);
    if (!reader && reader.error().code == ErrorCode::Corrupt) {
        std::printf("broken at 1: %s\n", reader.error().detail.c_str());
        return finish(kBroken);
    }
    if (!reader)
        return complain(reader.error().detail);
    return finish(line->options.verb == Options::Verb::Verify ? verify(*reader, line->options)
                                                              : write(*reader, line->options));
}
