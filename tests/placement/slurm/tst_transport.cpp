// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/transport/commandchannel.h"
#include "placement/slurm/transport/httpclient.h"
#include "placement/slurm/transport/token.h"
#include "replyserver.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace pilothouse;
using namespace pilothouse::slurm;
using test::ReplyServer;
using test::ServedRequest;

namespace {

std::string jwt(const std::string &claims)
{
    const auto encoded = [](const std::string &text) {
        return QByteArray::fromStdString(text)
            .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
            .toStdString();
    };
    return encoded(R"({"alg":"HS256","typ":"JWT"})") + "." + encoded(claims) + ".signature";
}

std::string written(const QTemporaryDir &directory, const std::string &text, bool shared)
{
    namespace fs = std::filesystem;
    const std::string path = directory.filePath(QStringLiteral("token")).toStdString();
    std::ofstream(path) << text;
    fs::permissions(path, shared ? fs::perms(0640) : fs::perms(0600));
    return path;
}

} // namespace

class TestTransport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsAddresses();
    void tellsAnOpenAddress();
    void sendsAndReads();
    void speaksThroughAUnixSocket();
    void givesUpAtTheTimeout();
    void givesUpWhenStopped();
    void boundsTheReply();
    void handsOnAReplyAsItComes();
    void anEndTooEarlyIsAnError();
    void nobodyThereIsUnavailable();
    void somethingElseIsNoReply();
    void headersStayOnOneLine();
    void readsWhatATokenSays();
    void anExpiredTokenSaysSo();
    void aTokenFileIsForItsOwnerAlone();
    void aTokenIsRenewedBeforeItExpires();
    void aFailedTokenCommandTellsNoOutput();
    void runsPrograms();
    void endsAProgramThatTakesTooLong();
    void endsAProgramThatWritesTooMuch();
    void endsAProgramWhenStopped();
    void quotesForTheShell_data();
    void quotesForTheShell();
    void foreignSettingsDoNotReachTheCommands();
    void readsCommandChannels();
};

void TestTransport::readsAddresses()
{
    QVERIFY((*parseHttpAddress("unix:/run/slurmrestd.sock")
             == HttpAddress{"/run/slurmrestd.sock", "http://localhost"}));
    QVERIFY((*parseHttpAddress("https://head.center:6820/")
             == HttpAddress{{}, "https://head.center:6820"}));
    for (const char *bad : {"", "unix:", "unix:relative", "head:6820", "ftp://head", "http://",
                            "http://a b", "http://head/path?x", "http://user@head"})
        QCOMPARE(parseHttpAddress(bad).error().code, ErrorCode::InvalidArgument);
}

void TestTransport::tellsAnOpenAddress()
{
    QVERIFY(parseHttpAddress("http://head:6820")->isOpen());
    QVERIFY(parseHttpAddress("http://127.evil.org")->isOpen());
    for (const char *closed : {"https://head", "http://localhost:6820", "http://127.0.0.1",
                               "http://[::1]:6820", "unix:/a"})
        QVERIFY(!parseHttpAddress(closed)->isOpen());
}

void TestTransport::sendsAndReads()
{
    const ReplyServer server([](const ServedRequest &) { return ReplyServer::reply(500, "{}"); });
    HttpClient client(*parseHttpAddress(server.address()));
    for (int i = 0; i < 2; ++i) {
        const auto reply = client.send({.method = "POST",
                                        .path = "/slurm/v0.0.38/job/7?a=b",
                                        .body = "{\"hold\":true}",
                                        .headers = {{"X-SLURM-USER-NAME", "ann"}}},
                                       {});
        QVERIFY2(reply.has_value(), reply ? "" : reply.error().detail.c_str());
        QCOMPARE(reply->status, 500);
        QCOMPARE(reply->body, std::string("{}"));
    }
    const auto asked = server.requests();
    QCOMPARE(asked.size(), std::size_t{2});
    QCOMPARE(asked[1].method, std::string("POST"));
    QCOMPARE(asked[1].path, std::string("/slurm/v0.0.38/job/7?a=b"));
    QCOMPARE(asked[1].body, std::string("{\"hold\":true}"));
    QVERIFY(asked[1].head.find("X-SLURM-USER-NAME: ann") != std::string::npos);
}

void TestTransport::speaksThroughAUnixSocket()
{
    const QTemporaryDir directory;
    const ReplyServer server([](const ServedRequest &) { return ReplyServer::reply(200, "[]"); },
                             directory.filePath(QStringLiteral("s")).toStdString());
    HttpClient client(*parseHttpAddress(server.address()));
    QCOMPARE(client.send({.path = "/"}, {})->body, std::string("[]"));
}

void TestTransport::givesUpAtTheTimeout()
{
    const ReplyServer server([](const ServedRequest &) { return std::string(); });
    HttpClient client(*parseHttpAddress(server.address()));
    const auto reply = client.send({.path = "/", .timeout = std::chrono::milliseconds(50)}, {});
    QCOMPARE(reply.error().code, ErrorCode::DeadlineExceeded);
}

void TestTransport::givesUpWhenStopped()
{
    std::stop_source stop;
    const ReplyServer server([&stop](const ServedRequest &) {
        stop.request_stop();
        return std::string();
    });
    HttpClient client(*parseHttpAddress(server.address()));
    QCOMPARE(client.send({.path = "/"}, stop.get_token()).error().code, ErrorCode::Cancelled);
}

void TestTransport::boundsTheReply()
{
    const ReplyServer server(
        [](const ServedRequest &) { return ReplyServer::reply(200, std::string(5'000, 'x')); });
    HttpClient client(*parseHttpAddress(server.address()));
    QCOMPARE(client.send({.path = "/", .mostBytes = 4'999}, {}).error().code, ErrorCode::TooLarge);
    QCOMPARE(client.send({.path = "/", .mostBytes = 5'000}, {})->body.size(), std::size_t{5'000});
}

void TestTransport::handsOnAReplyAsItComes()
{
    const ReplyServer server([](const ServedRequest &request) {
        return ReplyServer::reply(request.path == "/good" ? 200 : 500, std::string(100'000, 'x'));
    });
    HttpClient client(*parseHttpAddress(server.address()));
    std::size_t taken = 0;
    HttpRequest request{.path = "/good"};
    request.take = [&taken](std::string_view piece) -> Result<void> {
        taken += piece.size();
        return {};
    };
    const auto reply = client.send(request, {});
    QCOMPARE(taken, std::size_t{100'000});
    QCOMPARE(reply->bytes, std::size_t{100'000});
    QVERIFY(reply->body.empty());
    request.path = "/bad"; // an error is not what was asked for
    QCOMPARE(client.send(request, {})->body.size(), std::size_t{100'000});
    QCOMPARE(taken, std::size_t{100'000});
    request.path = "/good";
    request.take = [](std::string_view) -> Result<void> {
        return fail(ErrorCode::Malformed, "no");
    };
    QCOMPARE(client.send(request, {}).error().code, ErrorCode::Malformed);
}

void TestTransport::anEndTooEarlyIsAnError()
{
    const ReplyServer server([](const ServedRequest &) {
        return std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"job");
    });
    HttpClient client(*parseHttpAddress(server.address()));
    QCOMPARE(client.send({.path = "/"}, {}).error().code, ErrorCode::Unavailable);
}

void TestTransport::nobodyThereIsUnavailable()
{
    HttpClient tcp(*parseHttpAddress("http://127.0.0.1:1"));
    QCOMPARE(tcp.send({.path = "/"}, {}).error().code, ErrorCode::Unavailable);
    HttpClient local(*parseHttpAddress("unix:/nowhere/at/all"));
    const auto reply = local.send({.path = "/"}, {});
    QCOMPARE(reply.error().code, ErrorCode::Unavailable);
    QVERIFY(reply.error().detail.starts_with("unix:/nowhere/at/all"));
}

void TestTransport::somethingElseIsNoReply()
{
    const ReplyServer server([](const ServedRequest &) { return std::string("220 mail\r\n\r\n"); });
    HttpClient client(*parseHttpAddress(server.address()));
    QVERIFY(!client.send({.path = "/"}, {}).has_value());
}

void TestTransport::headersStayOnOneLine()
{
    HttpClient client(*parseHttpAddress("http://127.0.0.1:1"));
    QCOMPARE(client.send({.path = "/", .headers = {{"A", "b\r\nC: d"}}}, {}).error().code,
             ErrorCode::InvalidArgument);
}

void TestTransport::readsWhatATokenSays()
{
    const auto claims = readToken(jwt(R"({"exp":1700000000,"iat":1,"sun":"ann"})"));
    QCOMPARE(claims->user, std::string("ann"));
    QCOMPARE(claims->expires, 1'700'000'000 * kSecond);
    QCOMPARE(readToken(jwt(R"({"sun":"ann"})"))->expires, Micros{0});
    for (const std::string &bad : {std::string("x"), std::string("a.b"), std::string("a.!.c"),
                                   jwt("[1]"), jwt("{"), std::string(100'000, '.')})
        QCOMPARE(readToken(bad).error().code, ErrorCode::Malformed);
}

void TestTransport::anExpiredTokenSaysSo()
{
    TokenKeeper keeper({.text = jwt(R"({"exp":1700000000,"sun":"ann"})")});
    QVERIFY(keeper.token(1'699'999'999 * kSecond).has_value());
    const auto late = keeper.token(1'700'000'000 * kSecond);
    QCOMPARE(late.error().code, ErrorCode::PermissionDenied);
    QCOMPARE(late.error().detail, std::string("the token expired on 2023-11-14 22:13:20 UTC"));
}

void TestTransport::aTokenFileIsForItsOwnerAlone()
{
    const QTemporaryDir directory;
    const std::string token = jwt(R"({"sun":"ann"})");
    QCOMPARE(*TokenKeeper({.file = written(directory, token + "\n", false)}).token(1), token);
    const auto refused = TokenKeeper({.file = written(directory, token, true)}).token(1);
    QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
    QVERIFY(refused.error().detail.find("chmod 600") != std::string::npos);
    QCOMPARE(TokenKeeper({.file = "/nowhere/token"}).token(1).error().code,
             ErrorCode::PermissionDenied);
}

void TestTransport::aTokenIsRenewedBeforeItExpires()
{
    const QTemporaryDir directory;
    const std::string first = jwt(R"({"exp":1000,"sun":"ann"})");
    const std::string second = jwt(R"({"exp":2000,"sun":"ann"})");
    TokenKeeper keeper({.file = written(directory, "SLURM_JWT=" + first + "\n", false)});
    QCOMPARE(*keeper.token(900 * kSecond), first);
    written(directory, second, false);
    QCOMPARE(*keeper.token(901 * kSecond), first);
    QCOMPARE(*keeper.token(999 * kSecond), second);
}

void TestTransport::aFailedTokenCommandTellsNoOutput()
{
    const std::string token = jwt(R"({"sun":"ann"})");
    QCOMPARE(*TokenKeeper({.command = "echo SLURM_JWT=" + token}).token(1), token);
    const auto failed = TokenKeeper({.command = "echo secret; echo no vault >&2; exit 3"}).token(1);
    QCOMPARE(failed.error().detail, std::string("the command for the token failed: no vault"));
}

void TestTransport::runsPrograms()
{
    const auto reply = runProcess({.arguments = {"sh", "-c", "cat; echo odd >&2; exit 3"},
                                   .input = std::string(200'000, 'x')},
                                  {});
    QVERIFY(reply.has_value());
    QCOMPARE(reply->status, 3);
    QCOMPARE(reply->output.size(), std::size_t{200'000});
    QCOMPARE(reply->complaint, std::string("odd"));
    QCOMPARE(runProcess({.arguments = {"no-such-program-at-all"}}, {}).error().code,
             ErrorCode::NotFound);
    // It reads nothing and ends at once.
    QVERIFY(
        runProcess({.arguments = {"true"}, .input = std::string(200'000, 'x')}, {}).has_value());
}

void TestTransport::endsAProgramThatTakesTooLong()
{
    const auto reply = runProcess({.arguments = {"sh", "-c", "sleep 60 & sleep 60"},
                                   .timeout = std::chrono::milliseconds(50)},
                                  {});
    QCOMPARE(reply.error().code, ErrorCode::DeadlineExceeded);
}

void TestTransport::endsAProgramThatWritesTooMuch()
{
    QCOMPARE(runProcess({.arguments = {"yes"}, .mostBytes = 1'000}, {}).error().code,
             ErrorCode::TooLarge);
}

void TestTransport::endsAProgramWhenStopped()
{
    std::stop_source stop;
    const std::jthread later([&stop] { stop.request_stop(); });
    QCOMPARE(runProcess({.arguments = {"sleep", "60"}}, stop.get_token()).error().code,
             ErrorCode::Cancelled);
}

void TestTransport::quotesForTheShell_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray("fan broken");
    QTest::newRow("quotes") << QByteArray("it's \"bad\"");
    QTest::newRow("orders") << QByteArray("$(reboot) `reboot` ; reboot & | > /x \\ ! * ?");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("lines") << QByteArray("one\ntwo");
    QTest::newRow("words of another script") << QByteArray("风扇故障");
}

void TestTransport::quotesForTheShell()
{
    QFETCH(const QByteArray, text);
    const auto reply =
        runProcess({.arguments = {"sh", "-c", "printf %s " + shellQuoted(text.toStdString())}}, {});
    QCOMPARE(QByteArray::fromStdString(reply->output), text);
}

void TestTransport::foreignSettingsDoNotReachTheCommands()
{
    qputenv("SQUEUE_STATES", "PENDING");
    qputenv("TZ", "Asia/Shanghai");
    const auto reply =
        CommandChannel::parse("local")->run({.arguments = {"env"}, .token = "a.b.c"}, {});
    qunsetenv("SQUEUE_STATES");
    qputenv("TZ", "UTC");
    QVERIFY(reply->output.find("SQUEUE_STATES") == std::string::npos);
    QVERIFY(reply->output.find("SLURM_JWT=a.b.c\n") != std::string::npos);
    QVERIFY(reply->output.find("TZ=UTC\n") != std::string::npos);
    QVERIFY(reply->output.find("Shanghai") == std::string::npos);
    QVERIFY(reply->output.find("PATH=") != std::string::npos);
}

void TestTransport::readsCommandChannels()
{
    QCOMPARE(CommandChannel::parse("none")->kind(), CommandChannel::Kind::None);
    QCOMPARE(CommandChannel::parse("ssh:ann@head")->words(), std::string("ssh:ann@head"));
    for (const char *bad : {"ssh:", "ssh:-oProxyCommand=x", "ssh:a b", "remote", "ssh:a;b"})
        QCOMPARE(CommandChannel::parse(bad).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(CommandChannel().run({.arguments = {"env"}}, {}).error().code, ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
