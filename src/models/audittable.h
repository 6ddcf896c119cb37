// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/auditfeed.h"
#include "models/livetable.h"
#include "models/roles.h"

namespace pilothouse {

// The actions in the audit log, one row each. Its rows come from the log, not from the center's
// view.
class AuditTable final : public LiveTable {
    Q_OBJECT
public:
    explicit AuditTable(QObject *parent = nullptr);

    void setAudit(AuditViewPtr audit);
    [[nodiscard]] AuditEntryPtr entry(quint64 id) const; // null: not there

    [[nodiscard]] static QString outcomeText(const AuditEntry &entry);
    [[nodiscard]] static State outcomeState(const AuditEntry &entry);
    [[nodiscard]] static QString breakText(const AuditBreak &at); // what is wrong with the record
    [[nodiscard]] static QString actionText(const AuditRecord &record);

protected:
    int sourceCount(const CenterView &view) const override;
    quint64 id(const CenterView &view, int source) const override;
    QString text(const CenterView &view, int source, int column) const override;
    double number(const CenterView &view, int source, int column) const override;
    QVariant extra(const CenterView &view, int source, int column, int role) const override;
    bool stale(const CenterView &view, int source) const override;
    bool sameSources(const CenterView &before, const CenterView &after) const override;

private:
    [[nodiscard]] const AuditEntry &at(int source) const;

    AuditViewPtr m_audit;
    bool m_renewed = false; // the rows do not follow m_audit yet
};

} // namespace pilothouse
