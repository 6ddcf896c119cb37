// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/stylesheet.h"

#include <QtCore/QList>

#include <algorithm>
#include <utility>

namespace pilothouse {

namespace {

// Words that begin with @ are replaced by the token of that name.
constexpr const char *kBasics = R"(
QMainWindow, QDialog { background: @window; }
QToolTip { background: @hover; color: @text; border: 1px solid @line; padding: 4px 6px; }
QLabel[look="muted"] { color: @muted; }
QLabel[look="warning"] { background: @warningSurface; color: @text; border: 1px solid @warning;
  border-radius: 6px; padding: 8px; }
QLabel[look="title"] { font-size: 19px; font-weight: 700; }
QFrame[frameShape="4"], QFrame[frameShape="5"] { color: @line; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QSplitter::handle { background: transparent; }
QStatusBar, QToolBar { background: @panel; border: none; }
QScrollArea, QStackedWidget { background: transparent; border: none; }
)";

constexpr const char *kButtons = R"(
QPushButton, QToolButton { background: @raised; color: @text; border: 1px solid @line;
  border-radius: 6px; padding: 0 12px; min-height: 26px; }
QToolButton { padding: 0 8px; min-height: 22px; max-height: 26px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {
  background: @selection; }
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @faint; background: @panel; }
QPushButton[look="primary"] { background: @accent; color: @onAccent; border-color: @accent;
  font-weight: 700; }
QPushButton[look="primary"]:hover { background: @accentHover; }
QPushButton[look="primary"]:focus { border: 2px solid @text; padding: 0 11px; min-height: 24px; }
QPushButton[look="primary"]:disabled { background: @selection; color: @faint;
  border-color: @selection; }
QPushButton[look="danger"], QToolButton[look="danger"] { background: transparent;
  color: @critical; border-color: @critical; }
QPushButton[look="danger"]:hover, QPushButton[look="danger"]:pressed {
  background: @criticalSurface; }
QPushButton[look="danger"]:focus { border: 2px solid @critical; padding: 0 11px;
  min-height: 24px; }
QPushButton[look="danger"]:disabled, QToolButton[look="danger"]:disabled { color: @faint;
  border-color: @line; }
QPushButton[look="quiet"], QToolButton[look="quiet"] { background: transparent;
  border-color: transparent; }
QPushButton[look="quiet"]:hover, QToolButton[look="quiet"]:hover { background: @hover; }
QPushButton[look="quiet"]:focus, QToolButton[look="quiet"]:focus { border-color: @accent; }
QPushButton[look="link"] { background: transparent; color: @accent; border: 1px solid transparent;
  padding: 0 4px; min-height: 20px; }
QPushButton[look="link"]:disabled { color: @faint; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border-color: @accent; }
QToolButton[look="chip"], QPushButton[look="chip"] { background: @hover;
  border: 1px solid transparent; border-radius: 4px; padding: 0 7px; min-height: 20px;
  color: @muted; }
QToolButton[look="chip"] { padding: 0 2px; }
QToolButton[look="chip"]:hover, QPushButton[look="chip"]:hover { color: @text; }
QToolButton[look="chip"]:checked, QPushButton[look="chip"]:checked { background: @selection;
  color: @text; font-weight: 600; }
QPushButton[look="chip"]:focus,
QToolButton[look="chip"]:focus { border-color: @accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { width: 0; }
)";

constexpr const char *kFields = R"(
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateTimeEdit, QComboBox {
  background: @raised; color: @text; border: 1px solid @line; border-radius: 6px;
  padding: 0 8px; min-height: 26px; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateTimeEdit {
  selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit, QTextEdit { padding: 4px 8px; }
QLineEdit:hover, QComboBox:hover, QSpinBox:hover, QDoubleSpinBox:hover { border-color: @faint; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QDateTimeEdit:focus, QComboBox:focus, QComboBox:on { border-color: @accent; }
QLineEdit[invalid="true"] { border-color: @critical; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {
  color: @faint; background: @panel; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @line; outline: none;
  selection-background-color: @selection; selection-color: @text; padding: 4px; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/theme/chevron-down.svg); width: 10px; height: 10px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px;
  background: transparent; }
QAbstractSpinBox::up-arrow { image: url(:/theme/chevron-up.svg); width: 8px; height: 8px; }
QAbstractSpinBox::down-arrow { image: url(:/theme/chevron-down.svg); width: 8px; height: 8px; }
QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; background: @raised;
  border: 1px solid @faint; border-radius: 3px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QCheckBox::indicator:focus,
QRadioButton::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@tick); }
QRadioButton::indicator:checked { width: 8px; height: 8px; border: 4px solid @accent; }
QCheckBox:focus, QRadioButton:focus { color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @faint; }
QGroupBox { border: 1px solid @line; border-radius: 6px; margin-top: 10px; padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: @muted; }
QProgressBar { background: @hover; border: none; border-radius: 4px; max-height: 8px;
  color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }
QSlider::groove:horizontal { height: 4px; background: @hover; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; margin: -5px 0; border-radius: 7px;
  background: @accent; }
)";

constexpr const char *kMenus = R"(
QMenuBar { background: @panel; }
QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @raised; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 24px; border-radius: 4px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::indicator { width: 12px; height: 12px; left: 6px; }
QMenu::indicator:checked { image: url(:/theme/tick-menu.svg); }
QTabWidget::pane { border: none; }
QTabBar::tab { background: transparent; color: @muted; padding: 6px 12px;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { border: 1px solid @accent; }
)";

constexpr const char *kViews = R"(
QAbstractItemView { background: @panel; border: none; outline: none;
  selection-background-color: @selection; selection-color: @text; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QListView[look="popup"] { background: @raised; border: 1px solid @line; }
QListView::item { padding: 0 6px; border: none; background: transparent; }
QListView::item:selected, QTreeView::item:selected { background: @selection; color: @text; }
QListView::item:hover, QTreeView::item:hover { background: @hover; }
QHeaderView { background: @panel; border: none; }
QHeaderView::section { background: @panel; color: @muted; font-weight: 700; border: none;
  border-bottom: 1px solid @line; padding: 0 8px; }
QHeaderView::section:hover { color: @text; }
QTableCornerButton::section { background: @panel; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

QString with(QString sheet, QList<std::pair<QString, QColor>> values)
{
    // Longer names first, so that @hover does not eat the beginning of a longer one.
    std::sort(values.begin(), values.end(),
              [](const auto &a, const auto &b) { return a.first.size() > b.first.size(); });
    for (const auto &[name, color] : values)
        sheet.replace(QLatin1Char('@') + name, color.name());
    return sheet;
}

} // namespace

QString styleSheetOf(const ThemeTokens &t)
{
    QString sheet;
    for (const char *part : {kBasics, kButtons, kFields, kMenus, kViews})
        sheet += QLatin1String(part);
    const bool onDark = t.panel.lightness() < t.text.lightness();
    sheet.replace(QStringLiteral("@tick"),
                  onDark ? QStringLiteral(":/theme/tick-dark.svg")
                         : QStringLiteral(":/theme/tick-light.svg"));
    return with(sheet,
                {{QStringLiteral("window"), t.window},
                 {QStringLiteral("panel"), t.panel},
                 {QStringLiteral("raised"), t.raised},
                 {QStringLiteral("hover"), t.hover},
                 {QStringLiteral("line"), t.line},
                 {QStringLiteral("text"), t.text},
                 {QStringLiteral("muted"), t.muted},
                 {QStringLiteral("faint"), t.faint},
                 {QStringLiteral("accentHover"), mixed(t.accent, t.text, 0.18)},
                 {QStringLiteral("accent"), t.accent},
                 {QStringLiteral("onAccent"), t.onAccent},
                 {QStringLiteral("selection"), t.selection},
                 {QStringLiteral("scroll"), mixed(t.panel, t.faint, 0.5)},
                 {QStringLiteral("warningSurface"), t.warningSurface},
                 {QStringLiteral("warning"), t.warning},
                 {QStringLiteral("criticalSurface"), t.criticalSurface},
                 {QStringLiteral("critical"), t.critical}});
}

} // namespace pilothouse
