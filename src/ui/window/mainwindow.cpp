// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mainwindow.h"

#include "models/centertotals.h"
#include "models/errortext.h"
#include "models/settings.h"
#include "models/text.h"
#include "ui/pages/auditpage.h"
#include "ui/pages/chartdata.h"
#include "ui/pages/fleetpage.h"
#include "ui/pages/jobspage.h"
#include "ui/pages/overviewpage.h"
#include "ui/pages/placementpage.h"
#include "ui/pages/planpanel.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/timebar.h"
#include "ui/widgets/topbar.h"
#include "ui/window/connectionsdialog.h"
#include "ui/window/keysdialog.h"
#include "ui/window/languages.h"
#include "ui/window/searchdialog.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace pilothouse {

namespace {

const std::array<const char *, 5> kPages{"overview", "fleet", "jobs", "placement", "audit"};
constexpr Micros kShortestTimeBar = 5 * kMinute;
constexpr Micros kLongestTimeBar = 7 * kDay;

// Of the running jobs the largest of at most 64 accelerators: one that fills its page.
QString firstJob(const CenterView &view)
{
    constexpr std::uint32_t kFillsPage = 64;
    const Job *best = nullptr;
    for (const JobPtr &job : view.book->jobs) {
        const bool fits = job->state == JobState::Running && job->accelerators <= kFillsPage;
        if (fits && (best == nullptr || job->accelerators > best->accelerators))
            best = job.get();
    }
    return best == nullptr ? QString() : QStringLiteral("jobs/job/%1").arg(best->id);
}

QString firstOf(const QString &page, const CenterView &view)
{
    if (page == QLatin1String("job"))
        return firstJob(view);
    for (const FleetTopology::Node &node : view.topology().nodes) {
        if (node.acceleratorCount == 0)
            continue;
        const QString name = text::from(node.info.name);
        return page == QLatin1String("node") ? QStringLiteral("fleet/node/") + name
                                             : QStringLiteral("fleet/accelerator/%1/0").arg(name);
    }
    return {};
}

// What one may want to know of an engine: where it is, what it costs, what it says of itself.
QString schedulerDetails(const EngineStatus &status)
{
    QStringList lines{text::from(status.address)};
    if (!status.version.empty())
        lines << text::from(status.version);
    if (status.cost.calls > 0) {
        lines << MainWindow::tr("%1 calls, %2 read so far")
                     .arg(text::count(static_cast<qint64>(status.cost.calls)),
                          text::value(static_cast<double>(status.cost.bytes), Unit::Bytes));
        if (status.cost.interval > 0)
            lines << MainWindow::tr("read every %1; the last reading took %2 ms")
                         .arg(text::age(status.cost.interval))
                         .arg(status.cost.lastReply / kMillisecond);
    }
    if (!status.note.empty())
        lines << text::from(status.note);
    if (status.error)
        lines << errorText(*status.error);
    return lines.join(u'\n');
}

} // namespace

MainWindow::MainWindow(const PageContext &context, Languages &languages, QWidget *parent)
    : QMainWindow(parent)
    , m_context(context)
    , m_languages(languages)
    , m_top(new TopBar(context.theme))
    , m_rail(new Rail(context.theme))
    , m_banner(new Banner(context.theme))
    , m_stack(new QStackedWidget)
    , m_plan(new PlanPanel(context.plans, context.center, context.theme))
    , m_time(new TimeBar(context.theme))
    , m_menu(new QMenu(this))
    , m_themeMenu(new QMenu(this))
    , m_languageMenu(new QMenu(this))
    , m_timeFeed(context.center)
{
    auto *central = new QWidget;
    auto *column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_top);
    column->addWidget(m_banner);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(m_stack, 1);
    middle->addWidget(m_plan);
    column->addLayout(middle, 1);
    column->addWidget(m_time);
    setCentralWidget(central);
    setMinimumSize(1024, 640);

    addPage(QStringLiteral("overview"), new OverviewPage(context));
    addPage(QStringLiteral("fleet"), new FleetPage(context));
    addPage(QStringLiteral("jobs"), new JobsPage(context));
    addPage(QStringLiteral("placement"), new PlacementPage(context));
    addPage(QStringLiteral("audit"), new AuditPage(context));
    connect(m_rail, &Rail::chosen, this, &MainWindow::navigate);
    connect(m_top, &TopBar::connectionClicked, this, &MainWindow::openConnections);
    connect(m_top, &TopBar::schedulerClicked, this, &MainWindow::openConnections);
    connect(m_top, &TopBar::searchRequested, this, &MainWindow::showSearch);
    connect(m_banner, &Banner::actionTriggered, this, [this](const QString &id) {
        if (id == QLatin1String("unfinished"))
            askUnfinished();
        else
            openConnections();
    });
    connect(&m_context.center, &Center::updated, this, &MainWindow::onUpdated);
    connect(&m_context.center, &Center::endpointsChanged, this, &MainWindow::onEndpoints);
    connect(&m_context.plans, &PlanController::refused, this, [this](const QString &why) {
        m_banner->post(
            {.id = QStringLiteral("plan"), .state = State::Warning, .text = why, .action = {}});
    });
    connect(&m_context.plans, &PlanController::changed, this,
            [this] { m_banner->remove(QStringLiteral("plan")); });
    m_timeFeed.setKeys({{kCenterNode, -1, kCenterTensor}, {kCenterNode, -1, kCenterPower}});
    m_timeFeed.setActive(true);
    connect(&m_timeFeed, &ChartFeed::changed, this, &MainWindow::showTimeBar);
    connect(m_time, &TimeBar::zoomRequested, this, &MainWindow::zoomTimeBar);
    connect(m_time, &TimeBar::rangeChosen, this, [this](Micros from, Micros to) {
        m_pages.at(m_current)->showRange({.span = to - from, .from = from, .to = to});
    });

    makeMenus();
    makeShortcuts();
    retranslate();
    navigate(QStringLiteral("overview"));
    onEndpoints();
    m_stack->setFocus();
}

void MainWindow::addPage(const QString &id, Page *page)
{
    m_pages.emplace(id, page);
    m_stack->addWidget(page);
    m_rail->addItem(id, {});
    connect(page, &Page::navigate, this, &MainWindow::navigate);
    connect(page, &Page::addressChanged, this, [this, id] {
        if (id == m_current)
            remember();
    });
}

void MainWindow::navigate(const QString &address)
{
    const QString id = address.section(u'/', 0, 0);
    const auto found = m_pages.find(id);
    if (found == m_pages.end())
        return;
    m_current = id;
    m_rail->setCurrent(id);
    m_stack->setCurrentWidget(found->second);
    m_travelling = true; // the page's own announcements on the way are no stops
    found->second->open(address.section(u'/', 1));
    m_travelling = false;
    remember();
}

void MainWindow::openWhenKnown(const QString &page)
{
    const bool first = page == QLatin1String("node") || page == QLatin1String("accelerator")
        || page == QLatin1String("job");
    if (!first) {
        navigate(page);
        return;
    }
    const QString address = firstOf(page, *m_context.center.view());
    if (!address.isEmpty()) {
        navigate(address);
        return;
    }
    connect(
        &m_context.center, &Center::updated, this, [this, page] { openWhenKnown(page); },
        Qt::SingleShotConnection);
}

QString MainWindow::address() const
{
    const QString rest = m_pages.at(m_current)->address();
    return rest.isEmpty() ? m_current : m_current + u'/' + rest;
}

void MainWindow::remember()
{
    const QString here = address();
    if (m_travelling || (m_place >= 0 && m_trail[m_place] == here))
        return;
    m_trail.resize(m_place + 1);
    m_trail << here;
    ++m_place;
}

void MainWindow::go(int step)
{
    const int place = m_place + step;
    if (place < 0 || place >= m_trail.size())
        return;
    m_place = place;
    navigate(QString(m_trail[place]));
}

void MainWindow::makeMenus()
{
    auto *themes = new QActionGroup(this);
    for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
        QAction *action = m_themeMenu->addAction(QString());
        action->setCheckable(true);
        action->setChecked(m_context.theme.kind() == kind);
        action->setData(static_cast<int>(kind));
        themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, kind] { useTheme(kind); });
    }
    auto *languages = new QActionGroup(this);
    for (const QString &language : Languages::available()) {
        QAction *action = m_languageMenu->addAction(Languages::nameOf(language));
        action->setCheckable(true);
        action->setChecked(language == m_languages.current());
        languages->addAction(action);
        connect(action, &QAction::triggered, this, [this, language] {
            settings::setLanguage(language);
            m_languages.use(language);
        });
    }
    m_menu->addMenu(m_themeMenu);
    m_menu->addMenu(m_languageMenu);
    m_menu->addSeparator();
    m_menu->addAction(QString(), this, &MainWindow::openConnections)
        ->setObjectName(QStringLiteral("connections"));
    m_menu->addAction(QString(), this, [this] { QApplication::clipboard()->setText(address()); })
        ->setObjectName(QStringLiteral("copyAddress"));
    m_menu->addAction(QString(), this, &MainWindow::showKeys)
        ->setObjectName(QStringLiteral("keys"));
    m_menu->addSeparator();
    m_menu->addAction(QString(), this, &QWidget::close)->setObjectName(QStringLiteral("quit"));
    m_top->addMenu(QStringLiteral("☰"), tr("Menu"), m_menu);
}

void MainWindow::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto &&slot) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, slot);
    };
    for (std::size_t i = 0; i < kPages.size(); ++i) {
        const QString id = QLatin1String(kPages[i]);
        add(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)),
            [this, id] { navigate(id); });
    }
    add(QKeySequence(Qt::ALT | Qt::Key_Left), [this] { go(-1); });
    add(QKeySequence(Qt::ALT | Qt::Key_Right), [this] { go(1); });
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { showSearch(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_T), [this] {
        const bool dark = m_context.theme.kind() == ThemeKind::Dark;
        useTheme(dark ? ThemeKind::Light : ThemeKind::Dark);
        m_themeMenu->actions().at(dark ? 1 : 0)->setChecked(true);
    });
    add(QKeySequence::Quit, [this] { close(); });
}

void MainWindow::useTheme(ThemeKind kind)
{
    settings::setTheme(kind == ThemeKind::Dark ? QStringLiteral("dark") : QStringLiteral("light"));
    m_context.theme.setKind(kind);
}

// On the window itself, so that a question mark typed into a line stays one, and Escape there
// clears the line.
void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->text() == QLatin1String("?"))
        showKeys();
    else if (event->key() == Qt::Key_Escape
             && m_context.plans.phase() != PlanController::Phase::Running)
        m_context.plans.discard();
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void MainWindow::retranslate()
{
    m_rail->setText(QStringLiteral("overview"), tr("Overview"));
    m_rail->setText(QStringLiteral("fleet"), tr("Fleet"));
    m_rail->setText(QStringLiteral("jobs"), tr("Jobs"));
    m_rail->setText(QStringLiteral("placement"), tr("Placement"));
    m_rail->setText(QStringLiteral("audit"), tr("Audit"));
    m_themeMenu->setTitle(tr("Theme"));
    m_themeMenu->actions().at(0)->setText(tr("Dark"));
    m_themeMenu->actions().at(1)->setText(tr("Light"));
    m_languageMenu->setTitle(tr("Language"));
    for (QAction *action : m_menu->actions()) {
        if (action->objectName() == QLatin1String("connections"))
            action->setText(tr("Connections…"));
        else if (action->objectName() == QLatin1String("copyAddress"))
            action->setText(tr("Copy link to this view"));
        else if (action->objectName() == QLatin1String("keys"))
            action->setText(tr("Keys"));
        else if (action->objectName() == QLatin1String("quit"))
            action->setText(tr("Quit"));
    }
    setWindowTitle(tr("Pilothouse"));
    onEndpoints();
}

void MainWindow::onUpdated()
{
    const CenterTotals &totals = m_context.center.view()->totals;
    m_rail->setCount(QStringLiteral("fleet"), text::count(static_cast<qint64>(totals.nodes)));
    m_rail->setCount(
        QStringLiteral("jobs"),
        text::count(static_cast<qint64>(totals.running) + static_cast<qint64>(totals.pending)));
    m_rail->setCount(QStringLiteral("placement"), text::count(static_cast<qint64>(totals.pending)));
    m_time->setNow(m_context.center.view()->now);
    if (!m_timeZoomed)
        m_timeFeed.setRange({.span = usefulSpan(m_context.center.historyStatus().first,
                                                m_context.center.view()->now)});
    showConnection();
    showUnfinished();
}

void MainWindow::onEndpoints()
{
    m_top->setCenter(m_context.center.name());
    showConnection();
    showHistoryState();
    const auto endpoints = m_context.center.endpoints();
    const QString id = QStringLiteral("connection");
    const auto broken = std::ranges::find_if(endpoints, [](const Center::Endpoint &at) {
        return at.stream.error && at.placement.state != EngineState::Live
            && at.stream.state != StreamState::Live;
    });
    const auto slurm = m_context.center.slurmStatus();
    if (slurm && slurm->error && slurm->state != EngineState::Live) {
        m_banner->post(
            {.id = id,
             .state = State::Warning,
             .text = text::from(slurm->address) + QStringLiteral(": ") + errorText(*slurm->error),
             .action = tr("Connections…")});
    } else if (endpoints.empty() && !slurm) {
        m_banner->post(
            {.id = id,
             .state = State::Info,
             .text = tr("No endpoint is configured. Add the address of an agent or a center."),
             .action = tr("Connections…"),
             .closable = false});
    } else if (broken != endpoints.end()) {
        m_banner->post({.id = id,
                        .state = State::Warning,
                        .text = text::from(broken->stream.address) + QStringLiteral(": ")
                            + errorText(*broken->stream.error),
                        .action = tr("Connections…")});
    } else {
        m_banner->remove(id);
    }
}

void MainWindow::showConnection()
{
    const CenterView &view = *m_context.center.view();
    const auto endpoints = m_context.center.endpoints();
    const QString dot = QStringLiteral(" • ");
    Micros lastFrame = 0;
    Micros latency = 0;
    std::uint32_t interval = 1000;
    bool live = !endpoints.empty();
    for (const Center::Endpoint &at : endpoints) {
        live = live
            && (at.stream.state == StreamState::Live || at.placement.state == EngineState::Live);
        interval = at.stream.intervalMs;
        if (at.stream.lastFrame > lastFrame)
            lastFrame = at.stream.lastFrame;
        if (at.stream.state == StreamState::Live)
            latency = std::max(latency, at.stream.latency);
    }
    const Micros age = lastFrame == 0 ? -1 : std::max<Micros>(0, view.now - lastFrame);
    QString words = tr("%1/%2 streaming")
                        .arg(text::count(static_cast<qint64>(view.totals.nodesFresh)),
                             text::count(static_cast<qint64>(view.totals.nodes)));
    if (age < 0)
        words += dot + tr("no frame yet");
    else if (age > kStaleAfter)
        words += dot + tr("last frame %1 ago").arg(text::age(age));
    else
        words +=
            dot + tr("%1 old").arg(text::age(age)) + dot + tr("%1 ms").arg(latency / kMillisecond);
    const bool complete =
        live && view.totals.nodesFresh == view.totals.nodes && view.totals.nodes > 0;
    m_top->setConnection(endpoints.empty() ? State::Unknown
                             : complete    ? State::Ok
                                           : State::Warning,
                         words,
                         tr("%1 samples a second of each node. Shown are the age of the newest "
                            "frame, and its latency: from the sample's time to its arrival.")
                             .arg(QLocale().toString(1000.0 / interval, 'g', 3)));
    const Scheduler *scheduler = m_context.center.scheduler();
    if (scheduler == nullptr) {
        m_top->setScheduler(State::Unknown, tr("Scheduler"), tr("none yet"));
        m_top->setUser({}, {});
        return;
    }
    const EngineStatus status = scheduler->status();
    const bool well = status.state == EngineState::Live && status.note.empty();
    QString about = text::from(status.cluster);
    if (status.state != EngineState::Live && status.lastNews > 0)
        about += dot + tr("%1 old").arg(text::age(view.now - status.lastNews));
    m_top->setScheduler(well ? State::Ok : State::Warning, tr("Scheduler"), about,
                        schedulerDetails(status));
    m_top->setUser(tr("User"), text::from(status.user));
}

void MainWindow::showHistoryState()
{
    const HistoryStatus history = m_context.center.historyStatus();
    const QString id = QStringLiteral("history");
    if (!history.error) {
        m_banner->remove(id);
        return;
    }
    const QString what =
        history.recording ? tr("History: %1") : tr("Nothing is recorded at the moment: %1");
    m_banner->post({.id = id,
                    .state = history.recording ? State::Warning : State::Critical,
                    .text = what.arg(errorText(*history.error)),
                    .action = {}});
}

void MainWindow::showTimeBar(Micros from, Micros to)
{
    const auto &series = m_timeFeed.series();
    m_time->setRange(from, to);
    QList<TimeSeries> lines;
    for (const HistorySeries &at : series)
        lines << brokenSeries(at);
    m_time->setSeries(lines);
    constexpr Micros kMarksEvery = 30 * kSecond;
    if (to - m_marksAt > kMarksEvery || to < m_marksAt) {
        m_marksAt = to;
        loadMarks();
    }
}

// The bar ends at the present; zooming changes how far back it reaches.
void MainWindow::zoomTimeBar(double factor)
{
    m_timeZoomed = true;
    const auto span = static_cast<Micros>(static_cast<double>(m_timeFeed.range().span) * factor);
    m_timeFeed.setRange({.span = std::clamp(span, kShortestTimeBar, kLongestTimeBar)});
    m_marksAt = 0;
}

void MainWindow::loadMarks()
{
    constexpr std::size_t kMost = 1000;
    const Micros now = nowMicros();
    m_context.center.history().events(
        this, now - m_timeFeed.range().span, now, {}, kMost, [this](HistoryReader::Events events) {
            if (!events)
                return; // the history's own state is in the banner
            const std::vector<EventMark> marks = eventMarks(*events, false);
            m_time->setEvents(QList<EventMark>(marks.begin(), marks.end()));
        });
}

void MainWindow::showUnfinished()
{
    const QString id = QStringLiteral("unfinished");
    const JournalEntry *entry = m_context.plans.unfinished();
    if (entry == nullptr) {
        m_banner->remove(id);
        return;
    }
    const auto done = std::ranges::count(entry->states, StepState::Done);
    m_banner->post({.id = id,
                    .state = State::Warning,
                    .text = tr("This program ended in the middle of a plan of %1: %2 of %3 steps "
                               "were done.")
                                .arg(text::dateTime(entry->began))
                                .arg(done)
                                .arg(entry->steps.size()),
                    .action = tr("Finish or undo…"),
                    .closable = false});
}

void MainWindow::askUnfinished()
{
    const JournalEntry *entry = m_context.plans.unfinished();
    if (entry == nullptr)
        return;
    QStringList steps;
    for (std::size_t i = 0; i < entry->steps.size() && i < entry->states.size(); ++i) {
        const StepState state = entry->states[i];
        steps << QStringLiteral("%1. %2 — %3")
                     .arg(i + 1)
                     .arg(PlanController::stepText(entry->steps[i]),
                          state == StepState::Done          ? tr("done")
                              : state == StepState::Running ? tr("sent, the answer was not heard")
                                                            : tr("not done"));
    }
    QMessageBox box(this);
    box.setWindowTitle(tr("A half-done plan"));
    box.setText(steps.mid(0, 12).join(u'\n'));
    box.setInformativeText(tr("Either way you get a plan to review first."));
    const QPushButton *finish = box.addButton(tr("Finish it"), QMessageBox::AcceptRole);
    const QPushButton *undo = box.addButton(tr("Undo it"), QMessageBox::AcceptRole);
    const QPushButton *leave =
        box.addButton(tr("Leave all as it is"), QMessageBox::DestructiveRole);
    box.addButton(tr("Later"), QMessageBox::RejectRole);
    box.exec();
    if (box.clickedButton() == finish)
        m_context.plans.finishUnfinished();
    else if (box.clickedButton() == undo)
        m_context.plans.undoUnfinished();
    else if (box.clickedButton() == leave)
        m_context.plans.forgetUnfinished();
}

void MainWindow::openConnections()
{
    if (m_context.plans.phase() == PlanController::Phase::Running) { // its engine must stay
        m_banner->post({.id = QStringLiteral("plan"),
                        .state = State::Info,
                        .text = tr("A plan is being applied. Wait for its end."),
                        .action = {}});
        return;
    }
    ConnectionsDialog dialog(m_context.center, m_context.theme, this);
    dialog.exec();
}

void MainWindow::showSearch()
{
    SearchDialog dialog(*m_context.center.view(), this);
    if (dialog.exec() == QDialog::Accepted)
        navigate(dialog.address());
}

void MainWindow::showKeys()
{
    KeysDialog(this).exec();
}

} // namespace pilothouse
