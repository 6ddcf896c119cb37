// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/auditpage.h"

#include "models/errortext.h"
#include "models/roles.h"
#include "models/text.h"
#include "ui/charts/chartexport.h"
#include "ui/pages/auditdetail.h"
#include "ui/pages/tablesetup.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/filterline.h"
#include "ui/widgets/tableview.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace pilothouse {

AuditPage::AuditPage(const PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_feed(context.center.auditFile())
    , m_title(new QLabel)
    , m_filter(new FilterLine(context.theme))
    , m_verify(new QPushButton)
    , m_columns(new QPushButton)
    , m_export(new QPushButton)
    , m_chain(new Chip(context.theme))
    , m_about(new ElidedLabel(context.theme))
    , m_model(new AuditTable(this))
    , m_view(new TableView(context.theme))
    , m_detail(new AuditDetail(context.theme))
{
    makeLayout();
    connectAll();
    retranslate();
}

void AuditPage::makeLayout()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    layout->setSpacing(space::kMedium);
    auto *header = new QHBoxLayout;
    header->setSpacing(space::kMedium);
    m_title->setFont(theme().font(fontsize::kHeadline, QFont::DemiBold));
    header->addWidget(m_title);
    header->addWidget(m_filter, 1);
    header->addWidget(m_columns);
    header->addWidget(m_export);
    layout->addLayout(header);
    auto *chain = new QHBoxLayout;
    chain->setSpacing(space::kMedium);
    m_chain->setObjectName(QStringLiteral("auditChain"));
    m_about->setTone(ElidedLabel::Tone::Muted);
    chain->addWidget(m_chain);
    chain->addWidget(m_about, 1);
    chain->addWidget(m_verify);
    layout->addLayout(chain);
    auto *frame = new Card(theme());
    setUpTable(*m_view, *m_model, "audit", 0, Qt::DescendingOrder); // the newest first
    const QHeaderView *order = m_view->horizontalHeader();
    m_model->sort(order->sortIndicatorSection(), order->sortIndicatorOrder());
    frame->addContent(m_view);
    layout->addWidget(frame, 1);
    layout->addWidget(m_detail);
}

void AuditPage::connectAll()
{
    constexpr int kEveryMs = 1000;
    m_timer.setInterval(kEveryMs);
    connect(&m_timer, &QTimer::timeout, &m_feed, &AuditFeed::refresh);
    connect(&m_feed, &AuditFeed::changed, this, &AuditPage::onAudit);
    connect(m_verify, &QPushButton::clicked, &m_feed, &AuditFeed::verify);
    connect(m_filter, &FilterLine::changed, this, [this] {
        applyFilter();
        Q_EMIT addressChanged();
    });
    connect(m_columns, &QPushButton::clicked, this, [this] {
        m_view->columnMenu()->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height())));
    });
    connect(m_export, &QPushButton::clicked, this, &AuditPage::exportMenu);
    connect(m_view, &TableView::customContextMenuRequested, this, [this](const QPoint &position) {
        QMenu menu;
        menu.addAction(tr("Copy"), m_view, &TableView::copySelection);
        menu.exec(m_view->viewport()->mapToGlobal(position));
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &AuditPage::showDetail);
}

void AuditPage::open(const QString &address)
{
    if (address.startsWith(u'?'))
        m_filter->setText(address.mid(1));
    Q_EMIT addressChanged();
}

QString AuditPage::address() const
{
    const QString filter = m_filter->text().trimmed();
    return filter.isEmpty() ? QString() : QString(u'?' + filter);
}

void AuditPage::refresh() { } // the log has a pace of its own

void AuditPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_feed.verify();
    m_timer.start();
}

void AuditPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_timer.stop();
}

void AuditPage::retranslate()
{
    m_title->setText(tr("Audit"));
    m_filter->setPlaceholderText(tr("Filter, such as who:root target:4711 outcome:refused"));
    m_verify->setText(tr("Verify again"));
    m_verify->setToolTip(tr("Goes through the whole chain from the first record."));
    m_columns->setText(tr("Columns"));
    m_export->setText(tr("Export"));
    m_model->retranslate();
    onAudit();
}

void AuditPage::onAudit()
{
    const AuditView &audit = *m_feed.view();
    if (audit.checked == 0)
        m_view->setEmptyState(EmptyState::Kind::Loading, tr("Reading the audit log"), {});
    else if (audit.error && audit.error->code != ErrorCode::NotFound)
        m_view->setEmptyState(EmptyState::Kind::Failed, tr("The audit log cannot be read"),
                              errorText(*audit.error));
    else if (audit.entries.empty())
        m_view->setEmptyState(EmptyState::Kind::Empty, tr("Nothing was done yet"),
                              tr("Each step of a plan that you confirm leaves its record here."));
    else
        m_view->setEmptyState(EmptyState::Kind::Empty, tr("No record matches"),
                              tr("Change the filter, or press Escape in it."));
    m_model->setAudit(m_feed.view());
    m_filter->setKeys(m_model->filterKeys());
    if (!m_view->currentIndex().isValid() && m_model->rowCount() > 0)
        m_view->selectRow(0);
    showChain();
    showDetail();
    updateCounts();
}

void AuditPage::showChain()
{
    const AuditView &audit = *m_feed.view();
    QString about = text::from(center().auditFile().string());
    if (audit.checked == 0 || (audit.error && audit.error->code == ErrorCode::NotFound)) {
        m_chain->setState(State::None);
        m_chain->setText(audit.checked == 0 ? tr("Verifying…") : tr("No record yet"));
    } else if (audit.error) {
        m_chain->setState(State::Critical);
        m_chain->setText(tr("Not verified"));
        about = errorText(*audit.error);
    } else if (audit.broken) {
        m_chain->setState(State::Critical);
        m_chain->setText(tr("Broken at record %1")
                             .arg(text::count(static_cast<qint64>(audit.broken->sequence))));
        about = AuditTable::breakText(*audit.broken)
            + tr(". Verified up to record %1. What comes after is shown, and must not be relied "
                 "on.")
                  .arg(text::count(static_cast<qint64>(audit.verified.sequence)));
    } else {
        m_chain->setState(audit.knowsEnd ? State::Ok : State::Warning);
        m_chain->setText(tr("Verified up to record %1")
                             .arg(text::count(static_cast<qint64>(audit.verified.sequence))));
        about = audit.knowsEnd
            ? tr("whole chain at %1 • %2").arg(text::moment(audit.checked), about)
            : tr("audit.head is missing beside it: whether records were cut off is not known.");
    }
    m_about->setText(about);
}

void AuditPage::showDetail()
{
    const QVariant id = m_view->currentIndex().data(IdRole);
    const AuditEntryPtr entry = id.isValid() ? m_model->entry(id.toULongLong()) : nullptr;
    m_detail->show(entry);
}

void AuditPage::applyFilter()
{
    const Filter filter = parseFilter(m_filter->text(), m_model->filterKeys());
    m_filter->setError(filter.error);
    m_model->setFilter(filter);
    updateCounts();
}

void AuditPage::updateCounts()
{
    m_filter->setCount(
        tr("%1 of %2").arg(text::count(m_model->rowCount()), text::count(m_model->total())));
}

void AuditPage::exportMenu()
{
    QMenu menu;
    const auto about = [this] {
        ExportContext shown;
        shown.title = tr("Audit");
        shown.range = text::dateTime(nowMicros());
        shown.filters = m_filter->text();
        shown.center = center().name();
        return shown;
    };
    ChartExport::addExportActions(
        menu, theme(),
        {.picture = nullptr, .table = [this] { return tableOf(*m_model); }, .context = about});
    menu.exec(m_export->mapToGlobal(QPoint(0, m_export->height())));
}

} // namespace pilothouse
