#include "ui/detail/summaryview.h"

#include "model/workspace/resourcelinks.h"
#include "ui/common/pivotmenu.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/summarywords.h"

#include <QContextMenuEvent>
#include <QEvent>
#include <QFontDatabase>
#include <QMenu>
#include <QScrollBar>
#include <QTextCursor>
#include <QTextTable>
#include <QUrl>

#include <algorithm>
#include <optional>

namespace trailloupe::ui {
namespace {

using query::FieldTree;
using Kind = JsonDocument::Kind;

const QString kRawScheme = QStringLiteral("toggle-raw");
constexpr int kCellPadding = 2;
const QString kFieldsScheme = QStringLiteral("all-fields");
const QString kResourceScheme = QStringLiteral("resource");

QString yesNo(bool value)
{
    return value ? SummaryView::tr("yes") : SummaryView::tr("no");
}

QString clipped(const QString& text)
{
    if (text.size() <= SummaryView::kMaxValueLength)
        return text;
    return SummaryView::tr("%1\u2026 (%2 of %3 characters; all of them in the fields)")
        .arg(text.left(SummaryView::kMaxValueLength), countText(SummaryView::kMaxValueLength),
             countText(static_cast<quint64>(text.size())));
}

} // namespace

struct SummaryView::Row
{
    QString label;
    QString value; // visible text
    quint32 node = FieldTree::kNone; // of the value, where it has a decoded form
    QString how; // "URL-encoded › JSON": `value` is decoded this way
    bool isRaw = false; // the decoded form exists and is not the one shown
    bool isBlock = false; // several lines in the fixed font
    std::optional<workspace::PivotValue> pivot = std::nullopt; // what can be asked about it
    std::optional<config::ResourceNo> resource = std::nullopt; // that AWS Config recorded
};

struct SummaryView::Section
{
    QString title;
    std::vector<Row> rows;
    std::size_t total = 0; // values there are, when more than the rows
    bool isBad = false;

    // `column`: where the value stands, for what can be asked about it.
    void add(const QString& label, const std::string& value, const char* column = nullptr)
    {
        if (value.empty())
            return;
        rows.push_back({label, clipped(visible(value)), FieldTree::kNone, {}, false, false});
        if (const auto field = column ? workspace::fieldOf(column) : std::nullopt)
            rows.back().pivot = workspace::PivotValue{*field, value};
    }
};

SummaryView::SummaryView(workspace::Investigation& investigation, QWidget* parent)
    : QTextBrowser(parent)
    , m_investigation(investigation)
{
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setFrameShape(NoFrame);
    setAccessibleName(tr("Summary of the event"));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard
                            | Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    document()->setDocumentMargin(12);
    connect(this, &QTextBrowser::anchorClicked, this, &SummaryView::follow);
    connect(&investigation, &workspace::Investigation::resourcesChanged, this,
            &SummaryView::render);
}

void SummaryView::setDetail(std::shared_ptr<const query::EventDetail> detail,
                            std::shared_ptr<const store::EventStore> events, const TimeText& time)
{
    m_detail = std::move(detail);
    m_events = std::move(events);
    m_time = time;
    m_shownRaw.clear();
    render();
    verticalScrollBar()->setValue(0);
}

void SummaryView::clearDetail()
{
    m_detail.reset();
    m_events.reset();
    m_pivots.clear();
    clear();
}

SummaryView::Section SummaryView::contextSection() const
{
    const query::EventSummary& event = m_detail->summary;
    Section section;
    section.title = tr("Context");
    if (event.seconds)
        section.rows.push_back({tr("Time"),
                                m_time.dateTimeWithZone(*event.seconds),
                                FieldTree::kNone,
                                {},
                                false,
                                false});
    else
        section.add(tr("Time"), event.time);
    section.add(tr("Account"), event.accountId, "account");
    section.add(tr("Region"), event.region, "awsRegion");
    section.add(tr("Service"), event.action.source, "eventSource");
    section.add(tr("Source IP"), event.via.sourceIp, "sourceIPAddress");
    section.add(tr("User agent"), event.via.userAgent, "userAgent");
    section.add(tr("VPC endpoint"), event.via.vpcEndpointId, "vpcEndpointId");
    section.add(tr("TLS"), event.via.tlsVersion);
    section.add(tr("Caller"), event.actor.arn, "userIdentity.arn");
    if (!event.actor.arn.empty())
        section.rows.back().resource = resourceNamed({.type = {}, .name = event.actor.arn});
    section.add(tr("Caller type"), event.actor.type, "userIdentity.type");
    section.add(tr("Principal ID"), event.actor.principalId, "userIdentity.principalId");
    section.add(tr("Access key"), event.actor.accessKeyId, "userIdentity.accessKeyId");
    section.add(tr("Role"), event.actor.issuerArn, "userIdentity.sessionContext.sessionIssuer.arn");
    if (!event.actor.issuerArn.empty())
        section.rows.back().resource = resourceNamed({.type = {}, .name = event.actor.issuerArn});
    section.add(tr("Session since"), event.actor.sessionCreated);
    if (event.actor.mfa)
        section.add(tr("MFA"), yesNo(*event.actor.mfa).toStdString());
    section.add(tr("Source identity"), event.actor.sourceIdentity,
                "userIdentity.sessionContext.sourceIdentity");
    section.add(tr("Identity provider"), event.actor.identityProvider);
    section.add(tr("On behalf of"), event.actor.onBehalfOf);
    section.add(tr("Credentials issued to"), event.actor.issuedTo);
    section.add(tr("Invoked by"), event.actor.invokedBy, "userIdentity.invokedBy");
    section.add(tr("Instance metadata"), event.actor.imds);
    section.add(tr("Event type"), event.action.type, "eventType");
    section.add(tr("Category"), event.action.category, "eventCategory");
    section.add(tr("Event ID"), event.eventId, "eventID");
    section.add(tr("Request ID"), event.requestId, "requestID");
    section.add(tr("Shared event ID"), event.sharedEventId, "sharedEventID");
    section.add(tr("Corrects event"), event.originalEventId);
    section.add(tr("Why it came late"), event.addendumReason);
    return section;
}

SummaryView::Section SummaryView::errorSection() const
{
    const query::EventSummary& event = m_detail->summary;
    Section section;
    section.title = tr("Error");
    section.isBad = true;
    section.add(tr("Code"), event.action.errorCode, "errorCode");
    section.add(tr("Message"), event.action.errorMessage, "errorMessage");
    for (const query::OmittedField& omitted : event.omitted) {
        QString text = tr("left out by AWS because it was too large");
        if (!omitted.originalSize.empty())
            text = tr("left out by AWS because it was too large (%1 bytes)")
                       .arg(visible(omitted.originalSize));
        section.rows.push_back({visible(omitted.field), text, FieldTree::kNone, {}, false, false});
    }
    if (section.rows.empty() && event.action.outcome != query::Outcome::Success)
        section.rows.push_back(
            {tr("Outcome"), outcomeWord(event.action.outcome), FieldTree::kNone, {}, false, false});
    return section;
}

SummaryView::Section SummaryView::targetSection() const
{
    Section section;
    section.title = tr("Resources");
    section.total = m_detail->summary.targets.size();
    for (const query::ResourceRef& resource : m_detail->summary.targets) {
        if (section.rows.size() == kMaxValues)
            break;
        section.add(resource.type.empty() ? tr("not typed") : resourceTypeWords(resource.type),
                    resource.name, "resource");
        if (!resource.name.empty())
            section.rows.back().resource = resourceNamed(resource);
    }
    return section;
}

// The leaves below a top-level member, in document order.
SummaryView::Section SummaryView::fieldSection(const QString& title, std::string_view member) const
{
    Section section;
    section.title = title;
    const FieldTree& tree = *m_detail->fields;
    const std::uint32_t root = tree.document().member(0, member);
    if (root == FieldTree::kNone || tree.node(root).kind == Kind::Null)
        return section;
    const std::string prefix = tree.exactPath(root);
    const std::uint64_t end = tree.node(root).offset + tree.node(root).length;
    for (std::uint32_t i = root; i < tree.nodeCount() && tree.node(i).offset < end; ++i) {
        const auto& node = tree.node(i);
        if (node.childCount > 0)
            continue;
        ++section.total;
        if (section.rows.size() == kMaxValues)
            continue;
        Row row;
        std::string path = tree.exactPath(i);
        path.erase(
            0,
            std::min(prefix.size()
                         + (path.size() > prefix.size() && path[prefix.size()] == '.' ? 1 : 0),
                     path.size()));
        row.label = visible(path.empty() ? std::string(member) : path);
        const bool isText = node.kind == Kind::String;
        const std::string raw = isText ? node.text : std::string(tree.json(i));
        std::optional<query::DecodedValue> decoded;
        if (isText || node.kind == Kind::Number)
            decoded = query::decodeValue(node.key, raw, node.kind == Kind::Number);
        if (decoded && !m_shownRaw.contains(i)) {
            row.value = decoded->seconds
                ? m_time.dateTimeWithZone(*decoded->seconds)
                : visibleText(clipped(QString::fromStdString(decoded->text)), LineBreaks::Kept);
            row.isBlock = !decoded->seconds;
        } else {
            row.value = clipped(visible(raw));
            row.isRaw = decoded.has_value();
        }
        if (isText || node.kind == Kind::Number || node.kind == Kind::True
            || node.kind == Kind::False) {
            if (const auto steps = store::PathTable::parse(tree.path(i)))
                row.pivot = workspace::PivotValue{workspace::fieldOf(*steps), raw};
            if (isText && !decoded)
                row.resource = resourceNamed({.type = {}, .name = raw});
        }
        if (decoded) {
            row.node = i;
            row.how = wrappingWords(decoded->how);
        }
        section.rows.push_back(std::move(row));
    }
    return section;
}

void SummaryView::render()
{
    const int scroll = verticalScrollBar()->value();
    clear();
    m_pivots.clear();
    if (!m_detail)
        return;
    document()->setDefaultFont(font());
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    const std::vector<Section> sections = {
        errorSection(),
        targetSection(),
        fieldSection(tr("Request"), "requestParameters"),
        fieldSection(tr("Response"), "responseElements"),
        fieldSection(tr("Additional data"), "additionalEventData"),
        fieldSection(tr("Service event"), "serviceEventDetails"),
        fieldSection(tr("Insight"), "insightDetails"),
        contextSection(),
    };
    for (const Section& section : sections)
        if (!section.rows.empty())
            insertSection(cursor, section);
    cursor.endEditBlock();
    setTextCursor(QTextCursor(document())); // else it stays behind the text and pulls the view down
    verticalScrollBar()->setValue(scroll);
}

void SummaryView::insertSection(QTextCursor& cursor, const Section& section)
{
    const ThemeColors& colors = themeColors(palette());
    QTextBlockFormat block;
    block.setTopMargin(cursor.atStart() ? 0 : 14);
    block.setBottomMargin(4);
    block.setLeftMargin(kCellPadding);
    QTextCharFormat heading;
    heading.setFontWeight(QFont::DemiBold);
    heading.setForeground(section.isBad ? colors.bad : colors.text);
    if (!cursor.atStart())
        cursor.insertBlock();
    cursor.setBlockFormat(block);
    cursor.insertText(section.title, heading);

    QTextTableFormat tableFormat;
    tableFormat.setBorder(0);
    tableFormat.setCellPadding(kCellPadding);
    tableFormat.setCellSpacing(0);
    tableFormat.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    tableFormat.setColumnWidthConstraints({QTextLength(QTextLength::PercentageLength, 36),
                                           QTextLength(QTextLength::PercentageLength, 64)});
    QTextTable* table = cursor.insertTable(static_cast<int>(section.rows.size()), 2, tableFormat);
    QTextCharFormat label;
    label.setForeground(colors.muted);
    for (std::size_t i = 0; i < section.rows.size(); ++i) {
        const int row = static_cast<int>(i);
        table->cellAt(row, 0).firstCursorPosition().insertText(section.rows[i].label, label);
        QTextCursor value = table->cellAt(row, 1).firstCursorPosition();
        insertValue(value, section.rows[i]);
    }
    m_pivots.push_back({table, {}});
    for (const Row& row : section.rows)
        m_pivots.back().rows.push_back(row.pivot);
    cursor.movePosition(QTextCursor::End);
    if (section.total > section.rows.size()) {
        QTextCharFormat link;
        link.setAnchor(true);
        link.setAnchorHref(kFieldsScheme + QLatin1Char(':'));
        link.setForeground(colors.accent);
        cursor.insertText(tr("%1 of %2 values \u2013 show all in the fields")
                              .arg(countText(section.rows.size()), countText(section.total)),
                          link);
    }
}

void SummaryView::insertValue(QTextCursor& cursor, const Row& row)
{
    const ThemeColors& colors = themeColors(palette());
    QTextCharFormat value;
    value.setForeground(colors.text);
    if (row.isBlock) {
        const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        value.setFontFamilies(fixed.families());
        value.setFontFixedPitch(true);
        value.setBackground(colors.alternate);
    }
    // Line separators keep a value in one block, so that copying it gives its lines back.
    if (row.resource) {
        value.setAnchor(true);
        value.setAnchorHref(
            QStringLiteral("%1:%2").arg(kResourceScheme).arg(row.resource->value()));
        value.setForeground(colors.accent);
    }
    QString text = row.value;
    cursor.insertText(text.replace(u'\n', QChar::LineSeparator), value);
    if (row.node == FieldTree::kNone)
        return;
    cursor.insertBlock();
    QTextCharFormat note;
    note.setForeground(colors.muted);
    cursor.insertText(row.isRaw ? tr("raw, as it stands") + QStringLiteral("  ")
                                : tr("decoded: %1").arg(row.how) + QStringLiteral("  "),
                      note);
    QTextCharFormat link;
    link.setAnchor(true);
    link.setAnchorHref(QStringLiteral("%1:%2").arg(kRawScheme).arg(row.node));
    link.setForeground(colors.accent);
    cursor.insertText(row.isRaw ? tr("show decoded") : tr("show raw"), link);
}

void SummaryView::follow(const QUrl& link)
{
    if (link.scheme() == kFieldsScheme) {
        Q_EMIT fieldsRequested();
        return;
    }
    bool isNumber = false;
    const quint32 number = link.path().toUInt(&isNumber);
    if (!isNumber)
        return;
    if (link.scheme() == kResourceScheme)
        return showResource(config::ResourceNo(number));
    if (link.scheme() != kRawScheme)
        return;
    if (!m_shownRaw.remove(number))
        m_shownRaw.insert(number);
    render();
}

// As it was right after the event.
void SummaryView::showResource(config::ResourceNo resource)
{
    const auto& all = m_investigation.resources();
    if (!all || resource.index() >= all->size() || !m_detail || !m_events)
        return;
    workspace::showResource(m_investigation, resource,
                            workspace::momentAfter(*all, resource, *m_events, m_detail->row));
}

// What a value names, where AWS Config recorded it; of several the first, the menu has them all.
std::optional<config::ResourceNo> SummaryView::resourceNamed(const query::ResourceRef& ref) const
{
    const auto& all = m_investigation.resources();
    if (!all || all->size() == 0 || !m_events)
        return std::nullopt;
    const auto found = workspace::resourcesNamed(*all, m_events, m_detail->row, ref);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

// Of the line under the pointer. Words made for people are no values of the event.
std::optional<workspace::PivotValue> SummaryView::pivotAt(const QPoint& point) const
{
    const QTextCursor cursor = cursorForPosition(point);
    const QTextTable* table = cursor.currentTable();
    const auto pivots = std::ranges::find(m_pivots, table, &Pivots::table);
    if (!table || pivots == m_pivots.end())
        return std::nullopt;
    const int row = table->cellAt(cursor).row();
    if (row < 0 || static_cast<std::size_t>(row) >= pivots->rows.size())
        return std::nullopt;
    const auto& pivot = pivots->rows[static_cast<std::size_t>(row)];
    const auto column = pivot ? workspace::columnOf(*m_events, pivot->field) : std::nullopt;
    if (!column)
        return std::nullopt;
    const auto values = workspace::pivotValues(m_events, m_detail->row, *column);
    const bool isThere =
        std::ranges::find(values, pivot->value, &workspace::PivotValue::value) != values.end();
    return isThere ? pivot : std::nullopt;
}

void SummaryView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (m_detail && m_events) {
        if (const auto value = pivotAt(event->pos())) {
            addPivotActions(menu, m_investigation, {*value});
            addColumnAction(menu, m_investigation, *m_events, value->field);
            menu->addSeparator();
        }
        addFollowActions(menu, m_investigation, m_events, m_detail->row);
        menu->addSeparator();
    }
    QMenu* standard = createStandardContextMenu(event->pos());
    connect(menu, &QObject::destroyed, standard, &QObject::deleteLater);
    menu->addActions(standard->actions());
    menu->popup(event->globalPos());
}

void SummaryView::changeEvent(QEvent* event)
{
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        render();
}

} // namespace trailloupe::ui
