#include "model/ingest/sourcequeue.h"
#include "tests/support/testsupport.h"

#include <QTest>

using namespace trailloupe;
using namespace trailloupe::ingest;

namespace {

// One batch of sources; before it says that there are no more, something else happens.
class TreeOfOneBatch : public SourceTree
{
public:
    TreeOfOneBatch(std::size_t count, std::function<void()> beforeTheEnd)
        : m_count(count)
        , m_beforeTheEnd(std::move(beforeTheEnd))
    { }

    void next(std::size_t, std::vector<Source>& out, const JobContext&) override
    {
        if (m_count == 0)
            m_beforeTheEnd();
        for (; m_count > 0; --m_count)
            out.push_back({.path = std::to_string(m_count)});
    }
    std::unique_ptr<SourceReader> makeReader() override { return nullptr; }
    std::uint64_t knownTotal() const override { return 0; }
    const std::string& origin() const override { return m_origin; }

private:
    std::string m_origin;
    std::size_t m_count;
    std::function<void()> m_beforeTheEnd;
};

} // namespace

class TestSourceQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    // All sources are read before the listing learns that there are no others.
    void progressEndsAtTheTotalHoweverFastTheReadersAre()
    {
        std::vector<Progress> reports;
        const JobContext context({},
                                 [&](const Progress& progress) { reports.push_back(progress); });
        std::unique_ptr<SourceQueue> queue;
        const auto readAll = [&queue] {
            std::vector<QueuedSource> batch;
            for (int left = 3; left > 0; left -= static_cast<int>(batch.size())) {
                QVERIFY(queue->take(batch));
                for (std::size_t i = 0; i < batch.size(); ++i)
                    queue->done();
            }
        };
        queue = std::make_unique<SourceQueue>(std::make_unique<TreeOfOneBatch>(3, readAll),
                                              ArchiveOpener(), context);
        queue->list();
        QVERIFY(!reports.empty());
        QCOMPARE(reports.back().done, std::uint64_t{3});
        QCOMPARE(reports.back().total, std::uint64_t{3});
        std::vector<QueuedSource> batch;
        QVERIFY(!queue->take(batch));
    }

    void nothingToReadReportsNothing()
    {
        int reports = 0;
        const JobContext context({}, [&](const Progress&) { ++reports; });
        SourceQueue queue(std::make_unique<TreeOfOneBatch>(0, [] {}), ArchiveOpener(), context);
        queue.list();
        QCOMPARE(reports, 0);
    }
};

QTEST_GUILESS_MAIN(TestSourceQueue)
#include "tst_sourcequeue.moc"
