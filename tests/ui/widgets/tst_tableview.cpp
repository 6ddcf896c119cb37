// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/roles.h"
#include "ui/widgets/pixels.h"
#include "ui/widgets/tableview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include <limits>

using namespace pilothouse;

namespace {

// Rows of a name, a link and a bar; resets itself on demand.
class Rows : public QAbstractTableModel {
public:
    explicit Rows(const QStringList &names)
        : m_names(names)
    {
    }

    void replace(const QStringList &names)
    {
        beginResetModel();
        m_names = names;
        endResetModel();
    }

    int rowCount(const QModelIndex &parent = QModelIndex()) const override
    {
        return parent.isValid() ? 0 : int(m_names.size());
    }
    int columnCount(const QModelIndex &) const override { return 3; }
    QVariant headerData(int section, Qt::Orientation, int role) const override
    {
        return role == Qt::DisplayRole ? QStringLiteral("Column %1").arg(section) : QVariant();
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role == IdRole)
            return m_names[index.row()];
        if (role == LinkRole)
            return index.column() == 1;
        if (role == StateRole && index.column() == 0)
            return int(state);
        if (role == BarRole && index.column() == 2)
            return bar;
        if (role == StaleRole)
            return stale;
        if (role == SubTextRole && index.column() == 1)
            return QStringLiteral("sub");
        if (role != Qt::DisplayRole)
            return QVariant();
        const QStringList cells{m_names[index.row()], QStringLiteral("job\t1"),
                                QStringLiteral("9 %")};
        return cells[index.column()];
    }
    void sort(int column, Qt::SortOrder) override { sortedBy = column; }

    State state = State::None;
    double bar = 0.5;
    bool stale = false;
    int sortedBy = -1;

private:
    QStringList m_names;
};

QStringList numbered(int count)
{
    QStringList names;
    for (int i = 0; i < count; ++i)
        names << QStringLiteral("n%1").arg(i);
    return names;
}

} // namespace

class TestTableView : public QObject {
    Q_OBJECT

    Theme m_theme;

    std::unique_ptr<TableView> viewOf(QAbstractItemModel &model)
    {
        auto view = std::make_unique<TableView>(m_theme);
        view->setModel(&model);
        view->resize(400, 300);
        view->show();
        return view;
    }

    static QStringList selected(const TableView &view)
    {
        QStringList names;
        for (const QModelIndex &index : view.selectionModel()->selectedRows())
            names << index.data().toString();
        names.sort();
        return names;
    }

private Q_SLOTS:
    void rowsAre24PixelsHigh()
    {
        Rows rows(numbered(3));
        const auto view = viewOf(rows);
        QCOMPARE(view->rowHeight(0), 24);
        QVERIFY(!view->showGrid());
    }

    void aClickOnTheHeaderSorts()
    {
        Rows rows(numbered(3));
        const auto view = viewOf(rows);
        const QHeaderView *header = view->horizontalHeader();
        const QPoint at(header->sectionViewportPosition(2) + 20, 10);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, Qt::NoModifier, at);
        QCOMPARE(rows.sortedBy, 2);
    }

    void copiesTheSelectedRowsAsShown()
    {
        Rows rows(numbered(3));
        rows.state = State::Ok;
        const auto view = viewOf(rows);
        view->horizontalHeader()->moveSection(2, 0);
        view->selectRow(1);
        QCOMPARE(view->selectionAsText(), QStringLiteral("9 %\tn1\tjob 1 sub"));
        view->setColumnHidden(1, true);
        view->selectAll();
        QTest::keySequence(view.get(), QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("9 %\tn0\n9 %\tn1\n9 %\tn2"));
    }

    void aResetKeepsSelectionCurrentRowAndPlace()
    {
        Rows rows(numbered(200));
        const auto view = viewOf(rows);
        view->selectRow(100);
        view->selectionModel()->select(rows.index(102, 0),
                                       QItemSelectionModel::Select | QItemSelectionModel::Rows);
        const int place = view->verticalScrollBar()->value();
        QVERIFY(place > 0);
        QStringList changed = numbered(200);
        changed.removeAt(3);
        changed.removeOne(QStringLiteral("n102"));
        rows.replace(changed);
        QCOMPARE(selected(*view), QStringList{QStringLiteral("n100")});
        QCOMPARE(view->currentIndex().data().toString(), QStringLiteral("n100"));
        QCOMPARE(view->verticalScrollBar()->value(), place);
    }

    void keepsNoPlaceOfAModelThatItNoLongerShows()
    {
        Rows first(numbered(3));
        Rows second(numbered(3));
        const auto view = viewOf(first);
        view->selectRow(1);
        view->setModel(&second);
        first.replace(numbered(2));
        QVERIFY(selected(*view).isEmpty());
        second.replace(numbered(3));
        QVERIFY(selected(*view).isEmpty());
    }

    void enterActivatesRowsAndOpensLinks()
    {
        Rows rows(numbered(3));
        const auto view = viewOf(rows);
        QSignalSpy activated(view.get(), &QAbstractItemView::activated);
        QSignalSpy link(view.get(), &TableView::linkActivated);
        view->setCurrentIndex(rows.index(1, 0));
        QTest::keyClick(view.get(), Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(link.count(), 0);
        view->setCurrentIndex(rows.index(1, 1));
        QTest::keyClick(view.get(), Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(link.count(), 1);
    }

    void aClickOnALinkOpensItButNotWithAModifier()
    {
        Rows rows(numbered(3));
        const auto view = viewOf(rows);
        QSignalSpy link(view.get(), &TableView::linkActivated);
        const QPoint at = view->visualRect(rows.index(1, 1)).center();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::ControlModifier, at);
        QCOMPARE(link.count(), 0);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier, at);
        QCOMPARE(link.count(), 1);
        const QPoint beside = view->visualRect(rows.index(1, 0)).center();
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier, beside);
        QCOMPARE(link.count(), 1);
    }

    void theColumnMenuHidesButNeverTheLastColumn()
    {
        Rows rows(numbered(1));
        const auto view = viewOf(rows);
        QMenu *menu = view->columnMenu();
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 3);
        menu->actions()[0]->trigger();
        menu->actions()[1]->trigger();
        QVERIFY(view->isColumnHidden(0) && view->isColumnHidden(1));
        Q_EMIT menu->aboutToShow();
        QVERIFY(!menu->actions()[2]->isEnabled());
        menu->actions()[0]->trigger();
        QVERIFY(!view->isColumnHidden(0));
    }

    void drawsBarsMarksLinksAndStaleRows()
    {
        Rows rows(numbered(2));
        rows.state = State::Critical;
        const auto view = viewOf(rows);
        const ThemeTokens &tokens = m_theme.tokens();
        const auto picture = [&] { return view->viewport()->grab().toImage(); };
        const QRect barCell = view->visualRect(rows.index(0, 2));
        const int half = test::pixelsOf(picture(), tokens.bar, barCell);
        QVERIFY(half > 100);
        rows.bar = 1.0;
        QCOMPARE(test::pixelsOf(picture(), tokens.bar, barCell), 2 * half);
        rows.bar = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(test::pixelsOf(picture(), tokens.bar, barCell), 0);
        QVERIFY(test::pixelsOf(picture(), tokens.critical, view->visualRect(rows.index(0, 0)))
                > 10);
        const QRect link = view->visualRect(rows.index(0, 1));
        QVERIFY(test::pixelsNear(picture(), tokens.accent, link) > 5);
        rows.stale = true;
        QCOMPARE(test::pixelsNear(picture(), tokens.accent, link), 0);
    }

    void anEmptyTableSaysWhyAndWhatToDo()
    {
        Rows rows({});
        const auto view = viewOf(rows);
        const QColor text = m_theme.tokens().text;
        QCOMPARE(test::pixelsOf(view->viewport()->grab().toImage(), text), 0);
        view->setEmptyState(EmptyState::Kind::Empty, QStringLiteral("No accelerator matches"),
                            QStringLiteral("Remove a word."));
        QVERIFY(test::pixelsOf(view->viewport()->grab().toImage(), text) > 50);
        QCOMPARE(view->accessibleDescription(), QStringLiteral("No accelerator matches"));
        rows.replace(numbered(1));
        rows.stale = true;
        QCOMPARE(test::pixelsOf(view->viewport()->grab().toImage(), text), 0);
    }
};

QTEST_MAIN(TestTableView)
#include "tst_tableview.moc"
