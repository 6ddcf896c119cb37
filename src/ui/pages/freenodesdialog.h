// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/planners/defragmentation.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QSpinBox;

namespace pilothouse {

// Asks how many whole nodes are to be free, of what kind and where. What comes of it is a plan;
// nothing moves yet.
class FreeNodesDialog final : public QDialog {
    Q_OBJECT
public:
    FreeNodesDialog(const JobBook &book, QWidget *parent);

    [[nodiscard]] DefragmentationWish wish() const;

private:
    void showFree();

    const JobBook &m_book; // outlives the dialog
    QSpinBox *m_nodes;
    QComboBox *m_kind;
    QComboBox *m_where;
    QLabel *m_free;
};

} // namespace pilothouse
