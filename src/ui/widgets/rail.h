// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QList>
#include <QString>
#include <QWidget>

class QVBoxLayout;

namespace pilothouse {

class RailItem;

// The list of pages at the left of the window. Up and Down, Home and End move through it.
class Rail : public QWidget {
    Q_OBJECT

public:
    explicit Rail(const Theme &theme, QWidget *parent = nullptr);

    void addItem(const QString &id, const QString &text);
    void setText(const QString &id, const QString &text);
    // Muted words at the right, mostly a count; empty: none.
    void setCount(const QString &id, const QString &count);
    // A disabled item says why in its tool tip.
    void setItemEnabled(const QString &id, bool enabled, const QString &why = QString());
    void setCurrent(const QString &id); // does not emit chosen()
    [[nodiscard]] QString current() const { return m_current; }

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] RailItem *item(const QString &id) const;
    bool moveFocus(RailItem *from, int key);
    void choose(const QString &id);

    const Theme &m_theme;
    QVBoxLayout *m_column;
    QList<RailItem *> m_items;
    QString m_current;
};

} // namespace pilothouse
