// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/center.h"
#include "models/plancontroller.h"
#include "models/roles.h"
#include "placement/audit/audithead.h"
#include "placement/audit/auditlog.h"
#include "ui/charts/exporttable.h"
#include "ui/pages/auditpage.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/filterline.h"
#include "ui/widgets/tableview.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>

using namespace pilothouse;

// The page on a log that the test writes; no scheduler is needed to read it.
class TestAuditPage : public QObject {
    Q_OBJECT

    QTemporaryDir m_settings;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Center> m_center;
    std::unique_ptr<PlanController> m_plans;
    std::unique_ptr<AuditPage> m_page;

    [[nodiscard]] TableView *table() const { return m_page->findChild<TableView *>(); }
    [[nodiscard]] QString chain() const
    {
        return m_page->findChild<Chip *>(QStringLiteral("auditChain"))->text();
    }
    [[nodiscard]] QString cell(int row, const QString &column) const
    {
        const QAbstractItemModel &model = *table()->model();
        for (int i = 0; i < model.columnCount(); ++i) {
            if (model.headerData(i, Qt::Horizontal).toString() == column)
                return model.index(row, i).data().toString();
        }
        return QStringLiteral("no such column");
    }
    [[nodiscard]] bool detailSays(const QString &words) const
    {
        const auto labels =
            m_page->findChild<QWidget *>(QStringLiteral("auditDetail"))->findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [&words](const QLabel *label) { return label->text() == words; });
    }
    void write(const char *target, AuditOutcome outcome, const char *reply)
    {
        AuditLog log(m_center->auditFile());
        AuditRecord record;
        record.osUser = "ada";
        record.action = "cancel";
        record.target = target;
        record.before = "state=RUNNING";
        const auto intent = log.append(record);
        QVERIFY(intent.has_value());
        if (outcome == AuditOutcome::Open)
            return;
        record = *intent;
        record.intent = intent->sequence;
        record.outcome = outcome;
        record.reply = reply;
        QVERIFY(log.append(record));
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CONFIG_HOME", m_settings.path().toLocal8Bit());
        m_theme = std::make_unique<Theme>(ThemeKind::Dark);
        m_theme->apply(*qobject_cast<QApplication *>(QCoreApplication::instance()));
    }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_center =
            std::make_unique<Center>(Center::Options{.dataDirectory = m_dir->path().toStdString()});
        m_plans = std::make_unique<PlanController>(*m_center);
        m_page = std::make_unique<AuditPage>(PageContext{*m_center, *m_plans, *m_theme});
        m_page->resize(1200, 700);
    }
    void cleanup()
    {
        m_page.reset();
        m_plans.reset();
        m_center.reset();
    }

    void anEmptyLogSaysSo()
    {
        m_page->show();
        QTRY_COMPARE(chain(), QStringLiteral("No record yet"));
        QCOMPARE(table()->model()->rowCount(), 0);
    }

    void whatIsWrittenAppearsNewestFirst()
    {
        m_page->show();
        QTRY_COMPARE(chain(), QStringLiteral("No record yet"));
        write("job 1", AuditOutcome::Done, "ok");
        write("job 2", AuditOutcome::Refused, "Access denied");
        QTRY_COMPARE(table()->model()->rowCount(), 2);
        QTRY_COMPARE(chain(), QStringLiteral("Verified up to record 4"));
        QCOMPARE(cell(0, QStringLiteral("Target")), QStringLiteral("job 2"));
        QCOMPARE(cell(0, QStringLiteral("Outcome")), QStringLiteral("refused"));
        QCOMPARE(cell(0, QStringLiteral("Engine's reply")), QStringLiteral("Access denied"));
        QCOMPARE(cell(1, QStringLiteral("Who")), QStringLiteral("ada"));
        QCOMPARE(cell(1, QStringLiteral("Action")), QStringLiteral("Cancel"));
    }

    void theReplyOfAnOpenActionComesLater()
    {
        write("job 1", AuditOutcome::Open, "");
        m_page->show();
        QTRY_COMPARE(table()->model()->rowCount(), 1);
        QCOMPARE(cell(0, QStringLiteral("Outcome")), QStringLiteral("no reply"));
        AuditLog log(m_center->auditFile());
        AuditRecord result;
        result.intent = 1;
        result.outcome = AuditOutcome::Done;
        QVERIFY(log.append(result));
        QTRY_COMPARE(cell(0, QStringLiteral("Outcome")), QStringLiteral("done"));
        QCOMPARE(table()->model()->rowCount(), 1);
    }

    void filtersNarrowTheTable()
    {
        write("job 1", AuditOutcome::Done, "ok");
        write("job 2", AuditOutcome::Refused, "no");
        write("node n007", AuditOutcome::Done, "ok");
        m_page->show();
        QTRY_COMPARE(table()->model()->rowCount(), 3);
        m_page->open(QStringLiteral("?target:job outcome:refused"));
        QTRY_COMPARE(table()->model()->rowCount(), 1);
        QCOMPARE(m_page->address(), QStringLiteral("?target:job outcome:refused"));
        for (const auto *none : {"?who:eve", "?action:drain", "?plan:abc"}) {
            m_page->open(QLatin1String(none));
            QTRY_COMPARE(table()->model()->rowCount(), 0);
        }
        m_page->open(QStringLiteral("?n007"));
        QTRY_COMPARE(table()->model()->rowCount(), 1);
    }

    void theChosenRecordIsShownInFull()
    {
        write("job 1", AuditOutcome::Done, "signalled");
        write("job 2", AuditOutcome::Refused, "not so");
        m_page->show();
        QTRY_COMPARE(table()->model()->rowCount(), 2);
        QVERIFY(detailSays(QStringLiteral("not so"))); // the newest, until another is chosen
        table()->selectRow(1);
        QVERIFY(detailSays(QStringLiteral("state=RUNNING")));
        QVERIFY(detailSays(QStringLiteral("signalled")));
        QVERIFY(!detailSays(QStringLiteral("not so")));
    }

    void theExportHoldsWhatTheTableHides()
    {
        write("job 1", AuditOutcome::Done, "ok");
        m_page->show();
        QTRY_COMPARE(table()->model()->rowCount(), 1);
        const ExportTable exported = tableOf(*table()->model());
        QVERIFY(exported.columns.contains(QStringLiteral("Before")));
        QVERIFY(exported.rows.front().contains(QStringLiteral("state=RUNNING")));
    }

    void aBrokenChainIsNamed()
    {
        write("job 1", AuditOutcome::Done, "ok");
        write("job 2", AuditOutcome::Done, "ok");
        m_page->show();
        QTRY_COMPARE(chain(), QStringLiteral("Verified up to record 4"));
        QFile bytes(QString::fromStdString(m_center->auditFile().string()));
        // The last connection to close brings all into the one file; the page holds one.
        m_page->hide();
        m_page = std::make_unique<AuditPage>(PageContext{*m_center, *m_plans, *m_theme});
        write("job 3", AuditOutcome::Open, "");
        QVERIFY(bytes.open(QIODevice::ReadWrite));
        QByteArray all = bytes.readAll();
        QVERIFY(all.contains("job 2"));
        all.replace("job 2", "job 9");
        bytes.seek(0);
        bytes.write(all);
        bytes.close();
        m_page->show();
        QTRY_COMPARE(chain(), QStringLiteral("Broken at record 3"));
        QCOMPARE(table()->model()->rowCount(), 3); // what can be read is shown
    }

    void aLogWhoseHeadIsMissingIsDoubted()
    {
        write("job 1", AuditOutcome::Done, "ok");
        std::filesystem::remove(headPathOf(m_center->auditFile()));
        m_page->show();
        QTRY_COMPARE(chain(), QStringLiteral("Verified up to record 2"));
        const auto labels = m_page->findChildren<QWidget *>();
        QVERIFY(std::ranges::any_of(labels, [](const QWidget *each) {
            return each->property("text").toString().contains(QStringLiteral("audit.head"))
                || each->accessibleName().contains(QStringLiteral("audit.head"));
        }));
    }

    void aLogThatIsGoneIsAFailure()
    {
        write("job 1", AuditOutcome::Done, "ok");
        std::filesystem::remove(m_center->auditFile());
        m_page->show();
        QTRY_COMPARE(chain(), QStringLiteral("Not verified"));
    }
};

QTEST_MAIN(TestAuditPage)
#include "tst_auditpage.moc"
