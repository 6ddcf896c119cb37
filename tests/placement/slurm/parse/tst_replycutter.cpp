// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"
#include "placement/slurm/parse/replycutter.h"

#include <QTest>

using namespace pilothouse;
using namespace pilothouse::slurm;

namespace {

struct Cut {
    std::vector<std::string> objects;
    std::string rest;
    std::optional<Error> error;
};

// Feeds text in pieces of the size given.
Cut cut(std::string_view text, std::size_t piece)
{
    Cut cut;
    ReplyCutter cutter("jobs", [&cut](std::string_view object) -> Result<> {
        cut.objects.emplace_back(object);
        return {};
    });
    for (std::size_t at = 0; at < text.size(); at += piece) {
        if (const auto fed = cutter.feed(text.substr(at, piece)); !fed) {
            cut.error = fed.error();
            return cut;
        }
    }
    if (const auto rest = cutter.finish())
        cut.rest = *rest;
    else
        cut.error = rest.error();
    return cut;
}

const std::string kReply =
    "{\"meta\":{\"jobs\":[{\"not\":1}]},\"x\":\"jobs\",\"errors\":[{\"a\":[1]}],\"jobs\": [ "
    "{\"id\":1,\"n\":\"a]\\\"}\"},\n{\"id\":2,\"deep\":{\"jobs\":[{}]}} ,{}],\"last\":[{\"b\":2}]}";

} // namespace

class TestReplyCutter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theObjectsOfTheListAreCut();
    void theSizeOfThePiecesDoesNotMatter();
    void aCutOffReplyIsRefused();
    void aListThatIsMissingLeavesTheReplyAlone();
    void nestingIsBounded();
    void theVisitorMayStopIt();
    void noBytesBreakIt();
};

void TestReplyCutter::theObjectsOfTheListAreCut()
{
    const auto done = cut(kReply, kReply.size());
    QVERIFY(!done.error);
    const std::vector<std::string> objects{R"({"id":1,"n":"a]\"}"})",
                                           R"({"id":2,"deep":{"jobs":[{}]}})", "{}"};
    QCOMPARE(done.objects, objects);
    auto rest = done.rest;
    std::erase_if(rest, [](char c) { return c == ' ' || c == '\n'; });
    QCOMPARE(
        rest,
        std::string(R"({"meta":{"jobs":[{"not":1}]},"x":"jobs","errors":[{"a":[1]}],"jobs":[],)"
                    R"("last":[{"b":2}]})"));
}

void TestReplyCutter::theSizeOfThePiecesDoesNotMatter()
{
    const auto whole = cut(kReply, kReply.size());
    for (std::size_t piece = 1; piece < kReply.size(); ++piece) {
        const auto done = cut(kReply, piece);
        QVERIFY(!done.error);
        QCOMPARE(done.objects, whole.objects);
        QCOMPARE(done.rest, whole.rest);
    }
}

void TestReplyCutter::aCutOffReplyIsRefused()
{
    for (std::size_t size = 1; size < kReply.size(); ++size) {
        const auto done = cut(std::string_view(kReply).substr(0, size), 16);
        QVERIFY(done.error);
        QCOMPARE(done.error->code, ErrorCode::Malformed);
    }
}

void TestReplyCutter::aListThatIsMissingLeavesTheReplyAlone()
{
    const std::string text = R"({"nodes":[{"jobs":[{"a":1}]}],"jobs":{"b":[{}]}})";
    const auto done = cut(text, 5);
    QVERIFY(!done.error);
    QVERIFY(done.objects.empty());
    QCOMPARE(done.rest, text);
}

void TestReplyCutter::nestingIsBounded()
{
    const auto done = cut(std::string(1'000, '['), 100);
    QVERIFY(done.error);
    QCOMPARE(done.error->code, ErrorCode::TooLarge);
    QCOMPARE(cut("]]]", 1).error->code, ErrorCode::Malformed);
}

void TestReplyCutter::theVisitorMayStopIt()
{
    int visits = 0;
    ReplyCutter cutter("jobs", [&visits](std::string_view) -> Result<> {
        ++visits;
        return fail(ErrorCode::Cancelled, "enough");
    });
    const auto fed = cutter.feed(kReply);
    QVERIFY(!fed);
    QCOMPARE(fed.error().code, ErrorCode::Cancelled);
    QCOMPARE(visits, 1);
}

// Every piece that is handed out is one object's text, and nothing is handed out twice.
void TestReplyCutter::noBytesBreakIt()
{
    fuzz::run(5'000, [](std::mt19937 &random) {
        const auto text = fuzz::mutated(random, kReply);
        const auto done = cut(text, fuzz::below(random, 40) + 1);
        std::size_t size = done.rest.size();
        for (const auto &object : done.objects) {
            QVERIFY(object.front() == '{');
            QVERIFY(object.back() == '}' || object.back() == ']');
            size += object.size();
        }
        QVERIFY2(size <= text.size(), text.c_str());
    });
}

QTEST_APPLESS_MAIN(TestReplyCutter)
#include "tst_replycutter.moc"
