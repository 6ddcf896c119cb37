// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gallery/gallerypages.h"

#include "ui/theme/statemark.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterline.h"
#include "ui/widgets/tableview.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPainter>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace pilothouse::gallery {

namespace {

QString pick(Language language, const char *english, const char *chinese)
{
    return QString::fromUtf8(language == Language::English ? english : chinese);
}

// Palettes and marks, painted.
class Swatches : public QWidget {
public:
    Swatches(const Theme &theme, QWidget *parent)
        : QWidget(parent)
        , m_theme(theme)
    {
        setMinimumHeight(180);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const int step = width() / kCategoryCount;
        for (int i = 0; i < kCategoryCount; ++i)
            painter.fillRect(QRect(i * step, 0, step - 2, 28), m_theme.category(i));
        for (int x = 0; x < width(); ++x)
            painter.fillRect(QRect(x, 36, 1, 28), QColor(m_theme.rampColor(double(x) / width())));
        painter.setPen(m_theme.tokens().text);
        painter.setFont(m_theme.font());
        for (int i = 1; i <= int(State::Critical); ++i) {
            const int x = (i - 1) % 4 * width() / 4;
            const int y = 76 + (i - 1) / 4 * 24;
            paintStateMark(painter, QRectF(x, y, 12, 20), State(i), m_theme.tokens());
            painter.drawText(QRect(x + 18, y, 120, 20), Qt::AlignVCenter, stateName(State(i)));
        }
        painter.drawText(
            QRect(0, 130, width(), 20), Qt::AlignVCenter,
            QStringLiteral("0123456789  1,111.1  8,888.8  −4 °C · 3 → 1 • 1 Hz — ½ …"));
        painter.setFont(m_theme.font(fontsize::kBody, QFont::Bold));
        painter.drawText(QRect(0, 152, width(), 20), Qt::AlignVCenter,
                         QStringLiteral("0123456789  1,111.1  8,888.8  智算中心 加速卡 ¥ 1,280/h"));
    }

private:
    const Theme &m_theme;
};

Card *buttons(const Theme &theme, Language language, QWidget *parent)
{
    auto *card = new Card(theme, parent);
    card->setTitle(pick(language, "Buttons", "按钮"));
    auto *grid = new QGridLayout;
    int row = 0;
    for (const char *look : {"", "primary", "danger", "quiet", "link"}) {
        for (const bool enabled : {true, false}) {
            auto *button = new QPushButton(pick(language, "Apply plan", "执行方案"), card);
            button->setProperty("look", QString::fromLatin1(look));
            button->setEnabled(enabled);
            grid->addWidget(button, row, enabled ? 0 : 1);
        }
        ++row;
    }
    auto *menuButton = new QToolButton(card);
    menuButton->setText(pick(language, "Export ▾", "导出 ▾"));
    grid->addWidget(menuButton, row, 0);
    card->body()->addLayout(grid);
    card->body()->addStretch(1);
    return card;
}

Card *fields(const Theme &theme, Language language, QWidget *parent)
{
    auto *card = new Card(theme, parent);
    card->setTitle(pick(language, "Fields", "输入"));
    auto *line = new QLineEdit(QStringLiteral("48190"), card);
    auto *combo = new QComboBox(card);
    combo->addItems({pick(language, "Nanning", "南宁"), pick(language, "Guilin", "桂林")});
    auto *spin = new QSpinBox(card);
    spin->setSuffix(QStringLiteral(" s"));
    auto *filter = new FilterLine(theme, card);
    filter->setText(QStringLiteral("kind:910B util<"));
    filter->setError(pick(language, "“util” needs a figure", "“util”需要数字"));
    auto *check = new QCheckBox(pick(language, "Checked", "选中"), card);
    check->setChecked(true);
    auto *radio = new QRadioButton(pick(language, "Radio", "单选"), card);
    radio->setChecked(true);
    auto *progress = new QProgressBar(card);
    progress->setValue(40);
    auto *off = new QCheckBox(pick(language, "Not available", "不可用"), card);
    off->setEnabled(false);
    auto *text = new QPlainTextEdit(pick(language, "Several lines", "多行文本"), card);
    text->setMaximumHeight(60);
    for (QWidget *each : std::initializer_list<QWidget *>{
             line, combo, spin,
             new QDateTimeEdit(QDateTime(QDate(2026, 11, 22), QTime(19, 12)), card), filter, check,
             radio, off, progress, text})
        card->addContent(each, 0);
    card->body()->addStretch(1);
    return card;
}

Card *lists(const Theme &theme, Language language, QWidget *parent)
{
    auto *card = new Card(theme, parent);
    card->setTitle(pick(language, "Menus and lists", "菜单与列表"));
    auto *menu = new QMenu(card);
    menu->addAction(QStringLiteral("PNG"));
    QAction *checked = menu->addAction(QStringLiteral("SVG"));
    checked->setCheckable(true);
    checked->setChecked(true);
    menu->addSeparator();
    menu->addAction(QStringLiteral("PDF"))->setEnabled(false);
    menu->setActiveAction(checked);
    menu->setWindowFlags(Qt::Widget);
    card->addContent(menu, 0);
    auto *list = new QListWidget(card);
    for (int i = 0; i < 12; ++i)
        list->addItem(QStringLiteral("n%1").arg(i, 3, 10, QLatin1Char('0')));
    list->setCurrentRow(1);
    auto *tabs = new QTabWidget(card);
    tabs->addTab(list, pick(language, "Nodes", "节点"));
    tabs->addTab(new QWidget(tabs), pick(language, "Racks", "机柜"));
    card->addContent(tabs);
    return card;
}

EmptyState *empty(const Theme &theme, EmptyState::Kind kind, const QString &headline,
                  const QString &hint, const QString &action, QWidget *parent)
{
    auto *state = new EmptyState(theme, parent);
    state->setKind(kind);
    state->setWords(headline, hint);
    state->setAction(action);
    return state;
}

} // namespace

QWidget *partsPage(const Theme &theme, Language language)
{
    const auto say = [language](const char *english, const char *chinese) {
        return pick(language, english, chinese);
    };
    auto *page = new QWidget;
    auto *grid = new QGridLayout(page);
    grid->setContentsMargins(space::kPage, space::kPage, space::kPage, space::kPage);
    grid->setSpacing(space::kLarge);
    grid->addWidget(buttons(theme, language, page), 0, 0);
    grid->addWidget(fields(theme, language, page), 0, 1);
    grid->addWidget(lists(theme, language, page), 0, 2);
    auto *colours = new Card(theme, page);
    colours->setTitle(say("Colours and marks", "颜色与标记"));
    colours->addContent(new Swatches(theme, colours));
    grid->addWidget(colours, 0, 3);

    const auto place = [&](int column, EmptyState *state) {
        auto *card = new Card(theme, page);
        card->addContent(state);
        grid->addWidget(card, 1, column);
    };
    place(
        0,
        empty(theme, EmptyState::Kind::Loading, say("Loading history", "正在读取历史"),
              say("The last 24 hours are read from the recorder.", "正在读取最近 24 小时的记录。"),
              QString(), page));
    place(1,
          empty(theme, EmptyState::Kind::Failed,
                say("The scheduler does not answer", "调度器无响应"),
                say("Jobs are shown as of 19:12. Check the address and the token, then try again.",
                    "作业停留在 19:12。请检查地址和令牌后重试。"),
                say("Try again", "重试"), page));
    place(
        2,
        empty(theme, EmptyState::Kind::NoPermission, say("Not for your role", "当前角色无权限"),
              say("Ask an administrator for the role of a manager.", "请向管理员申请管理者角色。"),
              QString(), page));
    auto *card = new Card(theme, page);
    auto *table = new TableView(theme, card);
    table->setEmptyState(EmptyState::Kind::Empty, say("No accelerator matches", "没有匹配的加速卡"),
                         say("Remove a word from the filter.", "请减少筛选条件。"));
    card->addContent(table);
    grid->addWidget(card, 1, 3);
    grid->setRowStretch(1, 1);
    for (int column = 0; column < 4; ++column)
        grid->setColumnStretch(column, 1);
    return page;
}

} // namespace pilothouse::gallery
