// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/transport/httpclient.h"

#include <curl/curl.h>

#include <algorithm>
#include <optional>

namespace pilothouse::slurm {

namespace {

constexpr long kConnectMs = 5'000;
constexpr long kOk = 200;

struct Sink {
    const HttpRequest &request;
    CURL *easy;
    std::string body = {};
    std::size_t bytes = 0;
    std::optional<Error> failed = {};
};

std::size_t take(char *data, std::size_t size, std::size_t count, void *at)
{
    auto &sink = *static_cast<Sink *>(at);
    const std::size_t bytes = size * count;
    sink.bytes += bytes;
    if (sink.bytes > sink.request.mostBytes) {
        sink.failed.emplace(ErrorCode::TooLarge,
                            "the reply is larger than "
                                + std::to_string(sink.request.mostBytes >> 20) + " MiB");
        return 0;
    }
    long status = 0;
    curl_easy_getinfo(sink.easy, CURLINFO_RESPONSE_CODE, &status);
    if (!sink.request.take || status != kOk) {
        sink.body.append(data, bytes);
        return bytes;
    }
    const auto taken = sink.request.take({data, bytes});
    if (!taken)
        sink.failed = taken.error();
    return taken ? bytes : 0;
}

class HeaderList {
public:
    HeaderList() = default;
    ~HeaderList() { curl_slist_free_all(m_first); }
    HeaderList(const HeaderList &) = delete;
    HeaderList &operator=(const HeaderList &) = delete;

    void add(const std::string &line) { m_first = curl_slist_append(m_first, line.c_str()); }
    [[nodiscard]] curl_slist *first() const { return m_first; }

private:
    curl_slist *m_first = nullptr;
};

bool breaksLine(const std::string &text)
{
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

ErrorCode codeOf(CURLcode code)
{
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return ErrorCode::DeadlineExceeded;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_SSL_CONNECT_ERROR:
        return ErrorCode::WrongProtocol;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return ErrorCode::PermissionDenied;
    default:
        return ErrorCode::Unavailable;
    }
}

bool globalReady()
{
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

} // namespace

struct HttpClient::Impl {
    HttpAddress address;
    std::string authorities;
    CURL *easy = globalReady() ? curl_easy_init() : nullptr;
    CURLM *multi = globalReady() ? curl_multi_init() : nullptr;
    char words[CURL_ERROR_SIZE] = {};

    void prepare(const HttpRequest &request, const HeaderList &headers, Sink &sink);
    [[nodiscard]] Result<void> perform(const std::stop_token &stop, const Sink &sink);
    [[nodiscard]] Error errorOf(CURLcode code, const Sink &sink) const;
};

HttpClient::HttpClient(HttpAddress address, std::string authorities)
    : m_impl(std::make_unique<Impl>())
{
    m_impl->address = std::move(address);
    m_impl->authorities = std::move(authorities);
}

HttpClient::~HttpClient()
{
    curl_easy_cleanup(m_impl->easy);
    curl_multi_cleanup(m_impl->multi);
}

const HttpAddress &HttpClient::address() const
{
    return m_impl->address;
}

Result<HttpReply> HttpClient::send(const HttpRequest &request, const std::stop_token &stop)
{
    Impl &impl = *m_impl;
    if (impl.easy == nullptr || impl.multi == nullptr)
        return fail(ErrorCode::Internal, "there is no room for a connection");
    HeaderList headers;
    for (const auto &[name, value] : request.headers) {
        if (breaksLine(name) || breaksLine(value))
            return fail(ErrorCode::InvalidArgument,
                        std::string("header ").append(name).append(" is not one line"));
        headers.add(std::string(name).append(": ").append(value));
    }
    headers.add("Expect:"); // no wait for a 100
    Sink sink{request, impl.easy};
    impl.prepare(request, headers, sink);
    if (const auto done = impl.perform(stop, sink); !done)
        return tl::unexpected<Error>(done.error());
    long status = 0;
    curl_off_t took = 0;
    curl_easy_getinfo(impl.easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(impl.easy, CURLINFO_TOTAL_TIME_T, &took);
    return HttpReply{static_cast<int>(status), std::move(sink.body), sink.bytes, took};
}

void HttpClient::Impl::prepare(const HttpRequest &request, const HeaderList &headers, Sink &sink)
{
    curl_easy_reset(easy);
    words[0] = '\0';
    curl_easy_setopt(easy, CURLOPT_URL, (address.base + request.path).c_str());
    if (!address.socket.empty()) {
        curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, address.socket.c_str());
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    }
    if (!authorities.empty())
        curl_easy_setopt(easy, CURLOPT_CAINFO, authorities.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, words);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.first());
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &sink);
    if (!request.body.empty() || request.method == "POST") {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
    }
}

Result<void> HttpClient::Impl::perform(const std::stop_token &stop, const Sink &sink)
{
    curl_multi_add_handle(multi, easy);
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi); });
    int running = 1;
    CURLMcode going = CURLM_OK;
    while (running > 0 && going == CURLM_OK && !stop.stop_requested()) {
        going = curl_multi_perform(multi, &running);
        if (running > 0 && going == CURLM_OK)
            going = curl_multi_poll(multi, nullptr, 0, 1'000, nullptr);
    }
    CURLcode result = going == CURLM_OK ? CURLE_OK : CURLE_FAILED_INIT;
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(multi, &left)) {
        if (message->msg == CURLMSG_DONE)
            result = message->data.result;
    }
    curl_multi_remove_handle(multi, easy);
    if (running > 0 && stop.stop_requested())
        return fail(ErrorCode::Cancelled, "given up");
    if (result != CURLE_OK)
        return tl::unexpected<Error>(errorOf(result, sink));
    return {};
}

Error HttpClient::Impl::errorOf(CURLcode code, const Sink &sink) const
{
    std::string where = address.socket.empty() ? address.base : "unix:" + address.socket;
    if (sink.failed)
        return {sink.failed->code, where + ": " + sink.failed->detail};
    where.append(": ").append(words[0] == '\0' ? curl_easy_strerror(code) : words);
    return {codeOf(code), std::move(where)};
}

} // namespace pilothouse::slurm
