// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/stylesheet.h"

#include <QtGui/QPalette>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyleFactory>
#include <QtWidgets/QToolTip>

#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

// Noto Sans CJK leads because its Latin figures are tabular as they come, and Qt 6.4 cannot switch
// on the tabular figures that Inter keeps behind a font feature. It also draws Chinese and English
// in one weight. Inter is there for desks without it.
QStringList families()
{
    return {QStringLiteral("Noto Sans CJK SC"), QStringLiteral("Source Han Sans SC"),
            QStringLiteral("Noto Sans SC"), QStringLiteral("Inter"), QStringLiteral("DejaVu Sans")};
}

QPalette paletteOf(const ThemeTokens &t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.panel);
    p.setColor(QPalette::AlternateBase, t.raised);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::PlaceholderText, t.muted);
    p.setColor(QPalette::Button, t.raised);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.critical);
    p.setColor(QPalette::ToolTipBase, t.hover);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::Light, t.hover);
    p.setColor(QPalette::Midlight, t.hover);
    p.setColor(QPalette::Mid, t.line);
    p.setColor(QPalette::Dark, t.line);
    p.setColor(QPalette::Shadow, t.window);
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText,
          QPalette::PlaceholderText})
        p.setColor(QPalette::Disabled, role, t.faint);
    return p;
}

} // namespace

Theme::Theme(ThemeKind kind, QObject *parent)
    : QObject(parent)
    , m_kind(kind)
{
}

void Theme::setKind(ThemeKind kind)
{
    if (kind == m_kind)
        return;
    m_kind = kind;
    if (m_application != nullptr)
        apply(*m_application);
    Q_EMIT changed();
}

QRgb Theme::rampColor(double share) const
{
    if (std::isnan(share))
        return tokens().hover.rgb();
    return ramp()[std::size_t(std::lround(std::clamp(share, 0.0, 1.0) * (kRampSize - 1)))];
}

QColor Theme::category(int index) const
{
    const int wrapped = ((index % kCategoryCount) + kCategoryCount) % kCategoryCount;
    return QColor::fromRgb(categoriesOf(m_kind)[std::size_t(wrapped)]);
}

QFont Theme::font(int pixelSize, QFont::Weight weight) const
{
    QFont font;
    font.setFamilies(families());
    font.setPixelSize(pixelSize);
    font.setWeight(weight);
    return font;
}

void Theme::apply(QApplication &application)
{
    if (m_application == nullptr) {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        QApplication::setFont(font());
        QToolTip::setFont(font());
    }
    m_application = &application;
    const QPalette palette = paletteOf(tokens());
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    application.setStyleSheet(styleSheetOf(tokens()));
}

} // namespace pilothouse
