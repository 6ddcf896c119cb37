// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include <random>
#include <span>
#include <string>
#include <string_view>

// Random and mutated text, the same in every run of one seed.
namespace fuzz {

// Runs step(random) for each of a few fixed seeds; PILOTHOUSE_FUZZ_ROUNDS sets how often.
template <typename Step> void run(int rounds, Step step)
{
    bool isSet = false;
    const int wanted = qEnvironmentVariableIntValue("PILOTHOUSE_FUZZ_ROUNDS", &isSet);
    for (const unsigned seed : {20'261'123U, 7U, 4'096U}) {
        qInfo("seed %u, %d rounds", seed, isSet ? wanted : rounds);
        std::mt19937 random(seed);
        for (int i = 0; i < (isSet ? wanted : rounds) && !QTest::currentTestFailed(); ++i)
            step(random);
    }
}

inline std::size_t below(std::mt19937 &random, std::size_t limit)
{
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

// A text out of the words given.
inline std::string text(std::mt19937 &random, std::span<const std::string_view> words,
                        std::size_t most)
{
    std::string made;
    for (auto i = below(random, most + 1); i > 0; --i)
        made += words[below(random, words.size())];
    return made;
}

// The text with a few bytes changed, lost, doubled or cut off.
inline std::string mutated(std::mt19937 &random, std::string text)
{
    for (auto i = below(random, 4) + 1; i > 0 && !text.empty(); --i) {
        const auto at = below(random, text.size());
        switch (below(random, 5)) {
        case 0:
            text[at] = static_cast<char>(below(random, 256));
            break;
        case 1:
            text.erase(at, below(random, 8) + 1);
            break;
        case 2:
            text.insert(at, text.substr(at, below(random, 16) + 1));
            break;
        case 3:
            text.resize(at);
            break;
        default:
            text[at] = text[below(random, text.size())];
        }
    }
    return text;
}

} // namespace fuzz
