// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"
#include "ui/theme/theme.h"

#include <QList>
#include <QString>
#include <QWidget>

class QPushButton;
class QToolButton;

namespace pilothouse {

class ElidedLabel;

// A strip of one message at the top of the window, which asks for no answer. It holds at most three
// messages and shows the gravest, of those the oldest; the others follow as messages are closed. A
// fourth pushes out the least grave, of those the oldest. Hidden while there is none.
class Banner : public QWidget {
    Q_OBJECT

public:
    static constexpr int kMost = 3;

    struct Message {
        QString id; // posting an id again replaces its message
        State state = State::Info; // Info, Warning or Critical
        QString text;
        QString action; // the words of its button; empty: none
        bool closable = true;
    };

    explicit Banner(const Theme &theme, QWidget *parent = nullptr);

    void post(const Message &message);
    void remove(const QString &id); // does not emit closed()
    [[nodiscard]] QStringList ids() const; // in the order in which they are shown

Q_SIGNALS:
    void actionTriggered(const QString &id);
    void closed(const QString &id); // by the user

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showFirst();
    void closeFirst();

    const Theme &m_theme;
    ElidedLabel *m_text;
    ElidedLabel *m_count;
    QPushButton *m_action;
    QToolButton *m_close;
    QList<Message> m_messages; // as shown: gravest first
};

} // namespace pilothouse
