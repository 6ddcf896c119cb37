// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/time.h"

#include <string>
#include <string_view>

namespace pilothouse::slurm {

// What a JSON Web Token says of itself. Nothing is verified: Slurm does that, this is for words.
struct TokenClaims {
    std::string user; // empty: none named
    Micros expires = 0; // 0: never
};

// Malformed for what is no such token.
[[nodiscard]] Result<TokenClaims> readToken(std::string_view token);

// Where the token comes from. At most one is given; none: Slurm's own identification (the unix
// socket's user, munge) must do.
struct TokenSource {
    std::string text = {}; // given, such as by the desktop's keychain
    std::string file = {}; // path; only its owner may read it
    std::string command =
        {}; // run by the shell; prints the token, or SLURM_JWT=token as scontrol does

    [[nodiscard]] bool empty() const { return text.empty() && file.empty() && command.empty(); }
};

// A token at hand, fetched anew from its source when it is about to expire. One thread at a time.
class TokenKeeper {
public:
    explicit TokenKeeper(TokenSource source);

    // Empty without a source. PermissionDenied when it has expired, and says since when.
    [[nodiscard]] Result<std::string> token(Micros now);
    [[nodiscard]] const TokenClaims &claims() const { return m_claims; } // of the last token
    void forget() { m_token.clear(); } // the engine refused it: fetch it again

private:
    [[nodiscard]] Result<std::string> fetch() const;

    TokenSource m_source;
    std::string m_token;
    TokenClaims m_claims;
};

} // namespace pilothouse::slurm
