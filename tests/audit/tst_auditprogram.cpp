// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/auditlog.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace pilothouse;

namespace {

struct Run {
    int code = -1;
    QString output;
    QString errors;
};

Run run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(PILOTHOUSE_BIN "/pilothouse-audit"), arguments);
    process.waitForFinished();
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

// The program as a process on a log with three actions.
class TestAuditProgram : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::vector<AuditRecord> m_records;

    [[nodiscard]] QString file() const { return m_dir->filePath(QStringLiteral("audit.db")); }

    // What SQLite would not let one change is changed in the file itself.
    void forge(const QByteArray &from, const QByteArray &to)
    {
        QFile bytes(file());
        QVERIFY(bytes.open(QIODevice::ReadWrite));
        QByteArray all = bytes.readAll();
        QVERIFY(all.contains(from) && from.size() == to.size());
        all.replace(from, to);
        bytes.seek(0);
        QCOMPARE(bytes.write(all), all.size());
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_records.clear();
        AuditLog log(file().toStdString());
        for (const char *target : {"job 4711", "job 4712", "node n007"}) {
            AuditRecord record;
            record.osUser = "ada";
            record.action = "cancel";
            record.target = target;
            record.after = "=1+1, \"quoted\"\nnext";
            const auto written = log.append(record);
            QVERIFY(written.has_value());
            m_records.push_back(*written);
        }
    }

    void aSoundLogVerifiesAndTellsItsHead()
    {
        const Run done = run({QStringLiteral("verify"), file()});
        QCOMPARE(done.code, 0);
        const QString head =
            QStringLiteral("3:") + QString::fromStdString(toHex(m_records.back().hash));
        QVERIFY(done.output.contains(QStringLiteral("sound ") + head));
        QVERIFY(done.output.contains(QStringLiteral("3 actions without")));
        QCOMPARE(run({QStringLiteral("verify"), file(), QStringLiteral("--expect"), head}).code, 0);
        QString other = head;
        other.replace(0, 1, u'2');
        QCOMPARE(run({QStringLiteral("verify"), file(), QStringLiteral("--expect"), other}).code,
                 1);
        other.replace(0, 1, u'9');
        const Run cut = run({QStringLiteral("verify"), file(), QStringLiteral("--expect"), other});
        QCOMPARE(cut.code, 1);
        QVERIFY(cut.output.contains(QStringLiteral("broken at 4")));
    }

    void aForgedRecordIsNamed()
    {
        forge("job 4712", "job 4799");
        const Run done = run({QStringLiteral("verify"), file()});
        QCOMPARE(done.code, 1);
        QVERIFY2(done.output.contains(QStringLiteral("broken at 2: it was changed")),
                 qPrintable(done.output));
        const Run exported = run({QStringLiteral("export"), file()});
        QCOMPARE(exported.code, 1);
        QVERIFY(exported.errors.contains(QStringLiteral("broken at 2")));
    }

    void withoutTheHeadItSaysWhatItCannotKnow()
    {
        QVERIFY(QFile::remove(m_dir->filePath(QStringLiteral("audit.head"))));
        const Run done = run({QStringLiteral("verify"), file()});
        QCOMPARE(done.code, 0);
        QVERIFY(done.output.contains(QStringLiteral("cannot be noticed")));
    }

    void exportedJsonReadsBack()
    {
        const Run done = run(
            {QStringLiteral("export"), file(), QStringLiteral("--format"), QStringLiteral("json")});
        QCOMPARE(done.code, 0);
        const QStringList lines = done.output.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        const QJsonObject first = QJsonDocument::fromJson(lines[0].toUtf8()).object();
        QCOMPARE(first[QStringLiteral("target")].toString(), QStringLiteral("job 4711"));
        QCOMPARE(first[QStringLiteral("after")].toString().toStdString(), m_records[0].after);
        QCOMPARE(first[QStringLiteral("hash")].toString().toStdString(), toHex(m_records[0].hash));
        QCOMPARE(first[QStringLiteral("sequence")].toInteger(), 1);
    }

    void exportedCsvIsQuotedAndHarmless()
    {
        const Run done = run({QStringLiteral("export"), file()});
        QCOMPARE(done.code, 0);
        QVERIFY(done.output.startsWith(QStringLiteral("sequence,time,intent,os_user,")));
        QVERIFY(done.output.contains(QStringLiteral("\"'=1+1, \"\"quoted\"\"\nnext\"")));
    }

    void exportKeepsToItsTimes()
    {
        const auto lines = [this](const QStringList &more) {
            const Run done = run(QStringList{QStringLiteral("export"), file(),
                                             QStringLiteral("--format"), QStringLiteral("json")}
                                 + more);
            return done.output.count(u'\n');
        };
        QCOMPARE(lines({QStringLiteral("--from"), QStringLiteral("2020-01-01")}), 3);
        QCOMPARE(lines({QStringLiteral("--to"), QStringLiteral("2020-01-01T00:00:00")}), 0);
    }

    void whatItCannotDoIsSaidWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("verb") << QStringList{QStringLiteral("mend"), QStringLiteral("x")};
        QTest::newRow("no file") << QStringList{QStringLiteral("verify"),
                                                QStringLiteral("/nonexistent/audit.db")};
        QTest::newRow("time") << QStringList{QStringLiteral("export"), QStringLiteral("x"),
                                             QStringLiteral("--from"), QStringLiteral("noon")};
        QTest::newRow("head") << QStringList{QStringLiteral("verify"), QStringLiteral("x"),
                                             QStringLiteral("--expect"), QStringLiteral("3")};
    }
    void whatItCannotDoIsSaidWithTwo()
    {
        QFETCH(QStringList, arguments);
        const Run done = run(arguments);
        QCOMPARE(done.code, 2);
        QVERIFY(done.errors.startsWith(QStringLiteral("pilothouse-audit: ")));
    }
};

QTEST_GUILESS_MAIN(TestAuditProgram)
#include "tst_auditprogram.moc"
