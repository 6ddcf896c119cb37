// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/auditfeed.h"
#include "ui/theme/theme.h"

#include <QWidget>
#include <array>

class QLabel;

namespace pilothouse {

class Card;

// One action of the audit log in full: what it changed, what was sent, what the engine said, and
// the records that hold it.
class AuditDetail final : public QWidget {
    Q_OBJECT
public:
    explicit AuditDetail(const Theme &theme, QWidget *parent = nullptr);

    void show(AuditEntryPtr entry); // null: none is chosen

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Line {
        QLabel *name;
        QLabel *value;
    };
    enum Place { Before, After, Call, Reply, By, Plan, Records, Count };

    void renew();
    void set(Place place, const QString &name, const QString &value);

    Card *m_card;
    std::array<Line, Count> m_lines{};
    AuditEntryPtr m_entry;
};

} // namespace pilothouse
