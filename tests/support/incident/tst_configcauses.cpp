// The causes of what AWS Config recorded of the sample incident, against what the generator says.
#include "model/config/causes.h"
#include "model/ingest/loader.h"
#include "tests/support/incident/incident.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <algorithm>
#include <map>

using namespace trailloupe;
using config::Cause;
using config::CauseConfidence;
using incident::ItemReason;
using incident::ItemTruth;

class ConfigCausesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { test::failOnAnyWarning(); }
    void everyChangeNamesWhatDidIt();
    void noStateNamesWhatDidNot();
    void theOpenedPortLeadsToItsCallAndBack();

private:
    struct Told
    {
        config::ResourceNo resource;
        std::uint32_t item = 0;
        const ItemTruth* truth = nullptr;
        config::ItemCauses found;
    };
    std::string eventId(RowId row) const;
    static bool isAmong(const std::string& id, const ItemTruth& truth)
    {
        return std::ranges::find(truth.causes, id) != truth.causes.end();
    }
    static std::string nameOf(const Told& told)
    {
        return told.truth->resource.type + ' ' + told.truth->resource.id + ' '
            + told.truth->captured;
    }

    incident::Incident m_incident;
    ingest::Evidence m_evidence;
    config::ResourcesPtr m_resources;
    std::shared_ptr<const config::Causes> m_causes;
    std::vector<Told> m_told;
};

void ConfigCausesTest::initTestCase()
{
    m_incident = incident::makeIncident();
    ingest::LoadRequest request;
    request.paths = {test::sourcePath("resources/sample-incident").toStdString()};
    auto loaded = ingest::load(request, JobContext(), [](const ingest::Evidence&) {});
    QVERIFY_OK(loaded);
    m_evidence = *std::move(loaded);
    auto resources = config::Resources::make(m_evidence.items, JobContext());
    QVERIFY_OK(resources);
    m_resources = *std::move(resources);
    auto causes = config::Causes::make(m_evidence.store, m_resources, JobContext());
    QVERIFY_OK(causes);
    m_causes = *std::move(causes);

    std::map<incident::ResourceKey, std::vector<const ItemTruth*>> truths;
    for (const ItemTruth& truth : m_incident.items)
        truths[truth.resource].push_back(&truth);
    for (const auto& [key, items] : truths) {
        const auto no = m_resources->find(key.account, key.region, key.type, key.id);
        QVERIFY2(no, key.id.c_str());
        auto found = m_causes->causesOfResource(*no, JobContext());
        QVERIFY_OK(found);
        QCOMPARE(found->size(), items.size());
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            if (items[i]->reason != ItemReason::Repeat)
                m_told.push_back({*no, i, items[i], std::move((*found)[i])});
        }
    }
    QVERIFY(!m_told.empty());
}

std::string ConfigCausesTest::eventId(RowId row) const
{
    std::string id;
    m_evidence.store->value(row, *m_evidence.store->paths().find("eventID"), id);
    return id;
}

void ConfigCausesTest::everyChangeNamesWhatDidIt()
{
    std::size_t changes = 0;
    for (const Told& told : m_told) {
        if (told.truth->causes.empty() || !told.truth->isNamed)
            continue;
        ++changes;
        const std::string name = nameOf(told);
        QVERIFY2(!told.found.causes.empty(), name.c_str());
        QVERIFY2(isAmong(eventId(told.found.causes.front().event), *told.truth), name.c_str());
        QVERIFY2(!told.found.causes.front().reasons.empty(), name.c_str());
    }
    QVERIFY(changes > 100);
}

void ConfigCausesTest::noStateNamesWhatDidNot()
{
    for (const Told& told : m_told) {
        for (const Cause& cause : told.found.causes) {
            const std::string id = eventId(cause.event);
            QVERIFY2(isAmong(id, *told.truth), (nameOf(told) + ' ' + id).c_str());
        }
        QVERIFY2(told.found.isSearched(), nameOf(told).c_str());
    }
}

// From the rule that was added to the call that added it, and from the call to the state.
void ConfigCausesTest::theOpenedPortLeadsToItsCallAndBack()
{
    const auto opened = std::ranges::find_if(m_told, [](const Told& told) {
        return told.truth->resource.type == "AWS::EC2::SecurityGroup"
            && told.truth->reason == ItemReason::Change
            && told.truth->what.find("port 22 is opened for 0.0.0.0/0") != std::string::npos;
    });
    QVERIFY(opened != m_told.end());
    const Cause& cause = opened->found.causes.front();
    QVERIFY(cause.confidence == CauseConfidence::Certain);
    const auto states = m_causes->statesOf(cause.event, JobContext());
    QVERIFY_OK(states);
    QVERIFY(std::ranges::any_of(*states, [&](const config::CauseLink& link) {
        return link.resource == opened->resource && link.item == opened->item
            && link.confidence == CauseConfidence::Certain;
    }));
}

QTEST_GUILESS_MAIN(ConfigCausesTest)
#include "tst_configcauses.moc"
