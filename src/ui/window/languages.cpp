// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/languages.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace pilothouse {

Languages::Languages(QObject *parent)
    : QObject(parent)
{
}

QStringList Languages::available()
{
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

QString Languages::nameOf(const QString &language)
{
    return language == QLatin1String("zh_CN") ? QStringLiteral("简体中文")
                                              : QStringLiteral("English");
}

void Languages::use(const QString &language)
{
    QString wanted = language;
    if (wanted.isEmpty())
        wanted = QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN")
                                                                  : QStringLiteral("en");
    if (wanted == m_current)
        return;
    m_current = wanted;
    // Texts follow QLocale(), so it is set before the translators announce the change.
    QLocale::setDefault(wanted == QLatin1String("zh_CN")
                            ? QLocale(QLocale::Chinese, QLocale::China)
                            : QLocale(QLocale::English, QLocale::UnitedStates));
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
    if (m_qt.load(QStringLiteral("qtbase_") + wanted,
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_own.load(QStringLiteral(":/i18n/pilothouse_") + wanted))
        QCoreApplication::installTranslator(&m_own);
}

} // namespace pilothouse
