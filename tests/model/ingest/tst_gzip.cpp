#include "model/ingest/gzip.h"
#include "tests/support/fixtures.h"
#include "tests/support/testsupport.h"

#include <QTest>

#include <random>

using namespace trailloupe;
using namespace trailloupe::ingest;

namespace {

using Code = Issue::Code;

// Text that compresses about as logs do.
std::string logText(std::size_t bytes, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::string text = R"({"Records":[)";
    while (text.size() < bytes)
        text += R"({"eventVersion":"1.08","eventID":")" + std::to_string(random())
            + R"(","eventName":"DescribeInstances","awsRegion":"eu-west-1"},)";
    text.resize(bytes);
    return text;
}

QByteArray bytesOf(const ByteBuffer& buffer)
{
    return QByteArray(buffer.data(), static_cast<qsizetype>(buffer.size()));
}

QByteArray bytesOf(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

Limits smallLimits()
{
    Limits limits;
    limits.wholeTextBytes = 1u << 20;
    limits.bombTextBytes = 4u << 20;
    return limits;
}

std::unique_ptr<GunzipStream> streamOver(std::string stored, const Limits& limits = {},
                                         std::size_t step = SIZE_MAX)
{
    return std::make_unique<GunzipStream>(
        std::make_unique<test::StringStream>(std::move(stored), step), limits);
}

} // namespace

class TestGzip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void gzipIsKnownByItsFirstBytes();
    void everyShapeIsReadAlikeWholeAndAsAStream_data();
    void everyShapeIsReadAlikeWholeAndAsAStream();
    void everyCutKeepsTheTextBeforeIt();
    void everyFlippedByteIsSurvived();
    void aReaderReadsManySourcesIntoOneBuffer();
    void aTrailerThatLiesAboutTheSizeIsNotBelieved();
    void moreTextThanMayBeHeldNeedsAStream();
    void aBombNeedsAStreamAndTheStreamEndsIt();
    void aStreamEndsAtTheLimitOfASource();
    void aStreamOfExactlyTheLimitIsWhole();
    void aStreamPassesOnTheErrorOfItsSource();
};

void TestGzip::gzipIsKnownByItsFirstBytes()
{
    QVERIFY(looksLikeGzip(test::gzip("")));
    QVERIFY(!looksLikeGzip(""));
    QVERIFY(!looksLikeGzip("\x1F\x8B"));
    QVERIFY(!looksLikeGzip("{\"Records\":[]}"));
    QVERIFY(!looksLikeGzip("version https://git-lfs.github.com/spec/v1"));
}

void TestGzip::everyShapeIsReadAlikeWholeAndAsAStream_data()
{
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("issues"); // codes and offsets
    const auto row = [](const char* name, const std::string& stored, const std::string& text,
                        GzipOutcome::Status status, const QString& issues) {
        QTest::newRow(name) << bytesOf(stored) << bytesOf(text) << int(status) << issues;
    };

    const std::string log = logText(100'000);
    const std::string sound = test::gzip(log);
    const QString none;
    row("one member", sound, log, GzipOutcome::Whole, none);
    row("stored, not compressed", test::gzip(log, 0), log, GzipOutcome::Whole, none);
    row("no content", test::gzip(""), "", GzipOutcome::Whole, none);
    row("two members", sound + test::gzip("second"), log + "second", GzipOutcome::Whole, none);
    row("empty members between",
        test::gzip("") + test::gzip("a") + test::gzip("") + test::gzip("b"), "ab",
        GzipOutcome::Whole, none);

    std::string manyMembers;
    std::string manyTexts;
    for (unsigned i = 0; i < 50; ++i) {
        manyTexts += logText(5000, i);
        manyMembers += test::gzip(logText(5000, i));
    }
    row("fifty members", manyMembers, manyTexts, GzipOutcome::Whole, none);

    std::string header("\x1F\x8B\x08\x1E\0\0\0\0\0\xFF", 10); // extra, name, comment, checksum
    header += std::string("\x05\0hello", 7) + std::string("trail.json\0", 11)
        + std::string("a comment\0", 10) + "\x12\x34";
    row("every optional header", header + sound.substr(10), log, GzipOutcome::Whole, none);

    row("zero padding", sound + std::string(512, '\0'), log, GzipOutcome::Whole,
        QStringLiteral("gzip-trailing-bytes at 100000\n"));
    row("other bytes follow", sound + "<html>", log, GzipOutcome::Whole,
        QStringLiteral("gzip-trailing-bytes at 100000\n"));
    row("one byte follows", sound + "\x1F", log, GzipOutcome::Whole,
        QStringLiteral("gzip-trailing-bytes at 100000\n"));

    std::string wrongChecksum = sound;
    wrongChecksum[wrongChecksum.size() - 6] ^= 1;
    row("wrong checksum", wrongChecksum, log, GzipOutcome::Whole,
        QStringLiteral("gzip-checksum at 0\n"));
    row("wrong checksum, then a sound member", wrongChecksum + test::gzip("more"), log + "more",
        GzipOutcome::Whole, QStringLiteral("gzip-checksum at 0\n"));
    row("two wrong checksums", wrongChecksum + wrongChecksum, log + log, GzipOutcome::Whole,
        QStringLiteral("gzip-checksum at 0 ×2\n"));
    std::string wrongLength = sound;
    wrongLength[wrongLength.size() - 1] ^= 1;
    row("wrong length", wrongLength, log, GzipOutcome::Whole,
        QStringLiteral("gzip-checksum at 0\n"));

    row("cut in the checksum", sound.substr(0, sound.size() - 3), log, GzipOutcome::Whole,
        QStringLiteral("gzip-truncated at 100000\n"));
    row("cut in the header", sound.substr(0, 6), "", GzipOutcome::Failed,
        QStringLiteral("gzip-truncated at 0\n"));
    row("second member cut in its header", sound + sound.substr(0, 5), log, GzipOutcome::Partial,
        QStringLiteral("gzip-truncated at 100000\n"));
    row("nothing but the magic number", sound.substr(0, 3), "", GzipOutcome::Failed,
        QStringLiteral("gzip-truncated at 0\n"));
    std::string reserved = sound;
    reserved[3] = '\x80';
    row("unknown flags", reserved, "", GzipOutcome::Failed, QStringLiteral("gzip-corrupt at 0\n"));
    row("garbage in the second member", sound + sound.substr(0, 10) + std::string(40, '\xFF'), log,
        GzipOutcome::Partial, QStringLiteral("gzip-corrupt at 100000\n"));
}

void TestGzip::everyShapeIsReadAlikeWholeAndAsAStream()
{
    QFETCH(QByteArray, stored);
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    QFETCH(QString, issues);
    const auto placesOf = [](const std::vector<Issue>& list) {
        QString places;
        for (QString line : test::issuesAsText(list).split(u'\n', Qt::SkipEmptyParts))
            places += line.section(QStringLiteral(": "), 0, 0) + u'\n';
        return places;
    };

    GzipReader reader;
    ByteBuffer whole;
    const GzipOutcome outcome = reader.inflate(
        std::string_view(stored.constData(), std::size_t(stored.size())), Limits(), whole);
    QCOMPARE(bytesOf(whole), text);
    QCOMPARE(int(outcome.status), status);
    QCOMPARE(placesOf(outcome.issues), issues);

    for (const std::size_t step : {std::size_t{1}, std::size_t{7}, SIZE_MAX}) {
        for (const std::size_t capacity : {std::size_t{13}, std::size_t{65536}}) {
            auto stream = streamOver(stored.toStdString(), Limits(), step);
            const Result<std::string> read = test::readAll(*stream, capacity);
            QVERIFY_OK(read);
            QCOMPARE(bytesOf(*read), text);
            QCOMPARE(placesOf(stream->issues()), issues);
            QCOMPARE(stream->isWhole(), status == GzipOutcome::Whole);
            QCOMPARE(stream->textBytes(), std::uint64_t(text.size()));
        }
    }
}

void TestGzip::everyCutKeepsTheTextBeforeIt()
{
    const std::string log = logText(6000);
    const std::string stored = test::gzip(log);
    GzipReader reader;
    ByteBuffer text;
    std::size_t longest = 0;
    for (std::size_t cut = 3; cut < stored.size(); ++cut) {
        const GzipOutcome outcome = reader.inflate(stored.substr(0, cut), Limits(), text);
        QVERIFY(text.view() == std::string_view(log).substr(0, text.size()));
        QCOMPARE_GE(text.size(), longest);
        longest = text.size();
        QCOMPARE(outcome.issues.size(), std::size_t{1});
        QVERIFY(outcome.issues[0].code == Code::GzipTruncated);
        QCOMPARE(outcome.issues[0].offset, std::uint64_t(text.size()));
    }
    QCOMPARE(longest, log.size());
}

void TestGzip::everyFlippedByteIsSurvived()
{
    const std::string log = logText(3000);
    const std::string stored = test::gzip(log);
    GzipReader reader;
    ByteBuffer text;
    for (std::size_t at = 0; at < stored.size(); ++at) {
        for (const int bit : {0, 3, 7}) {
            std::string damaged = stored;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
            const GzipOutcome outcome = reader.inflate(damaged, Limits(), text);
            auto stream = streamOver(damaged);
            const Result<std::string> streamed = test::readAll(*stream);
            QVERIFY_OK(streamed);
            QCOMPARE(bytesOf(*streamed), bytesOf(text));
            if (bytesOf(text) != bytesOf(log))
                QVERIFY2(!outcome.issues.empty(), qPrintable(QString::number(at)));
        }
    }
}

void TestGzip::aReaderReadsManySourcesIntoOneBuffer()
{
    GzipReader reader;
    ByteBuffer text;
    std::mt19937 random(7);
    std::size_t capacity = 0;
    for (unsigned i = 0; i < 200; ++i) {
        const std::string log = logText(random() % 50'000, i);
        const GzipOutcome outcome = reader.inflate(test::gzip(log), Limits(), text);
        QCOMPARE(int(outcome.status), int(GzipOutcome::Whole));
        QVERIFY(outcome.issues.empty());
        QVERIFY(text.view() == log);
        QCOMPARE_GE(text.capacity(), capacity); // given back by nobody
        capacity = text.capacity();
        for (std::size_t pad = 0; pad < ByteBuffer::kPadding; ++pad)
            QCOMPARE(int(text.data()[text.size() + pad]), 0);
    }
}

void TestGzip::aTrailerThatLiesAboutTheSizeIsNotBelieved()
{
    const std::string log = logText(400'000);
    for (const std::uint32_t claim : {0u, 1u, 399'999u, 400'001u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
        std::string stored = test::gzip(log);
        for (unsigned i = 0; i < 4; ++i)
            stored[stored.size() - 4 + i] = static_cast<char>(claim >> (8 * i));
        GzipReader reader;
        ByteBuffer text;
        const GzipOutcome outcome = reader.inflate(stored, Limits(), text);
        QVERIFY(text.view() == log);
        QCOMPARE(outcome.issues.size(), std::size_t{1});
        QVERIFY(outcome.issues[0].code == Code::GzipChecksum);
        QCOMPARE_LT(text.capacity(), std::size_t{65} << 20);
    }
}

void TestGzip::moreTextThanMayBeHeldNeedsAStream()
{
    const Limits limits = smallLimits();
    GzipReader reader;
    ByteBuffer text;
    const std::string exact = logText(limits.wholeTextBytes);
    QCOMPARE(int(reader.inflate(test::gzip(exact), limits, text).status), int(GzipOutcome::Whole));
    QVERIFY(text.view() == exact);

    const std::string longer = logText(limits.wholeTextBytes + 1);
    const std::string inTwo =
        test::gzip(longer.substr(0, 600'000)) + test::gzip(longer.substr(600'000));
    std::string damaged = test::gzip(longer);
    damaged[damaged.size() - 5] ^= 1;
    for (const std::string& stored : {test::gzip(longer), inTwo, damaged}) {
        const GzipOutcome outcome = reader.inflate(stored, limits, text);
        QCOMPARE(int(outcome.status), int(GzipOutcome::NeedsStream));
        QVERIFY(text.empty());
        QVERIFY(outcome.issues.empty());
        QCOMPARE_LT(text.capacity(), std::size_t{3} << 20);
        auto stream = streamOver(stored, limits);
        const Result<std::string> streamed = test::readAll(*stream);
        QVERIFY_OK(streamed);
        QVERIFY(*streamed == longer);
    }
}

void TestGzip::aBombNeedsAStreamAndTheStreamEndsIt()
{
    const Limits limits = smallLimits();
    const std::string bomb = test::gzipBomb(64u << 20);
    GzipReader reader;
    ByteBuffer text;
    QCOMPARE(int(reader.inflate(bomb, limits, text).status), int(GzipOutcome::NeedsStream));
    QCOMPARE_LT(text.capacity(), std::size_t{3} << 20);

    auto stream = streamOver(bomb, limits);
    const Result<std::string> streamed = test::readAll(*stream);
    QVERIFY_OK(streamed);
    QCOMPARE_GT(streamed->size(), std::size_t(limits.bombTextBytes));
    QCOMPARE_LT(streamed->size(), std::size_t(limits.bombTextBytes) + (1u << 20));
    QCOMPARE(stream->issues().size(), std::size_t{1});
    QVERIFY(stream->issues()[0].code == Code::GzipBomb);
    QVERIFY(!stream->isWhole());
    char byte = 0;
    const Result<std::size_t> after = stream->read(&byte, 1);
    QVERIFY_OK(after);
    QCOMPARE(*after, std::size_t{0});
}

void TestGzip::aStreamEndsAtTheLimitOfASource()
{
    Limits limits;
    limits.sourceTextBytes = 50'000;
    const std::string log = logText(50'001);
    auto stream = streamOver(test::gzip(log), limits);
    const Result<std::string> streamed = test::readAll(*stream, 7000);
    QVERIFY_OK(streamed);
    QVERIFY(*streamed == log.substr(0, 50'000));
    QCOMPARE(stream->issues().size(), std::size_t{1});
    QVERIFY(stream->issues()[0].code == Code::TooLarge);
    QCOMPARE(stream->issues()[0].offset, std::uint64_t{50'000});
    QVERIFY(!stream->isWhole());
}

void TestGzip::aStreamOfExactlyTheLimitIsWhole()
{
    Limits limits;
    limits.sourceTextBytes = 50'000;
    auto stream = streamOver(test::gzip(logText(50'000)), limits);
    const Result<std::string> streamed = test::readAll(*stream, 7000);
    QVERIFY_OK(streamed);
    QCOMPARE(streamed->size(), std::size_t{50'000});
    QVERIFY(stream->issues().empty());
    QVERIFY(stream->isWhole());
}

void TestGzip::aStreamPassesOnTheErrorOfItsSource()
{
    GunzipStream stream(
        std::make_unique<test::StringStream>(test::gzip(logText(100'000), 0), 4096, 20'000),
        Limits());
    const Result<std::string> streamed = test::readAll(stream);
    QVERIFY(!streamed.ok());
    QVERIFY(streamed.error().kind == Error::Kind::Io);
    QCOMPARE_GT(stream.textBytes(), std::uint64_t{10'000});
}

QTEST_GUILESS_MAIN(TestGzip)
#include "tst_gzip.moc"
