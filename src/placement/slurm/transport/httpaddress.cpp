// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/transport/httpaddress.h"

#include <algorithm>

namespace pilothouse::slurm {

namespace {

tl::unexpected<Error> bad(std::string_view text, std::string_view why)
{
    std::string words("\"");
    words.append(text).append("\" ").append(why);
    return fail(ErrorCode::InvalidArgument, std::move(words));
}

bool isHostText(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || std::string_view(".-_:[]").find(c) != std::string_view::npos;
}

std::string_view hostOf(std::string_view base)
{
    base.remove_prefix(base.find("://") + 3);
    if (base.starts_with('['))
        return base.substr(0, base.find(']') + 1);
    return base.substr(0, base.find(':'));
}

} // namespace

bool HttpAddress::isOpen() const
{
    if (!socket.empty() || base.starts_with("https://"))
        return false;
    const std::string_view host = hostOf(base);
    const bool loopback =
        host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
    return host != "localhost" && host != "[::1]" && !loopback;
}

Result<HttpAddress> parseHttpAddress(std::string_view text)
{
    if (text.starts_with("unix:")) {
        std::string_view path = text.substr(5);
        if (path.starts_with("//"))
            path.remove_prefix(2);
        if (!path.starts_with('/') || path.size() > 107)
            return bad(text, "names no absolute path of a socket");
        return HttpAddress{std::string(path), "http://localhost"};
    }
    std::string_view base = text;
    while (base.ends_with('/'))
        base.remove_suffix(1);
    if (!base.starts_with("http://") && !base.starts_with("https://"))
        return bad(
            text, "is no address of slurmrestd: unix:/path, http://host:port or https://host:port");
    const std::string_view rest = base.substr(base.find("://") + 3);
    if (rest.empty() || rest.size() > 255 || !std::ranges::all_of(rest, isHostText))
        return bad(text, "names no host");
    return HttpAddress{{}, std::string(base)};
}

} // namespace pilothouse::slurm
