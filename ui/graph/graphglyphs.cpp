#include "ui/graph/graphglyphs.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>

namespace trailloupe::ui::graph {

namespace {

struct Rule
{
    std::string_view begin; // of the type, behind "AWS::"
    Glyph glyph;
};

// The first that fits; particular types stand before their service.
constexpr std::array kRules{
    Rule{"EC2::Instance", Glyph::Compute},
    Rule{"EC2::LaunchTemplate", Glyph::Compute},
    Rule{"EC2::SecurityGroup", Glyph::Guard},
    Rule{"EC2::NetworkAcl", Glyph::Guard},
    Rule{"EC2::Volume", Glyph::Storage},
    Rule{"EC2::Snapshot", Glyph::Storage},
    Rule{"EC2::KeyPair", Glyph::Key},
    Rule{"EC2::FlowLog", Glyph::Log},
    Rule{"EC2::InternetGateway", Glyph::Gateway},
    Rule{"EC2::NatGateway", Glyph::Gateway},
    Rule{"EC2::EgressOnlyInternetGateway", Glyph::Gateway},
    Rule{"EC2::VPNGateway", Glyph::Gateway},
    Rule{"EC2::CustomerGateway", Glyph::Gateway},
    Rule{"EC2::TransitGateway", Glyph::Gateway},
    Rule{"EC2::EIP", Glyph::Gateway},
    Rule{"EC2::", Glyph::Network},
    Rule{"ElasticLoadBalancing", Glyph::Gateway},
    Rule{"ApiGateway", Glyph::Gateway},
    Rule{"CloudFront::", Glyph::Gateway},
    Rule{"Route53", Glyph::Network},
    Rule{"NetworkFirewall::", Glyph::Guard},
    Rule{"WAF", Glyph::Guard},
    Rule{"Shield", Glyph::Guard},
    Rule{"GuardDuty::", Glyph::Guard},
    Rule{"Config::", Glyph::Log},
    Rule{"AutoScaling::", Glyph::Compute},
    Rule{"ECS::", Glyph::Compute},
    Rule{"EKS::", Glyph::Compute},
    Rule{"ECR::", Glyph::Storage},
    Rule{"ElasticBeanstalk::", Glyph::Compute},
    Rule{"Batch::", Glyph::Compute},
    Rule{"SSM::ManagedInstance", Glyph::Compute},
    Rule{"IAM::", Glyph::Identity},
    Rule{"SSO::", Glyph::Identity},
    Rule{"Cognito::", Glyph::Identity},
    Rule{"KMS::", Glyph::Key},
    Rule{"ACM", Glyph::Key},
    Rule{"SecretsManager::", Glyph::Key},
    Rule{"S3", Glyph::Storage},
    Rule{"EFS::", Glyph::Storage},
    Rule{"FSx::", Glyph::Storage},
    Rule{"Backup::", Glyph::Storage},
    Rule{"RDS::", Glyph::Database},
    Rule{"DynamoDB::", Glyph::Database},
    Rule{"Redshift", Glyph::Database},
    Rule{"ElastiCache::", Glyph::Database},
    Rule{"Neptune::", Glyph::Database},
    Rule{"Athena::", Glyph::Database},
    Rule{"Glue::", Glyph::Database},
    Rule{"OpenSearch::", Glyph::Database},
    Rule{"Elasticsearch::", Glyph::Database},
    Rule{"Lambda::", Glyph::Function},
    Rule{"StepFunctions::", Glyph::Function},
    Rule{"Events::", Glyph::Function},
    Rule{"SNS::", Glyph::Function},
    Rule{"SQS::", Glyph::Function},
    Rule{"Kinesis", Glyph::Function},
    Rule{"CloudTrail::", Glyph::Log},
    Rule{"CloudWatch::", Glyph::Log},
    Rule{"Logs::", Glyph::Log},
    Rule{"CloudFormation::", Glyph::Other},
};

// Everything below is drawn in a square of 16.
QPainterPath bricks()
{
    QPainterPath path;
    path.addRoundedRect(3, 3, 10, 10, 1.5, 1.5);
    for (const double at : {5.5, 10.5}) {
        path.moveTo(at, 3);
        path.lineTo(at, 0.8);
        path.moveTo(at, 13);
        path.lineTo(at, 15.2);
        path.moveTo(3, at);
        path.lineTo(0.8, at);
        path.moveTo(13, at);
        path.lineTo(15.2, at);
    }
    return path;
}

QPainterPath net()
{
    QPainterPath path;
    path.addEllipse(QPointF(8, 3.2), 2.2, 2.2);
    path.addEllipse(QPointF(3.2, 12.6), 2.2, 2.2);
    path.addEllipse(QPointF(12.8, 12.6), 2.2, 2.2);
    path.moveTo(7, 5.2);
    path.lineTo(4.2, 10.6);
    path.moveTo(9, 5.2);
    path.lineTo(11.8, 10.6);
    path.moveTo(5.4, 12.6);
    path.lineTo(10.6, 12.6);
    return path;
}

QPainterPath gate()
{
    QPainterPath path;
    path.addEllipse(QPointF(8, 8), 6.6, 6.6);
    path.moveTo(4.4, 8);
    path.lineTo(11.6, 8);
    path.moveTo(9, 5.4);
    path.lineTo(11.6, 8);
    path.lineTo(9, 10.6);
    return path;
}

QPainterPath shield()
{
    QPainterPath path;
    path.moveTo(8, 1.2);
    path.lineTo(13.8, 3.4);
    path.lineTo(13.8, 8);
    path.quadTo(13.4, 12.6, 8, 15);
    path.quadTo(2.6, 12.6, 2.2, 8);
    path.lineTo(2.2, 3.4);
    path.closeSubpath();
    return path;
}

QPainterPath person()
{
    QPainterPath path;
    path.addEllipse(QPointF(8, 4.6), 3.2, 3.2);
    path.moveTo(2, 15);
    path.quadTo(2.2, 9.6, 8, 9.6);
    path.quadTo(13.8, 9.6, 14, 15);
    return path;
}

QPainterPath key()
{
    QPainterPath path;
    path.addEllipse(QPointF(4.8, 8), 3.6, 3.6);
    path.moveTo(8.4, 8);
    path.lineTo(15, 8);
    path.lineTo(15, 11);
    path.moveTo(12, 8);
    path.lineTo(12, 10.4);
    return path;
}

QPainterPath bucket()
{
    QPainterPath path;
    path.moveTo(1.8, 3.6);
    path.lineTo(14.2, 3.6);
    path.lineTo(12.4, 14.4);
    path.lineTo(3.6, 14.4);
    path.closeSubpath();
    path.moveTo(2.4, 7);
    path.lineTo(13.6, 7);
    return path;
}

QPainterPath drum()
{
    QPainterPath path;
    path.addEllipse(QRectF(2.4, 1.2, 11.2, 4.6));
    path.moveTo(2.4, 3.5);
    path.lineTo(2.4, 12.6);
    path.arcTo(QRectF(2.4, 10.3, 11.2, 4.6), 180, 180);
    path.lineTo(13.6, 3.5);
    path.moveTo(2.4, 8);
    path.arcTo(QRectF(2.4, 5.7, 11.2, 4.6), 180, 180);
    return path;
}

QPainterPath bolt()
{
    QPainterPath path;
    path.moveTo(9.4, 1);
    path.lineTo(3, 9.2);
    path.lineTo(7.4, 9.2);
    path.lineTo(6.4, 15);
    path.lineTo(13, 6.6);
    path.lineTo(8.4, 6.6);
    path.closeSubpath();
    return path;
}

QPainterPath sheet()
{
    QPainterPath path;
    path.addRoundedRect(2.6, 1.2, 10.8, 13.6, 1.5, 1.5);
    for (const double y : {5.0, 8.0, 11.0}) {
        path.moveTo(5.2, y);
        path.lineTo(10.8, y);
    }
    return path;
}

QPainterPath cube()
{
    QPainterPath path;
    path.moveTo(8, 1.2);
    path.lineTo(14, 4.6);
    path.lineTo(14, 11.4);
    path.lineTo(8, 14.8);
    path.lineTo(2, 11.4);
    path.lineTo(2, 4.6);
    path.closeSubpath();
    path.moveTo(2, 4.6);
    path.lineTo(8, 8);
    path.lineTo(14, 4.6);
    path.moveTo(8, 8);
    path.lineTo(8, 14.8);
    return path;
}

const QPainterPath& pathOf(Glyph glyph)
{
    static const std::array paths{bricks(), net(),  gate(), shield(), person(), key(),
                                  bucket(), drum(), bolt(), sheet(),  cube()};
    return paths[static_cast<std::size_t>(glyph)];
}

} // namespace

Glyph glyphOf(std::string_view resourceType)
{
    constexpr std::string_view kVendor = "AWS::";
    if (resourceType.starts_with(kVendor))
        resourceType.remove_prefix(kVendor.size());
    const auto it = std::ranges::find_if(
        kRules, [&](const Rule& rule) { return resourceType.starts_with(rule.begin); });
    return it == kRules.end() ? Glyph::Other : it->glyph;
}

const QColor& glyphColor(Glyph glyph, const ThemeColors& colors)
{
    // blue, amber, green, violet, red, grey
    switch (glyph) {
    case Glyph::Network:
    case Glyph::Gateway:
        return colors.series[0];
    case Glyph::Compute:
    case Glyph::Function:
        return colors.series[1];
    case Glyph::Storage:
    case Glyph::Database:
        return colors.series[2];
    case Glyph::Identity:
        return colors.series[3];
    case Glyph::Guard:
    case Glyph::Key:
        return colors.series[4];
    case Glyph::Log:
    case Glyph::Other:
        break;
    }
    return colors.series[5];
}

void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& rect, const QColor& color)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.topLeft());
    painter.scale(rect.width() / 16, rect.height() / 16);
    painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(pathOf(glyph));
    painter.restore();
}

} // namespace trailloupe::ui::graph
