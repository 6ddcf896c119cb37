// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

namespace pilothouse::gallery {

// Rows that use every role of models/roles.h.
class GalleryTable : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit GalleryTable(bool chinese, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = QModelIndex()) const override;
    int columnCount(const QModelIndex &parent = QModelIndex()) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(int row, int column) const;

    bool m_chinese;
};

} // namespace pilothouse::gallery
