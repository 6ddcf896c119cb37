// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallerypages.h"
#include "ui/gallery/gallerytable.h"

#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/choicechips.h"
#include "ui/widgets/figurecard.h"
#include "ui/widgets/filterline.h"
#include "ui/widgets/rail.h"
#include "ui/widgets/tableview.h"
#include "ui/widgets/timebar.h"
#include "ui/widgets/topbar.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>
#include <limits>

namespace pilothouse::gallery {

namespace {

constexpr Micros kNow = 1'795'374'751 * kSecond; // 2026-11-22 19:12:31 UTC

struct Words {
    Language language;

    QString operator()(const char *english, const char *chinese) const
    {
        return QString::fromUtf8(language == Language::English ? english : chinese);
    }
};

double wave(int i)
{
    return std::sin(i * 0.21) + 0.5 * std::sin(i * 0.83) + 0.2 * std::sin(i * 2.9);
}

QList<double> trend(int gapFrom = -1, int gapTo = -1)
{
    QList<double> values;
    for (int i = 0; i < 60; ++i)
        values << (i >= gapFrom && i < gapTo ? std::numeric_limits<double>::quiet_NaN() : wave(i));
    return values;
}

TopBar *topBar(const Theme &theme, const Words &say, QWidget *parent)
{
    auto *bar = new TopBar(theme, parent);
    bar->setCenter(say("Nanning AI Computing Center", "南宁人工智能计算中心"));
    bar->setSearchKey(QStringLiteral("Ctrl K"));
    bar->setConnection(State::Ok,
                       say("128/128 streaming · 1 Hz · 84 ms", "128/128 节点在线 · 1 Hz · 84 ms"));
    bar->setScheduler(State::None, QStringLiteral("Slurm"), QStringLiteral("nn-ctl0"));
    bar->setUser(say("Admin", "管理员"), QStringLiteral("ops-admin"));
    bar->addMenu(QStringLiteral("☰"), say("Menu", "菜单"), new QMenu(bar));
    return bar;
}

Rail *rail(const Theme &theme, const Words &say, QWidget *parent)
{
    auto *rail = new Rail(theme, parent);
    const struct {
        const char *id;
        const char *english;
        const char *chinese;
        const char *count;
    } pages[] = {
        {"overview", "Overview", "总览", ""}, {"fleet", "Fleet", "集群", "128"},
        {"jobs", "Jobs", "作业", "412"},      {"placement", "Placement", "调度布局", "143"},
        {"ledger", "Ledger", "算力台账", ""}, {"facility", "Facility", "机房", ""},
        {"alerts", "Alerts", "告警", "3"},    {"reports", "Reports", "报表", ""},
        {"audit", "Audit", "审计", "12,345"}};
    for (const auto &page : pages) {
        rail->addItem(QString::fromLatin1(page.id), say(page.english, page.chinese));
        rail->setCount(QString::fromLatin1(page.id), QString::fromLatin1(page.count));
    }
    rail->setCurrent(QStringLiteral("fleet"));
    rail->setItemEnabled(QStringLiteral("reports"), false,
                         say("Needs a manager", "需要管理者角色"));
    return rail;
}

QLayout *figures(const Theme &theme, const Words &say, QWidget *parent)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kLarge);
    const auto add = [&](const QString &title, const QString &figure, const QString &unit,
                         const QStringList &lines) {
        auto *card = new FigureCard(theme, parent);
        card->reserveLines(2);
        card->setTitle(title);
        card->setFigure(figure, unit);
        card->setLines(lines);
        card->setTrend(trend());
        row->addWidget(card, 1);
        return card;
    };
    add(say("Capacity", "算力"), QStringLiteral("327.7"), QStringLiteral("PFLOPS"),
        {say("FP16 · 1,024 accelerators", "FP16 · 1,024 张加速卡"), say("4 kinds", "4 种型号")});
    add(say("Allocated", "已调度"), QStringLiteral("87.4"), QStringLiteral("%"),
        {say("895 of 1,024 · 18 fragmented", "1,024 中 895 · 碎片 18")})
        ->setActivatable(true);
    add(say("Tensor active", "有效计算"), QStringLiteral("61.2"), QStringLiteral("%"),
        {say("of allocated · ▲ 3.1 vs yesterday", "占已调度 · 较昨日 ▲ 3.1")})
        ->setStale(say("42 s old", "42 秒前"));
    add(say("Power", "功率"), QStringLiteral("1,612"), QStringLiteral("kW"),
        {QStringLiteral("PUE 1.21 · 19%")})
        ->setTrend(trend(20, 34));
    add(say("Queue", "排队"), QString(), QString(), {say("no scheduler connected", "未连接调度器")})
        ->setTrend({});
    add(say("Alerts", "告警"), QStringLiteral("3"), say("open", "未处理"),
        {say("1 critical · 2 warning", "1 严重 · 2 警告")})
        ->setTone(State::Critical);
    return row;
}

QLayout *header(const Theme &theme, const Words &say, QWidget *parent)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kMedium);
    auto *title = new QLabel(say("Fleet", "集群"), parent);
    title->setProperty("look", QStringLiteral("title"));
    row->addWidget(title);
    auto *filter = new FilterLine(theme, parent);
    filter->setText(QStringLiteral("kind:910B active<0.1 state:allocated"));
    filter->setCount(say("23 of 1,024", "1,024 中的 23"));
    row->addWidget(filter, 1);
    row->addWidget(new QPushButton(say("Columns", "列"), parent));
    auto *move = new QPushButton(say("Move…", "迁移…"), parent);
    move->setProperty("look", QStringLiteral("primary"));
    row->addWidget(move);
    auto *cancel = new QPushButton(say("Cancel…", "取消作业…"), parent);
    cancel->setProperty("look", QStringLiteral("danger"));
    row->addWidget(cancel);
    return row;
}

Card *tableCard(const Theme &theme, const Words &say, QWidget *parent)
{
    auto *card = new Card(theme, parent);
    card->setTitle(say("Every accelerator, now", "全部加速卡"));
    card->setRightText(say("group by rack · 1,024 cells", "按机柜 · 1,024 格"));
    auto *chips = new ChoiceChips(card);
    chips->addChoice(QStringLiteral("active"), say("Tensor active", "有效计算"));
    chips->addChoice(QStringLiteral("util"), say("Utilization", "利用率"));
    chips->addChoice(QStringLiteral("mem"), say("Memory", "显存"));
    chips->addChoice(QStringLiteral("power"), say("Power", "功率"));
    chips->addChoice(QStringLiteral("temp"), say("Temperature", "温度"));
    chips->addChoice(QStringLiteral("job"), say("Job", "作业"));
    chips->addChoice(QStringLiteral("tenant"), say("Tenant", "租户"));
    card->addHeaderWidget(chips);
    auto *table = new TableView(theme, card);
    table->setModel(new GalleryTable(say.language == Language::Chinese, table));
    table->horizontalHeader()->setSortIndicator(5, Qt::AscendingOrder);
    table->resizeColumnsToContents();
    table->selectRow(4);
    card->addContent(table);
    return card;
}

Card *sideCard(const Theme &theme, const Words &say, QWidget *parent)
{
    auto *card = new Card(theme, parent);
    card->setTitle(say("Plan — not yet applied", "方案（尚未执行）"));
    card->setRightText(say("2 steps", "2 步"));
    card->setEmphasized(true);
    auto *running =
        new Chip(theme, say("RUNNING 3 h 12 m of 24 h", "运行中 3 小时 12 分，共 24 小时"), card);
    running->setState(State::Ok);
    card->addContent(running, 0);
    card->addContent(new Chip(theme, QStringLiteral("16 × H800"), card), 0);
    auto *text = new QLabel(say("Slurm requeues the job. Work since the last checkpoint is lost.",
                                "Slurm 将重新排队该作业，上次检查点之后的工作会丢失。"),
                            card);
    text->setWordWrap(true);
    card->addContent(text, 0);
    card->body()->addStretch(1);
    return card;
}

TimeBar *timeBar(const Theme &theme, const Words &say, QWidget *parent)
{
    auto *bar = new TimeBar(theme, parent);
    bar->setTimeZone(QTimeZone(QByteArrayLiteral("Asia/Shanghai")));
    bar->setRange(kNow - kDay, kNow);
    bar->setNow(kNow);
    bar->setHint(say("Drag to choose a range", "拖动选择时间范围"));
    TimeSeries active;
    TimeSeries power;
    for (int i = 0; i <= 288; ++i) {
        const Micros at = kNow - kDay + i * 5 * kMinute;
        active.points.push_back(TimePoint::sample(at, wave(i)));
        power.points.push_back(TimePoint::sample(
            at, i > 150 && i < 170 ? std::numeric_limits<double>::quiet_NaN() : wave(i / 2)));
    }
    bar->setSeries({active, power});
    bar->setEvents({{kNow - 17 * kHour, MarkSeverity::Critical, QStringLiteral("XID 79")},
                    {kNow - 7 * kHour, MarkSeverity::Warning, QStringLiteral("link down")}});
    return bar;
}

} // namespace

QWidget *windowPage(const Theme &theme, Language language)
{
    const Words say{language};
    auto *window = new QWidget;
    auto *column = new QVBoxLayout(window);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(topBar(theme, say, window));
    auto *banner = new Banner(theme, window);
    banner->post({QStringLiteral("a"), State::Warning,
                  say("Node R04-n05 does not answer.", "节点 R04-n05 无响应。"),
                  say("Show", "查看"), true});
    banner->post({QStringLiteral("b"), State::Info, say("Updated.", "已更新。"), QString(), true});
    column->addWidget(banner);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(rail(theme, say, window));
    auto *page = new QVBoxLayout;
    page->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kPage);
    page->setSpacing(space::kLarge);
    page->addLayout(header(theme, say, window));
    page->addLayout(figures(theme, say, window));
    auto *cards = new QHBoxLayout;
    cards->setSpacing(space::kLarge);
    cards->addWidget(tableCard(theme, say, window), 3);
    cards->addWidget(sideCard(theme, say, window), 1);
    page->addLayout(cards, 1);
    middle->addLayout(page, 1);
    column->addLayout(middle, 1);
    column->addWidget(timeBar(theme, say, window));
    return window;
}

} // namespace pilothouse::gallery
