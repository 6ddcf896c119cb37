// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace pilothouse {

class ElidedLabel;
class PillButton;

// The bar at the top of the window: the center, search, the connections' state, who is at work.
class TopBar : public QWidget {
    Q_OBJECT

public:
    explicit TopBar(const Theme &theme, QWidget *parent = nullptr);

    void setCenter(const QString &name);
    void setSearchKey(const QString &key); // "Ctrl K"
    // Such as Ok, "128/128 streaming • 1 Hz • 84 ms".
    void setConnection(State state, const QString &text, const QString &toolTip = QString());
    // Such as None, "Slurm", "nn-ctl0". Empty words hide the pill; so do those of the user.
    void setScheduler(State state, const QString &engine, const QString &name,
                      const QString &toolTip = QString());
    void setUser(const QString &role, const QString &name);
    // One more button at the right that opens this menu. The menu stays the caller's.
    QToolButton *addMenu(const QString &text, const QString &accessibleName, QMenu *menu);

Q_SIGNALS:
    void searchRequested();
    void connectionClicked();
    void schedulerClicked();
    void userClicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    const Theme &m_theme;
    QHBoxLayout *m_row;
    ElidedLabel *m_center;
    PillButton *m_search;
    PillButton *m_connection;
    PillButton *m_scheduler;
    PillButton *m_user;
};

} // namespace pilothouse
