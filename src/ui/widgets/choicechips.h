// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QToolButton;

namespace pilothouse {

// One choice out of a few, as a row of chips. What does not fit moves into a menu at the end, whose
// button then carries the current choice if that is in there. Left and Right, Home and End choose.
class ChoiceChips : public QWidget {
    Q_OBJECT

public:
    explicit ChoiceChips(QWidget *parent = nullptr);

    // The first choice becomes the current one.
    void addChoice(const QString &id, const QString &text);
    // For a new language; unknown ids are ignored.
    void setText(const QString &id, const QString &text);
    void clear();
    void setCurrent(const QString &id); // does not emit chosen()
    [[nodiscard]] QString current() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &id);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Choice {
        QString id;
        QToolButton *button;
    };

    [[nodiscard]] int indexOf(const QString &id) const;
    QToolButton *newChip();
    void choose(int index);
    [[nodiscard]] int fitting(int reserved) const;
    void arrange();
    void labelOverflow(int firstHidden);
    void fillOverflow();
    bool handleKey(int key);

    QList<Choice> m_choices;
    QToolButton *m_more;
    int m_current = -1;
};

} // namespace pilothouse
