// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/filtercompletion.h"

#include <QLineEdit>

class QCompleter;
class QStandardItemModel;

namespace pilothouse {

// A line to type a filter of models/filter.h in, "kind:910B util<10 tenant:speech", with completion
// of keys and values (Down and Ctrl+Space offer all keys) and the number of matches at its right.
// Escape clears it.
class FilterLine : public QLineEdit {
    Q_OBJECT

public:
    explicit FilterLine(const Theme &theme, QWidget *parent = nullptr);

    void setKeys(std::vector<FilterKey> keys);
    void setCount(const QString &count); // "23 of 1,024"
    // What is wrong with the text, in place of the count; empty: nothing.
    void setError(const QString &error);

Q_SIGNALS:
    // The text without spaces around it, when that has changed.
    void changed(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] const QString &note() const { return m_error.isEmpty() ? m_count : m_error; }
    void offerCompletions();
    void insertCompletion(const QString &insert);
    void reserveNote();
    void announce();

    const Theme &m_theme;
    QCompleter *m_completer;
    QStandardItemModel *m_offers;
    std::vector<FilterKey> m_keys;
    QString m_count;
    QString m_error;
    QString m_announced;
    int m_noteWidth = 0;
};

} // namespace pilothouse
