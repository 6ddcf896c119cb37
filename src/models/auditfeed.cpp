// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/auditfeed.h"

#include <QCoreApplication>
#include <QPointer>
#include <algorithm>

namespace pilothouse {

AuditFeed::AuditFeed(std::filesystem::path file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_view(std::make_shared<AuditView>())
    , m_thread([this](const std::stop_token &stop) { work(stop); })
{
}

AuditFeed::~AuditFeed()
{
    m_thread.request_stop();
    m_thread.join();
}

void AuditFeed::refresh()
{
    wish(Wish::New);
}

void AuditFeed::verify()
{
    wish(Wish::All);
}

void AuditFeed::wish(Wish wish)
{
    {
        const std::lock_guard lock(m_mutex);
        m_wish = std::max(m_wish, wish);
    }
    m_wake.notify_one();
}

void AuditFeed::work(const std::stop_token &stop)
{
    for (;;) {
        Wish wish = Wish::None;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return m_wish != Wish::None; }))
                return;
            wish = std::exchange(m_wish, Wish::None);
        }
        AuditViewPtr view = read(wish);
        if (view == nullptr)
            continue;
        QMetaObject::invokeMethod(
            this,
            [this, view = std::move(view)] {
                m_view = view;
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    }
}

// Null: nothing changed.
AuditViewPtr AuditFeed::read(Wish wish)
{
    const bool anew = wish == Wish::All || !m_reader || m_reader->moved();
    if (anew) {
        const std::optional<Error> before = std::exchange(m_known, {}).error;
        m_known.error = reopen();
        m_known.checked = nowMicros();
        if (m_known.error) {
            const bool known = wish == Wish::New && m_known.error == before;
            return known ? nullptr : std::make_shared<AuditView>(m_known);
        }
    }
    bool news = anew;
    m_reader->follow([this, &news](const AuditRecord &record) {
        news = true;
        take(record);
        return true;
    });
    const AuditChain &chain = m_reader->chain();
    if (!news && chain.broken() == m_known.broken && m_reader->knowsEnd() == m_known.knowsEnd)
        return nullptr;
    m_known.verified = chain.verified();
    m_known.broken = chain.broken();
    m_known.knowsEnd = m_reader->knowsEnd();
    return std::make_shared<AuditView>(m_known);
}

std::optional<Error> AuditFeed::reopen()
{
    m_reader.reset();
    auto reader = AuditReader::open(m_file);
    if (!reader)
        return reader.error();
    m_reader = std::move(*reader);
    return std::nullopt;
}

void AuditFeed::take(const AuditRecord &record)
{
    std::vector<AuditEntryPtr> &entries = m_known.entries;
    if (record.isIntent()) {
        if (entries.size() == 2 * AuditView::kMost) {
            entries.erase(entries.begin(),
                          entries.begin() + static_cast<std::ptrdiff_t>(AuditView::kMost));
            m_known.cut += AuditView::kMost;
        }
        entries.push_back(std::make_shared<AuditEntry>(AuditEntry{record, std::nullopt}));
        return;
    }
    const auto found = std::ranges::lower_bound(
        entries, record.intent, {}, [](const AuditEntryPtr &at) { return at->intent.sequence; });
    if (found != entries.end() && (*found)->intent.sequence == record.intent)
        *found = std::make_shared<AuditEntry>(AuditEntry{(*found)->intent, record});
}

} // namespace pilothouse
