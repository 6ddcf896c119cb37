// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plancontroller.h"
#include "ui/theme/theme.h"

#include <QPointer>
#include <QWidget>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace pilothouse {

class Card;

// The plan at hand: what it does step by step, what it changes and costs, the confirmation, and
// while it runs how far it is. Nothing happens before Apply. Hidden without a plan.
class PlanPanel final : public QWidget {
    Q_OBJECT
public:
    PlanPanel(PlanController &plans, Center &center, Theme &theme, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void rebuild();
    void retranslate();
    void showSteps(const Plan &plan, const PlanProgress &progress);
    void showChanges(const Plan &plan);
    void addChange(const QString &what, const QString &before, const QString &after,
                   bool costs = false);
    void showWarning(const Plan &plan);
    void showButtons();
    void takeFocus();
    [[nodiscard]] QString summary(const Plan &plan) const;
    [[nodiscard]] static QString summary(const Submission &submission);

    PlanController &m_plans;
    Center &m_center;
    Theme &m_theme;
    Card *m_card;
    QLabel *m_title;
    QLabel *m_about;
    QGridLayout *m_steps;
    QLabel *m_changesTitle;
    QGridLayout *m_changes;
    QLabel *m_warning;
    QLabel *m_confirmHint;
    QLineEdit *m_confirm;
    QPushButton *m_discard;
    QPushButton *m_apply;
    QPushButton *m_retry; // what was refused
    QPointer<QWidget> m_focusBefore; // gets the focus back
};

} // namespace pilothouse
