// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/auditlog.h"
#include "placement/audit/auditreader.h"
#include "sqlite/sqlite.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace pilothouse;

namespace {

AuditRecord intent(const std::string &target = "job 1")
{
    AuditRecord record;
    record.osUser = "ada";
    record.engineUser = "root";
    record.cluster = "c1";
    record.plan = "0123456789abcdef";
    record.purpose = "cancel";
    record.step = 1;
    record.action = "cancel";
    record.target = target;
    record.before = "state=RUNNING";
    record.after = "state=CANCELLED";
    record.call = "cancel " + target;
    return record;
}

struct Read {
    std::vector<AuditRecord> records;
    AuditChain chain;
    bool knowsEnd = false;
};

Read readAll(const std::filesystem::path &file)
{
    Read read;
    auto reader = AuditReader::open(file);
    if (!reader) {
        read.chain.breakAt(0, reader.error().detail);
        return read;
    }
    reader->follow([&read](const AuditRecord &record) {
        read.records.push_back(record);
        return true;
    });
    read.chain = reader->chain();
    read.knowsEnd = reader->knowsEnd();
    return read;
}

// Runs SQL as somebody would who has the file and knows its triggers.
void tamper(const std::filesystem::path &file, const std::string &sql)
{
    auto database = sqlite::Database::open(file, sqlite::Database::Access::Write);
    QVERIFY(database.has_value());
    std::string again;
    auto triggers = database->prepare("SELECT sql FROM sqlite_schema WHERE type='trigger'");
    QVERIFY(triggers.has_value());
    while (triggers->step().value())
        again += triggers->text(0) + ";";
    triggers->reset();
    QVERIFY(database->execute("DROP TRIGGER record_append; DROP TRIGGER record_delete;"
                              "DROP TRIGGER record_update;"));
    QVERIFY(database->execute(sql.c_str()));
    QVERIFY(database->execute(again.c_str()));
}

std::uint64_t brokenAt(const Read &read)
{
    return read.chain.broken() ? read.chain.broken()->sequence : ~std::uint64_t{0};
}

} // namespace

class TestAuditLog : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] std::filesystem::path file() const
    {
        return std::filesystem::path(m_dir->path().toStdString()) / "data" / "audit.db";
    }
    void fill(int count)
    {
        AuditLog log(file());
        for (int i = 1; i <= count; ++i)
            QVERIFY(log.append(intent("job " + std::to_string(i))));
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void whatIsAppendedIsReadAndVerified()
    {
        AuditLog log(file());
        const auto first = log.append(intent());
        QVERIFY(first.has_value());
        AuditRecord answer = *first;
        answer.intent = first->sequence;
        answer.outcome = AuditOutcome::Refused;
        answer.reply = "Access/permission denied";
        const auto second = log.append(answer);
        QVERIFY(second.has_value());
        const Read read = readAll(file());
        QCOMPARE(read.records.size(), std::size_t{2});
        QVERIFY(read.records[0] == *first);
        QVERIFY(read.records[1] == *second);
        QCOMPARE(read.records[1].intent, std::uint64_t{1});
        QVERIFY(!read.chain.broken());
        QVERIFY(read.knowsEnd);
        QCOMPARE(read.chain.verified().sequence, std::uint64_t{2});
        QCOMPARE(read.chain.open(), std::size_t{0});
    }

    // The value was computed with another program from docs/format/audit.md.
    void theHashIsTheDocumentedOne()
    {
        AuditRecord record = intent("job 4711");
        record.sequence = 1;
        record.time = 1'700'000'000'000'000;
        record.host = "desk";
        record.address = "http://127.0.0.1:6820";
        QCOMPARE(QString::fromStdString(toHex(hashOf(record))),
                 QStringLiteral("8085269f9e17c9d76d3d97b82cf465dc"
                                "ffb1d8a322d5969a416c9017cc7be44f"));
    }

    void textsAreCutAndMadeValid()
    {
        AuditLog log(file());
        AuditRecord record = intent();
        record.reply = std::string(3'999, 'x') + "\xe6\x99\xba";
        record.call = "a\xff\x01z";
        const auto written = log.append(record);
        QVERIFY(written.has_value());
        QCOMPARE(written->reply.size(), std::size_t{3'999});
        QCOMPARE(written->call, std::string("a? z"));
        QVERIFY(!readAll(file()).chain.broken());
    }

    void sqlCannotChangeOrRemoveARecord_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("update") << QByteArray("UPDATE record SET target='job 9' WHERE sequence=2");
        QTest::newRow("delete") << QByteArray("DELETE FROM record WHERE sequence=3");
        QTest::newRow("replace") << QByteArray("INSERT OR REPLACE INTO record SELECT * FROM record "
                                               "WHERE sequence=2");
    }
    void sqlCannotChangeOrRemoveARecord()
    {
        QFETCH(QByteArray, sql);
        fill(3);
        auto database = sqlite::Database::open(file(), sqlite::Database::Access::Write);
        QVERIFY(database.has_value());
        const auto done = database->execute(sql.constData());
        QVERIFY(!done);
        QVERIFY(done.error().detail.find("only grows at its end") != std::string::npos);
        QVERIFY(!readAll(file()).chain.broken());
    }

    void tamperingIsFoundAndItsPlaceNamed_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<quint64>("sequence");
        const auto row = [](const char *name, const char *sql, quint64 sequence) {
            QTest::newRow(name) << QString::fromLatin1(sql) << sequence;
        };
        row("edited", "UPDATE record SET target='job 9' WHERE sequence=3", 3);
        row("moment edited", "UPDATE record SET time=time-1 WHERE sequence=1", 1);
        row("hash edited", "UPDATE record SET hash=zeroblob(32) WHERE sequence=4", 4);
        row("text moved over", "UPDATE record SET after='', call=after||call WHERE sequence=2", 2);
        row("deleted", "DELETE FROM record WHERE sequence=3", 3);
        row("first deleted", "DELETE FROM record WHERE sequence=1", 1);
        row("cut off", "DELETE FROM record WHERE sequence>=5", 5);
        row("emptied", "DELETE FROM record", 1);
        row("reordered",
            "UPDATE record SET sequence=100 WHERE sequence=3;"
            "UPDATE record SET sequence=3 WHERE sequence=4;"
            "UPDATE record SET sequence=4 WHERE sequence=100",
            3);
        row("inserted",
            "INSERT INTO record SELECT 7,time,intent,os_user,host,engine_user,address,cluster,plan,"
            "purpose,step,undo,action,target,before,after,call,reply,outcome,hash,hash FROM record "
            "WHERE sequence=6",
            7);
        row("absurd outcome", "UPDATE record SET outcome='fine' WHERE sequence=2", 2);
        row("absurd step", "UPDATE record SET step=-1 WHERE sequence=2", 2);
        row("absurdly long", "UPDATE record SET reply=hex(randomblob(40000)) WHERE sequence=2", 2);
        row("trigger for others", "CREATE TRIGGER more AFTER INSERT ON record BEGIN SELECT 1; END",
            0);
    }
    void tamperingIsFoundAndItsPlaceNamed()
    {
        QFETCH(QString, sql);
        QFETCH(quint64, sequence);
        fill(6);
        tamper(file(), sql.toStdString());
        const Read read = readAll(file());
        QCOMPARE(brokenAt(read), sequence);
        QVERIFY(!read.chain.broken()->why.empty());
        if (sequence > 0)
            QCOMPARE(read.chain.verified().sequence, sequence - 1);
    }

    void aRecordWithANewHashBreaksTheOneAfterIt()
    {
        fill(5);
        AuditRecord forged = readAll(file()).records[2];
        forged.target = "job 9";
        const std::string hash = toHex(hashOf(forged));
        tamper(file(), "UPDATE record SET target='job 9', hash=x'" + hash + "' WHERE sequence=3");
        QCOMPARE(brokenAt(readAll(file())), std::uint64_t{4});
    }

    void aNewEndIsNotTheOneThatWasWritten()
    {
        fill(5);
        AuditRecord forged = readAll(file()).records[4];
        forged.target = "job 9";
        const std::string hash = toHex(hashOf(forged));
        tamper(file(), "UPDATE record SET target='job 9', hash=x'" + hash + "' WHERE sequence=5");
        QCOMPARE(brokenAt(readAll(file())), std::uint64_t{5});
    }

    void aLogWhoseEndWasTamperedWithTakesNoMore()
    {
        fill(5);
        tamper(file(), "DELETE FROM record WHERE sequence=5");
        AuditLog log(file());
        const auto written = log.append(intent());
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Corrupt);
        QCOMPARE(readAll(file()).records.size(), std::size_t{4});
    }

    void droppedTriggersAreNoticed()
    {
        fill(2);
        auto database = sqlite::Database::open(file(), sqlite::Database::Access::Write);
        QVERIFY(database->execute("DROP TRIGGER record_update"));
        QCOMPARE(brokenAt(readAll(file())), std::uint64_t{0});
        AuditLog log(file());
        QVERIFY(!log.append(intent()));
    }

    void withoutItsHeadTheEndIsUnknownAndNothingIsAdded()
    {
        fill(3);
        QVERIFY(std::filesystem::remove(headPathOf(file())));
        const Read read = readAll(file());
        QVERIFY(!read.chain.broken());
        QVERIFY(!read.knowsEnd);
        AuditLog log(file());
        const auto written = log.append(intent());
        QVERIFY(!written);
        QVERIFY(written.error().detail.find("audit.head") != std::string::npos);
    }

    void aRemovedLogIsNotBegunAnew()
    {
        fill(3);
        QVERIFY(std::filesystem::remove(file()));
        const auto reader = AuditReader::open(file());
        QVERIFY(!reader);
        QCOMPARE(reader.error().code, ErrorCode::Corrupt);
        AuditLog log(file());
        QVERIFY(!log.append(intent()));
    }

    void aLogRemovedWhileItIsOpenTakesNoMore()
    {
        AuditLog log(file());
        QVERIFY(log.append(intent()));
        QVERIFY(std::filesystem::remove(file()));
        QVERIFY(!log.append(intent()));
    }

    void damagedBytesAreFound()
    {
        fill(200);
        const auto size = std::filesystem::file_size(file());
        {
            std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
            bytes.seekp(static_cast<std::streamoff>(size / 2));
            bytes << std::string(4'096, 'Z');
        }
        QVERIFY(brokenAt(readAll(file())) <= 200);
        std::filesystem::resize_file(file(), size / 2 / 4'096 * 4'096);
        QVERIFY(brokenAt(readAll(file())) <= 200);
    }

    void somethingElseIsNoLog()
    {
        std::filesystem::create_directories(file().parent_path());
        std::ofstream(file()) << std::string(10'000, '#');
        QVERIFY(readAll(file()).chain.broken().has_value());
        AuditLog log(file());
        QVERIFY(!log.append(intent()));
    }

    void twoWritersShareOneChain()
    {
        constexpr int kEach = 60;
        const auto write = [this] {
            AuditLog log(file());
            for (int i = 0; i < kEach; ++i) {
                if (const auto written = log.append(intent()); !written)
                    qWarning("%s", written.error().detail.c_str());
            }
        };
        {
            const std::jthread one(write);
            const std::jthread other(write);
        }
        const Read read = readAll(file());
        QVERIFY(!read.chain.broken());
        QCOMPARE(read.records.size(), std::size_t{2 * kEach});
    }

    void aReaderFollowsAWriter()
    {
        AuditLog log(file());
        QVERIFY(log.append(intent()));
        auto reader = AuditReader::open(file());
        QVERIFY(reader.has_value());
        int seen = 0;
        const auto count = [&seen](const AuditRecord &) {
            ++seen;
            return true;
        };
        reader->follow(count);
        QVERIFY(log.append(intent()));
        QVERIFY(log.append(intent()));
        reader->follow(count);
        QCOMPARE(seen, 3);
        QVERIFY(!reader->chain().broken());
        QCOMPARE(reader->chain().open(), std::size_t{3});
    }

    void aKilledWriterLeavesASoundLog()
    {
        for (int round = 1; round <= 5; ++round) {
            std::array<int, 2> pipe{};
            QCOMPARE(::pipe(pipe.data()), 0);
            const pid_t child = ::fork();
            if (child == 0) {
                AuditLog log(file());
                while (log.append(intent())) {
                    if (::write(pipe[1], "x", 1) != 1)
                        ::_exit(1);
                }
                ::_exit(2);
            }
            ::close(pipe[1]);
            char byte = 0;
            for (int i = 0; i < 7 * round; ++i)
                QCOMPARE(::read(pipe[0], &byte, 1), ssize_t{1});
            QCOMPARE(::kill(child, SIGKILL), 0);
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            ::close(pipe[0]);
            QVERIFY(WIFSIGNALED(status));
            const Read read = readAll(file());
            QVERIFY2(!read.chain.broken(),
                     read.chain.broken() ? read.chain.broken()->why.c_str() : "");
            QVERIFY(read.records.size() >= static_cast<std::size_t>(7 * round));
        }
        AuditLog log(file());
        QVERIFY(log.append(intent()));
        QVERIFY(!readAll(file()).chain.broken());
    }

    void aFullDiskIsToldAndMended()
    {
        AuditLog log(file());
        QVERIFY(log.append(intent()));
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        rlimit full = before;
        full.rlim_cur = 200'000;
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &full), 0);
        Result<AuditRecord> written = intent();
        std::size_t done = 1;
        for (; written && done < 1'000; ++done)
            written = log.append(intent(std::string(2'000, 'x')));
        const std::size_t kept = done - 1; // the last was refused
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::DiskFull);
        QVERIFY(!readAll(file()).chain.broken());
        QCOMPARE(readAll(file()).records.size(), kept);
        QVERIFY(log.append(intent())); // there is room again
        QVERIFY(!readAll(file()).chain.broken());
    }

    void aPlaceThatCannotBeWrittenIsRefused()
    {
        AuditLog log("/proc/pilothouse/audit.db");
        QVERIFY(!log.append(intent()));
        const std::filesystem::path blocked = m_dir->path().toStdString() + "/file";
        std::ofstream(blocked) << "no directory";
        AuditLog other(blocked / "audit.db");
        QVERIFY(!other.append(intent()));
    }
};

QTEST_APPLESS_MAIN(TestAuditLog)
#include "tst_auditlog.moc"
