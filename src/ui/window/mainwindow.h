// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chartfeed.h"
#include "ui/pages/page.h"

#include <QMainWindow>
#include <QStringList>
#include <map>

class QActionGroup;
class QMenu;
class QStackedWidget;

namespace pilothouse {

class Banner;
class Languages;
class PlanPanel;
class Rail;
class TimeBar;
class TopBar;

// The window: top bar, rail, pages, the plan at hand, time bar. Pages have addresses, so back and
// forward work: overview, fleet/node/n007, jobs/job/4711, placement,
// audit?who:root.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(const PageContext &context, Languages &languages, QWidget *parent = nullptr);

    void navigate(const QString &address);
    // An address, or node, accelerator or job for the first of each, as soon as there is one.
    void openWhenKnown(const QString &page);
    [[nodiscard]] QString address() const;

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addPage(const QString &id, Page *page);
    void makeShortcuts();
    void makeMenus();
    void retranslate();
    void onUpdated();
    void onEndpoints();
    void showConnection();
    void showHistoryState();
    void showTimeBar(Micros from, Micros to);
    void zoomTimeBar(double factor);
    void loadMarks();
    void useTheme(ThemeKind kind);
    void remember();
    void go(int step);
    void showSearch();
    void showKeys();
    void openConnections();
    void showUnfinished();
    void askUnfinished();

    PageContext m_context;
    Languages &m_languages;
    TopBar *m_top;
    Rail *m_rail;
    Banner *m_banner;
    QStackedWidget *m_stack;
    PlanPanel *m_plan;
    TimeBar *m_time;
    QMenu *m_menu;
    QMenu *m_themeMenu;
    QMenu *m_languageMenu;
    std::map<QString, Page *> m_pages;
    QString m_current;
    QStringList m_trail; // addresses visited
    int m_place = -1; // in m_trail
    bool m_travelling = false;
    ChartFeed m_timeFeed;
    Micros m_marksAt = 0;
    bool m_timeZoomed = false; // by the user; otherwise it follows what is kept
};

} // namespace pilothouse
