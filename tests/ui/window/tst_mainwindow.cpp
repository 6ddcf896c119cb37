// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/center.h"
#include "models/jobmime.h"
#include "models/plancontroller.h"
#include "models/roles.h"
#include "placement/journal/fileplanjournal.h"
#include "support/server.h"
#include "ui/charts/board.h"
#include "ui/charts/timechart.h"
#include "ui/pages/planpanel.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/filterline.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/railitem.h"
#include "ui/widgets/tableview.h"
#include "ui/window/connectionsdialog.h"
#include "ui/window/languages.h"
#include "ui/window/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QDropEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <future>

using namespace pilothouse;
using testing::Server;
using testing::smallCenter;

namespace {
constexpr int kSoonMs = 30'000;
}

// The whole window on a real embedded center, worked with keys and mouse.
class TestMainWindow : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Languages> m_languages;
    std::unique_ptr<Center> m_center;
    std::unique_ptr<PlanController> m_plans;
    std::unique_ptr<MainWindow> m_window;

    template <typename T> T *visible(const QString &name = {})
    {
        for (T *widget : m_window->findChildren<T *>(name)) {
            if (widget->isVisible())
                return widget;
        }
        return nullptr;
    }
    [[nodiscard]] JobPtr movable() const // a running job that has somewhere to go
    {
        const JobBook &book = *m_center->view()->book;
        for (const JobPtr &job : book.jobs) {
            if (job->state == JobState::Running && !proposeTarget(book, *job).empty())
                return job;
        }
        return nullptr;
    }
    [[nodiscard]] JobPtr waiting() const
    {
        for (const JobPtr &job : m_center->view()->book->jobs) {
            if (job->state == JobState::Pending && !job->held)
                return job;
        }
        return nullptr;
    }
    [[nodiscard]] JobPtr job(JobId id) const { return m_center->view()->book->find(id); }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        qputenv("XDG_CONFIG_HOME", m_dir.path().toLocal8Bit());
        m_server = std::make_unique<Server>(QStringLiteral("pilothouse-simulator"), smallCenter());
        QVERIFY(!m_server->address().isEmpty());
        m_theme = std::make_unique<Theme>(ThemeKind::Dark);
        m_theme->apply(*qobject_cast<QApplication *>(QCoreApplication::instance()));
        m_languages = std::make_unique<Languages>();
        m_languages->use(QStringLiteral("en"));
        m_center = std::make_unique<Center>(
            Center::Options{.dataDirectory = m_dir.filePath(QStringLiteral("data")).toStdString()});
        m_plans = std::make_unique<PlanController>(*m_center);
        m_window =
            std::make_unique<MainWindow>(PageContext{*m_center, *m_plans, *m_theme}, *m_languages);
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QVERIFY(visible<Banner>() != nullptr); // no endpoint yet, and it says so
        m_center->addEndpoint(m_server->address());
        QTRY_COMPARE_WITH_TIMEOUT(m_center->view()->totals.nodesFresh, std::uint64_t{16}, kSoonMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_center->view()->totals.running > 0, kSoonMs);
        QTRY_VERIFY(visible<Banner>() == nullptr);
    }
    void cleanupTestCase()
    {
        m_window.reset();
        m_plans.reset();
        m_center.reset();
        m_server.reset();
    }
    void init()
    {
        m_window->activateWindow(); // a pop-up or dialog of the test before may have had it
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup()
    {
        m_plans->discard();
        m_languages->use(QStringLiteral("en"));
    }

    void keysSwitchPagesAndGoBack()
    {
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->address(), QStringLiteral("fleet/nodes"));
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(m_window->address(), QStringLiteral("jobs"));
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->address(), QStringLiteral("fleet/nodes"));
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(m_window->address(), QStringLiteral("jobs"));
    }

    void typedFiltersNarrowTheAccelerators()
    {
        m_window->navigate(QStringLiteral("fleet/accelerators"));
        auto *table = visible<TableView>();
        QVERIFY(table != nullptr);
        QTRY_COMPARE(table->model()->rowCount(), 128);
        auto *filter = visible<FilterLine>();
        QTest::keyClicks(filter, QStringLiteral("node:n001"));
        QTRY_COMPARE(table->model()->rowCount(), 8);
        QCOMPARE(m_window->address(), QStringLiteral("fleet/accelerators?node:n001"));
        QTest::keyClicks(filter, QStringLiteral(" colour:red"));
        QTRY_VERIFY(filter->property("invalid").toBool());
        QTest::keyClick(filter, Qt::Key_Escape);
        QTRY_COMPARE(table->model()->rowCount(), 128);
        QVERIFY(!filter->property("invalid").toBool());
    }

    void enterOnANodeOpensItsChartsAndTheyFill()
    {
        m_window->navigate(QStringLiteral("fleet/nodes"));
        auto *table = visible<TableView>();
        table->setFocus();
        table->selectRow(3);
        const QString node = table->model()->index(3, 0).data().toString();
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_COMPARE(m_window->address(), QStringLiteral("fleet/node/") + node);
        QTRY_VERIFY_WITH_TIMEOUT(visible<TimeChart>() != nullptr, kSoonMs);
        QTRY_VERIFY_WITH_TIMEOUT(!visible<TimeChart>()->series().empty()
                                     && visible<TimeChart>()->series().front().points.size() > 3,
                                 kSoonMs);
    }

    void aDraggedRangeStandsStillUntilOneGoesBack()
    {
        m_window->navigate(QStringLiteral("fleet/accelerator/n002/0"));
        QTRY_VERIFY_WITH_TIMEOUT(
            visible<TimeChart>() != nullptr && visible<TimeChart>()->series().size() == 1, kSoonMs);
        auto *chart = visible<TimeChart>();
        const QRectF plot = chart->plotRect();
        const QPoint from(static_cast<int>(plot.center().x()), static_cast<int>(plot.center().y()));
        const QPoint to(static_cast<int>(plot.right()) - 20, from.y());
        QTest::mousePress(chart->viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(chart->viewport(), (from + to) / 2);
        QTest::mouseMove(chart->viewport(), to);
        QTest::mouseRelease(chart->viewport(), Qt::LeftButton, {}, to);
        QPushButton *back = nullptr;
        for (QPushButton *button : m_window->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text().contains(u'✕'))
                back = button;
        }
        QVERIFY(back != nullptr);
        QTest::mouseClick(back, Qt::LeftButton);
        QVERIFY(!back->isVisible());
    }

    void mMovesTheSelectedJobThroughAPlan()
    {
        m_window->navigate(QStringLiteral("placement"));
        // A pending job keeps the running ones where the other tests look for them.
        m_plans->submit({.name = "to-move",
                         .tenant = m_center->view()->book->tenants.front().name,
                         .pool = m_center->view()->book->pools.front().name,
                         .scenario = {},
                         .framework = "PyTorch",
                         .kind = {},
                         .accelerators = 1,
                         .timeLimit = kHour,
                         .duration = kHour,
                         .held = true});
        QTest::mouseClick(visible<QPushButton>(QStringLiteral("planApply")), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(m_plans->phase(), PlanController::Phase::Finished, kSoonMs);
        JobId id = 0;
        const auto find = [&] {
            for (const JobPtr &job : m_center->view()->book->jobs)
                id = job->name == "to-move" ? job->id : id;
            return id != 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(find(), kSoonMs);
        QTest::mouseClick(visible<QPushButton>(QStringLiteral("planDiscard")), Qt::LeftButton);

        auto *queue = visible<TableView>(QStringLiteral("queue"));
        int row = -1;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (int i = 0; i < queue->model()->rowCount(); ++i) {
                    if (queue->model()->index(i, 0).data(IdRole).toULongLong() == id)
                        row = i;
                }
                return row >= 0;
            }(),
            kSoonMs);
        queue->setFocus();
        queue->selectRow(row);
        std::string target;
        for (const PlacementNode &node : m_center->view()->book->nodes) {
            const Pool *pool = m_center->view()->book->findPool(job(id)->pool);
            if (node.accepts() && pool != nullptr && std::ranges::count(pool->nodes, node.name) > 0)
                target = node.name;
        }
        QVERIFY(!target.empty());
        QTimer::singleShot(0, this, [&target] {
            auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog != nullptr);
            auto *nodes = dialog->findChild<QLineEdit *>();
            nodes->selectAll();
            QTest::keyClicks(nodes, QString::fromStdString(target));
            QTest::keyClick(dialog, Qt::Key_Return);
        });
        QTest::keyClick(queue, Qt::Key_M);
        auto *panel = visible<PlanPanel>();
        QVERIFY(panel != nullptr);
        QVERIFY(job(id)->requiredNodes.empty()); // nothing happens before the plan is confirmed
        auto *apply = visible<QPushButton>(QStringLiteral("planApply"));
        QVERIFY(apply->isEnabled());
        QTest::mouseClick(apply, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(m_plans->phase(), PlanController::Phase::Finished, kSoonMs);
        QVERIFY(m_plans->progress().succeeded);
        QTRY_COMPARE_WITH_TIMEOUT(job(id)->requiredNodes, std::vector<std::string>{target},
                                  kSoonMs);
    }

    void whatAPlanDidIsInTheAudit()
    {
        m_plans->submit({.name = "to-audit",
                         .tenant = m_center->view()->book->tenants.front().name,
                         .pool = m_center->view()->book->pools.front().name,
                         .scenario = {},
                         .framework = "PyTorch",
                         .kind = {},
                         .accelerators = 1,
                         .timeLimit = kHour,
                         .duration = kHour,
                         .held = true});
        m_plans->apply();
        QTRY_COMPARE_WITH_TIMEOUT(m_plans->phase(), PlanController::Phase::Finished, kSoonMs);
        m_plans->discard();
        QTest::keyClick(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        QCOMPARE(m_window->address(), QStringLiteral("audit"));
        auto *audit = visible<TableView>(QStringLiteral("audit"));
        QVERIFY(audit != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(audit->model()->rowCount() > 0
                                     && audit->model()->index(0, 4).data().toString()
                                         == QStringLiteral("done"),
                                 kSoonMs);
    }

    void runningWorkIsOnlyEndedAfterItsIdIsTyped()
    {
        JobPtr running;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                for (const JobPtr &job : m_center->view()->book->jobs) {
                    if (job->state == JobState::Running
                        && m_center->view()->book->time - job->started > 5 * kSecond)
                        running = job;
                }
                return running != nullptr;
            }(),
            kSoonMs);
        m_window->navigate(QStringLiteral("jobs/job/%1").arg(running->id));
        m_plans->cancel({running->id});
        auto *apply = visible<QPushButton>(QStringLiteral("planApply"));
        auto *confirm = visible<QLineEdit>(QStringLiteral("planConfirm"));
        QVERIFY(apply != nullptr && confirm != nullptr);
        QVERIFY(!apply->isEnabled());
        QTest::keyClicks(confirm, QStringLiteral("1"));
        QVERIFY(!apply->isEnabled());
        confirm->clear();
        QTest::keyClicks(confirm, QString::number(running->id));
        QVERIFY(apply->isEnabled());
        m_plans->cancel({running->id}); // another plan: what was typed was not for it
        QVERIFY(!apply->isEnabled());
        QTest::keyClicks(confirm, QString::number(running->id));
        QTest::keyClick(confirm, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(job(running->id)->state, JobState::Cancelled, kSoonMs);
    }

    void aPlanGoesWithItsScheduler()
    {
        m_plans->drain({"n001"}, "test");
        QCOMPARE(m_plans->phase(), PlanController::Phase::Review);
        m_center->removeEndpoint(m_server->address());
        QCOMPARE(m_plans->phase(), PlanController::Phase::None);
        QTRY_COMPARE(m_center->view()->totals.nodes, std::uint64_t{0});
        m_center->addEndpoint(m_server->address());
        QTRY_COMPARE_WITH_TIMEOUT(m_center->view()->totals.nodesFresh, std::uint64_t{16}, kSoonMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_center->scheduler() != nullptr, kSoonMs);
    }

    void aJobDroppedOnTheBoardBecomesAPlan()
    {
        m_window->navigate(QStringLiteral("placement"));
        auto *board = visible<Board>();
        QVERIFY(board != nullptr);
        JobPtr running;
        QTRY_VERIFY_WITH_TIMEOUT((running = movable()) != nullptr, kSoonMs);
        const std::string target = proposeTarget(*m_center->view()->book, *running).front();
        int node = -1;
        // Nodes are numbered by leaf switch, then in the engine's order.
        std::map<std::string, std::vector<std::string>> byLeaf;
        for (const PlacementNode &at : m_center->view()->book->nodes)
            byLeaf[at.leafSwitch].push_back(at.name);
        int number = 0;
        for (const auto &[leaf, names] : byLeaf) {
            for (const std::string &name : names) {
                node = name == target ? number : node;
                ++number;
            }
        }
        const auto data = jobMimeData(running->id);
        const QPoint there = board->visibleCellRect(node, 0).center().toPoint();
        QDragEnterEvent enter(there, Qt::MoveAction, data.get(), Qt::LeftButton, {});
        QCoreApplication::sendEvent(board->viewport(), &enter);
        const Micros before = m_center->view()->now;
        QTRY_VERIFY(m_center->view()->now > before + kSecond); // the drag outlives a refresh
        QDropEvent drop(there, Qt::MoveAction, data.get(), Qt::LeftButton, {});
        QCoreApplication::sendEvent(board->viewport(), &drop);
        QVERIFY(m_plans->plan().has_value());
        QCOMPARE(m_plans->plan()->nodes.front(), target);
        QVERIFY(visible<PlanPanel>() != nullptr);
        QTest::keyClick(m_window.get(), Qt::Key_Escape);
        QVERIFY(!m_plans->plan().has_value());
    }

    void nodesAreEvacuatedFromTheBoardsMenuThroughAPlan()
    {
        m_window->navigate(QStringLiteral("placement"));
        auto *board = visible<Board>();
        board->setFocus();
        const auto used = [this] {
            for (const JobPtr &job : m_center->view()->book->jobs) {
                if (job->state == JobState::Running && job->requeueable)
                    return job->allocation.front().node;
            }
            return std::string();
        };
        QTRY_VERIFY_WITH_TIMEOUT(!used().empty(), kSoonMs);
        const std::string name = used();
        std::map<std::string, std::vector<std::string>> byLeaf;
        for (const PlacementNode &at : m_center->view()->book->nodes)
            byLeaf[at.leafSwitch].push_back(at.name);
        int node = -1;
        int number = 0;
        for (const auto &[leaf, names] : byLeaf) {
            for (const std::string &at : names) {
                node = at == name ? number : node;
                ++number;
            }
        }
        board->setFocusSpot({node, 0});
        QTimer::singleShot(0, this, [this] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu != nullptr);
            auto *evacuate = menu->findChild<QAction *>(QStringLiteral("evacuate"));
            QVERIFY(evacuate != nullptr && evacuate->isEnabled());
            QTimer::singleShot(0, this, [] {
                auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
                QVERIFY(dialog != nullptr);
                QTest::keyClicks(dialog->findChild<QLineEdit *>(), QStringLiteral("new fan"));
                QTest::keyClick(dialog, Qt::Key_Return);
            });
            menu->setActiveAction(evacuate);
            QTest::keyClick(menu, Qt::Key_Return);
        });
        QContextMenuEvent open(QContextMenuEvent::Keyboard, {}, {});
        QCoreApplication::sendEvent(board, &open);
        QVERIFY(m_plans->plan().has_value());
        QCOMPARE(m_plans->plan()->purpose, Plan::Purpose::Evacuate);
        QCOMPARE(m_plans->plan()->nodes, std::vector<std::string>{name});
        QVERIFY(m_center->view()->book->findNode(name)->accepts()); // nothing has happened yet
        if (const QString wanted = m_plans->confirmation(); !wanted.isEmpty())
            QTest::keyClicks(visible<QLineEdit>(QStringLiteral("planConfirm")), wanted);
        QTest::mouseClick(visible<QPushButton>(QStringLiteral("planApply")), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(m_plans->phase(), PlanController::Phase::Finished, kSoonMs);
        QCOMPARE(m_plans->progress().steps.front().state, StepState::Done);
        QTRY_VERIFY_WITH_TIMEOUT(!m_center->view()->book->findNode(name)->accepts(), kSoonMs);
        QTest::mouseClick(visible<QPushButton>(QStringLiteral("planDiscard")), Qt::LeftButton);
        m_plans->resume({name});
        QTest::mouseClick(visible<QPushButton>(QStringLiteral("planApply")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_center->view()->book->findNode(name)->accepts(), kSoonMs);
        QTRY_COMPARE_WITH_TIMEOUT(m_plans->phase(), PlanController::Phase::Finished, kSoonMs);
    }

    void aHalfDonePlanIsOfferedAndFinished()
    {
        JobPtr pending;
        QTRY_VERIFY_WITH_TIMEOUT((pending = waiting()) != nullptr, kSoonMs);
        const std::filesystem::path folder = m_dir.filePath(QStringLiteral("plans")).toStdString();
        JournalEntry entry;
        entry.id = "1-0-1"; // of no process
        entry.engine = m_center->scheduler()->status().address;
        entry.began = nowMicros();
        entry.purpose = Plan::Purpose::Hold;
        entry.jobs = {pending->id};
        entry.steps.resize(1);
        entry.steps[0].action.kind = ActionKind::Hold;
        entry.steps[0].action.job = pending->id;
        entry.states = {StepState::Running}; // sent, and nobody heard
        std::promise<bool> written;
        (*FilePlanJournal::open(folder))->write(entry, [&written](const Result<void> &result) {
            written.set_value(result.has_value());
        });
        QVERIFY(written.get_future().get());

        PlanController plans(*m_center, *FilePlanJournal::open(folder));
        QVERIFY(plans.unfinished() != nullptr);
        plans.finishUnfinished();
        QVERIFY(plans.plan().has_value());
        QCOMPARE(plans.plan()->steps.size(), std::size_t{1});
        plans.apply();
        QTRY_VERIFY_WITH_TIMEOUT(plans.phase() == PlanController::Phase::Finished, kSoonMs);
        QVERIFY(plans.unfinished() == nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(!job(pending->id) || job(pending->id)->held, kSoonMs);
    }

    void theRailLeadsBackFromADetailToTheTable()
    {
        m_window->navigate(QStringLiteral("fleet/node/n003"));
        for (RailItem *item : m_window->findChildren<RailItem *>()) {
            if (item->id() == QLatin1String("fleet"))
                QTest::mouseClick(item, Qt::LeftButton);
        }
        QCOMPARE(m_window->address(), QStringLiteral("fleet/nodes"));
    }

    void languageAndThemeChangeWhileRunning()
    {
        m_window->navigate(QStringLiteral("overview"));
        auto *rail = visible<Rail>();
        const QImage dark = m_window->grab().toImage();
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
        QVERIFY(m_theme->kind() == ThemeKind::Light);
        QTRY_VERIFY(m_window->grab().toImage() != dark);
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
        QVERIFY(m_theme->kind() == ThemeKind::Dark);
        QVERIFY(rail->accessibleName() != QString());
    }

    void searchFindsANode()
    {
        QTimer::singleShot(0, this, [] {
            auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog != nullptr);
            QTest::keyClicks(dialog->findChild<QLineEdit *>(), QStringLiteral("n013"));
            QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_Return);
            if (dialog->isVisible())
                dialog->reject(); // nothing was found
        });
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QCOMPARE(m_window->address(), QStringLiteral("fleet/node/n013"));
    }

    void aWrongAddressIsToldInWords()
    {
        m_center->addEndpoint(QStringLiteral("127.0.0.1:1"));
        QTRY_VERIFY_WITH_TIMEOUT(visible<Banner>() != nullptr, kSoonMs);
        m_center->removeEndpoint(QStringLiteral("127.0.0.1:1"));
        QTRY_VERIFY(visible<Banner>() == nullptr);
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
