// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/transport/token.h"

#include "placement/slurm/transport/process.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace pilothouse::slurm {

namespace {

constexpr std::size_t kMaxToken = 16 << 10;
constexpr Micros kRenewBefore = 30 * kSecond;
constexpr std::chrono::seconds kCommandTimeout{20};

std::optional<std::uint32_t> digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '-' || c == '+')
        return 62;
    if (c == '_' || c == '/')
        return 63;
    return std::nullopt;
}

std::optional<std::string> fromBase64Url(std::string_view text)
{
    std::string bytes;
    std::uint32_t bits = 0;
    int have = 0;
    for (const char c : text) {
        if (c == '=')
            break;
        const auto value = digit(c);
        if (!value)
            return std::nullopt;
        bits = bits << 6 | *value;
        have += 6;
        if (have >= 8) {
            have -= 8;
            bytes.push_back(static_cast<char>(bits >> have & 0xff));
        }
    }
    return bytes;
}

std::string trimmed(std::string text)
{
    std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == ' ' || c == '\t'; });
    constexpr std::string_view kName = "SLURM_JWT=";
    if (text.starts_with(kName))
        text.erase(0, kName.size());
    return text;
}

std::string timeWords(Micros time)
{
    const std::time_t seconds = time / kSecond;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S UTC", &parts);
    return text.data();
}

Result<std::string> readSecret(const std::string &path)
{
    const auto failed = [&path](const char *why) {
        return fail(ErrorCode::PermissionDenied,
                    std::string("the token file ").append(path).append(why));
    };
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return failed(errno == ENOENT ? " does not exist" : " cannot be read");
    struct stat about { };
    std::string text(kMaxToken + 1, '\0');
    const bool known = fstat(file, &about) == 0;
    const ssize_t size = known ? read(file, text.data(), text.size()) : -1;
    close(file);
    if (size < 0 || !S_ISREG(about.st_mode))
        return failed(" cannot be read");
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return failed(" may be read by others than its owner; run: chmod 600 on it");
    if (static_cast<std::size_t>(size) > kMaxToken)
        return failed(" holds no token");
    text.resize(static_cast<std::size_t>(size));
    return text;
}

} // namespace

Result<TokenClaims> readToken(std::string_view token)
{
    const auto malformed = [] {
        return fail(ErrorCode::Malformed, "the token is no JSON Web Token");
    };
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos || token.size() > kMaxToken)
        return malformed();
    const auto payload = fromBase64Url(token.substr(first + 1, second - first - 1));
    if (!payload)
        return malformed();
    const auto claims = nlohmann::json::parse(*payload, nullptr, false);
    if (!claims.is_object())
        return malformed();
    TokenClaims read;
    for (const char *name : {"sun", "username"}) {
        if (const auto at = claims.find(name); at != claims.end() && at->is_string())
            read.user = at->get<std::string>();
    }
    if (const auto at = claims.find("exp"); at != claims.end() && at->is_number()) {
        const double seconds = at->get<double>();
        if (seconds > 0 && seconds < 1e11)
            read.expires = static_cast<Micros>(seconds) * kSecond;
    }
    return read;
}

TokenKeeper::TokenKeeper(TokenSource source)
    : m_source(std::move(source))
{
}

Result<std::string> TokenKeeper::token(Micros now)
{
    if (m_source.empty())
        return std::string();
    const bool fresh = m_claims.expires == 0 || now < m_claims.expires - kRenewBefore;
    if (m_token.empty() || !fresh) {
        auto fetched = fetch();
        if (!fetched)
            return fetched;
        const auto claims = readToken(*fetched);
        if (!claims)
            return tl::unexpected<Error>(claims.error());
        m_token = std::move(*fetched);
        m_claims = *claims;
    }
    if (m_claims.expires != 0 && m_claims.expires <= now)
        return fail(ErrorCode::PermissionDenied,
                    "the token expired on " + timeWords(m_claims.expires));
    return m_token;
}

Result<std::string> TokenKeeper::fetch() const
{
    if (!m_source.text.empty())
        return trimmed(m_source.text);
    if (!m_source.file.empty()) {
        auto text = readSecret(m_source.file);
        return text ? Result<std::string>(trimmed(std::move(*text))) : text;
    }
    const auto reply = runProcess({.arguments = {"/bin/sh", "-c", m_source.command},
                                   .timeout = kCommandTimeout,
                                   .mostBytes = kMaxToken},
                                  {});
    if (!reply)
        return tl::unexpected<Error>(reply.error());
    // What it printed may be half a secret, so only its complaint is told.
    if (reply->status != 0)
        return fail(ErrorCode::PermissionDenied,
                    "the command for the token failed: " + reply->complaint);
    return trimmed(reply->output);
}

} // namespace pilothouse::slurm
