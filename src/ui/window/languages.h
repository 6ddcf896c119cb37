// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <QTranslator>

namespace pilothouse {

// The interface's language, changed while running. GUI thread.
class Languages final : public QObject {
    Q_OBJECT
public:
    explicit Languages(QObject *parent = nullptr);

    // en or zh_CN; empty: the system's, where there is a translation.
    void use(const QString &language);
    [[nodiscard]] QString current() const { return m_current; }
    [[nodiscard]] static QStringList available();
    [[nodiscard]] static QString nameOf(const QString &language); // in itself: English, 简体中文

private:
    QTranslator m_own;
    QTranslator m_qt;
    QString m_current;
};

} // namespace pilothouse
