#include "ui/querybar/querybar.h"

#include "model/query/completion.h"
#include "model/query/fieldnames.h"
#include "ui/common/barwords.h"
#include "ui/common/filteredit.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/querybar/filterchips.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace trailloupe::ui {

using workspace::Filter;
using workspace::Filtering;
using workspace::Investigation;
using workspace::Workspace;

namespace {

constexpr int kPatienceMs = 600;
constexpr int kGoingOnMs = 400;
constexpr qsizetype kMostDifferences = 3; // in the line

bool isBlank(const std::string& text)
{
    return text.find_first_not_of(' ') == std::string::npos;
}

QString formName(query::TextForm form)
{
    switch (form) {
    case query::TextForm::Bar:
        return QueryBar::tr("the filter bar");
    case query::TextForm::FilterPattern:
        return QueryBar::tr("a CloudWatch filter pattern");
    case query::TextForm::LogsInsights:
        return QueryBar::tr("Logs Insights");
    case query::TextForm::Athena:
        return QueryBar::tr("an Athena WHERE");
    case query::TextForm::Jq:
        return QueryBar::tr("jq");
    }
    return {};
}

} // namespace

QueryBar::QueryBar(Workspace& workspace, Investigation& investigation, const Filtering& filtering,
                   const workspace::Catalog& catalog, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_investigation(investigation)
    , m_filtering(filtering)
    , m_catalog(catalog)
    , m_edit(new FilterEdit(this))
    , m_chips(new FilterChips(investigation, this))
    , m_count(new QLabel(this))
    , m_viewsButton(new QToolButton(this))
    , m_messageRow(new QWidget(this))
    , m_message(new QLabel(m_messageRow))
    , m_mend(new QToolButton(m_messageRow))
{
    setObjectName(QStringLiteral("topStrip"));
    setAttribute(Qt::WA_StyledBackground);
    m_edit->setPlaceholderText(
        tr("Filter events, e.g. eventSource:iam* outcome:failure   (Ctrl+L)"));
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_edit->installEventFilter(this);
    m_count->setTextFormat(Qt::PlainText);
    m_count->setAccessibleName(tr("Events that fit"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_mend->setObjectName(QStringLiteral("mend"));
    m_mend->setAccessibleName(tr("Mend the filter"));
    // As high as the chips that it takes the place of: what is below stays where it is.
    m_messageRow->setMinimumHeight(QToolButton().sizeHint().height());

    m_viewsButton->setIcon(icon(QStringLiteral("preset")));
    m_viewsButton->setText(tr("Views ▾"));
    m_viewsButton->setAccessibleName(tr("Views"));
    m_viewsButton->setToolTip(tr("Saved views, and questions to begin with"));
    m_viewsButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_viewsButton->setAutoRaise(true);
    m_viewsButton->setPopupMode(QToolButton::InstantPopup);
    m_viewsButton->setFocusPolicy(Qt::TabFocus);
    m_viewsButton->hide();

    auto* line = new QHBoxLayout;
    line->setSpacing(12);
    line->addWidget(m_edit, 1);
    line->addWidget(m_viewsButton);
    line->addWidget(m_count);
    auto* row = new QHBoxLayout(m_messageRow);
    row->setContentsMargins(4, 0, 0, 0);
    row->addWidget(m_message, 1);
    row->addWidget(m_mend);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 6, 10, 6);
    layout->setSpacing(5);
    layout->addLayout(line);
    layout->addWidget(m_messageRow);
    layout->addWidget(m_chips);
    m_messageRow->hide();
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    m_goingOn.setSingleShot(true);
    m_goingOn.setInterval(kGoingOnMs);

    connect(m_edit, &QLineEdit::textChanged, this, &QueryBar::apply);
    connect(&m_patience, &QTimer::timeout, this, &QueryBar::settle);
    connect(&m_goingOn, &QTimer::timeout, this, &QueryBar::putInForce);
    connect(m_mend, &QToolButton::clicked, this, &QueryBar::mend);
    connect(m_edit, &QLineEdit::inputRejected, this, &QueryBar::sayTooLong);
    connect(m_chips, &FilterChips::editRequested, this, &QueryBar::editChip);
    connect(m_chips, &FilterChips::refused, this, &QueryBar::sayTooLong);
    connect(&m_investigation, &Investigation::filterChanged, this, &QueryBar::follow);
    connect(&m_filtering, &Filtering::resultChanged, this, &QueryBar::showCount);
    connect(&m_filtering, &Filtering::runningChanged, this, &QueryBar::showCount);
    connect(&m_workspace, &Workspace::stateChanged, this, [this] {
        // What was being typed was about another export.
        if (m_workspace.state() == Workspace::State::Loading
            || m_workspace.state() == Workspace::State::Empty)
            showInForce();
        showCount();
    });
    connect(&m_catalog, &workspace::Catalog::changed, this, [this] {
        if (m_refused)
            return;
        if (m_read.isPattern && !hasError())
            offerBarForm();
        else if (!m_patience.isActive() && !hasError())
            sayRisk();
    });
    m_read = workspace::readFilterText({}, m_investigation.zone());
    follow();
    showCount();
    showColors();
}

void QueryBar::setSuggesting(bool suggesting)
{
    m_suggesting = suggesting;
    if (suggesting)
        m_patience.stop();
    else
        m_patience.start();
}

void QueryBar::setCompleting(workspace::Completing& completing)
{
    m_completing = &completing;
    connect(m_completing, &workspace::Completing::offerChanged, this, &QueryBar::hearOffer);
}

void QueryBar::setViews(QMenu* menu)
{
    m_viewsButton->setMenu(menu);
    m_viewsButton->show();
}

void QueryBar::focusEdit()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void QueryBar::apply(const QString& text)
{
    m_goingOn.stop();
    m_read = workspace::readFilterText(text, m_investigation.zone());
    m_edit->setMark(std::nullopt);
    m_edit->setWarnings({});
    m_risk.reset();
    m_refused = false;
    m_chips->setEditable(!hasError() && !m_read.isPattern);
    if (hasError()) {
        // What is already said is said anew at once.
        if (m_messageRow->isVisible() && m_tone == Tone::Error)
            sayError();
        else
            m_patience.start();
        return;
    }
    showMessage(false);
    m_patience.start();
    if (m_read.isPattern)
        offerBarForm();
    if (mayGoOn())
        m_goingOn.start();
    else
        putInForce();
}

// "eventN" is on its way to a field, "eventName:Run" to a value; found as they stand, both would
// empty the page for a moment.
bool QueryBar::mayGoOn() const
{
    const std::string text = m_edit->text().toStdString();
    if (m_read.isPattern || text.size() > workspace::Completing::kMostText
        || m_edit->text() == m_investigation.filter().text)
        return false;
    const auto cursor = m_edit->text().left(m_edit->cursorPosition()).toStdString().size();
    const auto place =
        query::completionPlace(text, cursor, workspace::barOptions(m_investigation.zone()));
    if (place.kind == query::CompletionPlace::Kind::Value)
        return m_completing && m_completing->isRunning(); // then hearOffer() tells
    return query::mayBecomeCondition(*m_catalog.current(), place);
}

void QueryBar::hearOffer()
{
    const auto& [place, suggestions, matching] = m_completing->offer();
    if (m_goingOn.isActive() && place.kind == query::CompletionPlace::Kind::Value
        && !query::mayBecomeValue(place, suggestions))
        putInForce();
}

void QueryBar::putInForce()
{
    m_goingOn.stop();
    Filter filter = m_investigation.filter();
    filter.text = m_edit->text();
    const QScopedValueRollback applying(m_applying, true);
    m_investigation.setFilter(filter);
}

// The line is as it was.
void QueryBar::sayTooLong()
{
    m_refused = true;
    m_patience.stop();
    m_mend->hide();
    say(tr("The text is longer than a filter may be (64 KiB). It was not taken; nothing has "
           "changed."),
        Tone::Error);
}

// Nothing was typed for a while.
void QueryBar::settle()
{
    if (m_suggesting || m_refused)
        return;
    if (hasError())
        sayError();
    else
        sayRisk();
}

void QueryBar::sayError()
{
    m_patience.stop();
    if (!hasError())
        return;
    m_edit->setMark(charSpan(m_edit->text(), m_read.where()));
    const QString inForce = visibleText(m_investigation.filter().text);
    say((m_read.barError ? barErrorWords(*m_read.barError)
                         : patternErrorWords(*m_read.patternError))
            + u' '
            + (inForce.isEmpty() ? tr("Until then nothing is filtered by text.")
                                 : tr("Until then this stays in force: %1").arg(inForce)),
        Tone::Error);
    const auto& fix = m_read.fix();
    m_mend->setVisible(fix.has_value());
    m_mend->setToolTip({});
    if (fix)
        m_mend->setText(fix->empty()        ? tr("Remove it")
                            : isBlank(*fix) ? tr("Write a space")
                                            : tr("Write %1").arg(QString::fromStdString(*fix)));
}

// Those of the pattern that hold for what is open; what changes the answer first.
std::vector<query::PatternWarning> QueryBar::warnings() const
{
    using Code = query::PatternWarning::Code;
    std::vector<query::PatternWarning> found = m_read.warnings;
    const query::FieldCatalog& catalog = *m_catalog.current();
    std::erase_if(found, [&](const query::PatternWarning& warning) {
        const auto field = query::parseField(warning.detail);
        if (warning.code != Code::DropsWithoutField || !field || catalog.events() == 0)
            return false;
        const auto coverage = catalog.coverage(*field);
        return coverage && coverage->events == catalog.events();
    });
    std::stable_partition(found.begin(), found.end(), [](const query::PatternWarning& warning) {
        return warning.code >= Code::DropsWithoutField;
    });
    return found;
}

// A pattern works as it is; the bar's own words are easier to go on with.
void QueryBar::offerBarForm()
{
    std::vector<CharSpan> places;
    const auto found = warnings();
    for (const query::PatternWarning& warning : found)
        places.push_back(charSpan(m_edit->text(), warning.where));
    m_edit->setWarnings(std::move(places));
    if (found.empty())
        say(tr("CloudWatch filter pattern, with the meaning it has there"), Tone::Note);
    else
        say(tr("CloudWatch filter pattern, with the meaning it has there. %1")
                .arg(patternWarningWords(found.front())),
            Tone::Warning);
    const query::Conversion bar = query::convert(*m_read.predicate, query::TextForm::Bar);
    m_mend->setVisible(bar.text.has_value());
    m_mend->setText(bar.losses.empty() ? tr("Write for the bar")
                                       : tr("Write for the bar (%n difference(s))", nullptr,
                                            static_cast<int>(bar.losses.size())));
    m_mend->setToolTip(toolTipText(visibleText(QString::fromStdString(bar.text.value_or("")))
                                   + u'\n' + lossWords(bar.losses)));
}

// The filter can be read and is in force; it hardly means what it says.
void QueryBar::sayRisk()
{
    if (m_read.isPattern)
        return;
    const std::string text = m_edit->text().toStdString();
    auto risks = query::risksOf(text, m_read.terms, *m_read.predicate, m_catalog.current().get());
    std::vector<CharSpan> places;
    for (const query::Risk& risk : risks)
        places.push_back(charSpan(m_edit->text(), risk.where));
    m_edit->setWarnings(std::move(places));
    m_risk.reset();
    if (risks.empty()) {
        showMessage(false);
        return;
    }
    // What makes a filter find nothing comes before what makes it find too much.
    const auto first = std::find_if(risks.begin(), risks.end(), [](const query::Risk& risk) {
        return risk.code != query::Risk::Code::FindsLacking;
    });
    m_risk = std::move(first == risks.end() ? risks.front() : *first);
    say(riskWords(*m_risk), Tone::Warning);
    m_mend->setVisible(m_risk->fix.has_value());
    m_mend->setToolTip({});
    if (m_risk->fix) {
        const QString fix = visibleText(QString::fromStdString(m_risk->fix->text).trimmed());
        m_mend->setText(m_risk->fix->where.length == 0 ? tr("Add “%1”").arg(fix)
                                                       : tr("Write %1").arg(fix));
    }
}

// In the place of the hint about chips, so that what is below stays where it is.
void QueryBar::showMessage(bool shown)
{
    m_messageRow->setVisible(shown);
    m_chips->setVisible(!shown || !m_investigation.filter().chips.empty());
}

void QueryBar::say(const QString& words, Tone tone)
{
    m_tone = tone;
    showColors();
    m_message->setText(words);
    m_message->setToolTip({});
    showMessage(true);
}

void QueryBar::mend()
{
    if (m_read.isPattern && !hasError())
        return writeForBar();
    if (hasError() && m_read.fix())
        put(m_read.where(), *m_read.fix());
    else if (m_risk && m_risk->fix)
        put(m_risk->fix->where, m_risk->fix->text);
}

// One step for Ctrl+Z, however the text before it was typed.
void QueryBar::put(query::TextSpan where, const std::string& text)
{
    const CharSpan span = charSpan(m_edit->text(), where);
    const QString part = QString::fromStdString(text);
    QString whole = m_edit->text();
    whole.replace(span.start, span.length, part);
    m_edit->selectAll();
    m_edit->insert(whole);
    m_edit->setCursorPosition(span.start + static_cast<int>(part.size()));
    settle();
    m_edit->setFocus();
}

// The whole filter, chips and all, in another language.
void QueryBar::copyAs(query::TextForm form)
{
    const auto& store = m_workspace.evidence().store;
    query::ConversionOptions options;
    if (store->datedCount() > 0)
        options.lastEvent = store->time(store->timeOrder()[store->datedCount() - 1]);
    const auto made = query::convert(*m_investigation.predicate(), form, options);
    QStringList losses = lossWords(made.losses).split(u'\n', Qt::SkipEmptyParts);
    losses.removeDuplicates();
    const QString all = losses.join(u'\n');
    const qsizetype more = losses.size() - kMostDifferences;
    if (more > 0) {
        losses.resize(kMostDifferences);
        losses.append(tr("%1 more, in the tip").arg(ui::countText(static_cast<quint64>(more))));
    }
    const QString differences = losses.join(QStringLiteral("; "));
    m_patience.stop();
    m_mend->hide();
    if (made.text)
        QGuiApplication::clipboard()->setText(QString::fromStdString(*made.text));
    const QString words = !made.text ? tr("This filter cannot be written for %1: %2. Nothing was "
                                          "copied.")
        : losses.isEmpty()           ? tr("Copied for %1.")
                                     : tr("Copied for %1, with differences: %2.");
    const QString name = formName(form);
    say(losses.isEmpty() ? words.arg(name) : words.arg(name, differences),
        losses.isEmpty() ? Tone::Note : Tone::Warning);
    m_message->setToolTip(toolTipText(all));
}

// As typing does it, so that Ctrl+Z brings the pattern back.
void QueryBar::writeForBar()
{
    const query::Conversion bar = query::convert(*m_read.predicate, query::TextForm::Bar);
    if (!bar.text)
        return;
    m_edit->selectAll();
    m_edit->insert(QString::fromStdString(*bar.text));
    m_edit->setFocus();
}

// One step for Ctrl+Z: the text that was wrong may have been long.
void QueryBar::takeBack()
{
    m_edit->selectAll();
    m_edit->insert(m_investigation.filter().text);
    if (m_completing)
        m_completing->stop();
}

// The filter came from elsewhere: a click, back and forward, a saved view.
void QueryBar::follow()
{
    showMessage(!m_messageRow->isHidden());
    const QString text = m_investigation.filter().text;
    const bool changed = std::exchange(m_inForce, text) != text;
    // A click on a value changes no text; what is being typed, right or wrong, stays.
    if (!m_applying && (changed || !(hasError() || m_goingOn.isActive())))
        showInForce();
}

void QueryBar::showInForce()
{
    if (m_edit->text() == m_investigation.filter().text)
        return;
    m_edit->setText(m_investigation.filter().text);
}

// Whoever goes on elsewhere has read it.
void QueryBar::forgetTooLong()
{
    if (!std::exchange(m_refused, false))
        return;
    showMessage(false);
    if (m_read.isPattern && !hasError())
        offerBarForm();
    else
        settle();
}

// The chip goes when the text that says the same is in force, not before.
void QueryBar::editChip(std::size_t chip)
{
    if (hasError() || m_read.isPattern)
        return;
    Filter filter = m_investigation.filter();
    const auto at = filter.chips.begin() + static_cast<std::ptrdiff_t>(chip);
    const auto inBrackets = [this](const QString& text) {
        const auto read = workspace::readFilterText(text, m_investigation.zone());
        return read.predicate && read.predicate->kind() == query::Predicate::Kind::Any
            ? u'(' + text + u')'
            : text;
    };
    const QString before = m_edit->text().trimmed();
    filter.text = before.isEmpty() ? at->text : inBrackets(before) + u' ' + inBrackets(at->text);
    filter.chips.erase(at);
    if (!m_investigation.setFilter(filter))
        return sayTooLong(); // both are right; together they can only be too long
    m_edit->setFocus();
}

void QueryBar::showCount()
{
    const auto& result = m_filtering.result();
    const quint64 all = m_workspace.evidence().store->rowCount();
    QString text = result.rows
        ? tr("%1 of %2").arg(ui::countText(result.count()), ui::countText(all))
        : all == 1 ? tr("1 event")
                   : tr("%1 events").arg(ui::countText(all));
    if (m_workspace.state() == workspace::Workspace::State::Loading)
        text += tr(" so far");
    if (const auto& error = m_filtering.error())
        text = tr("could not be computed: %1").arg(QString::fromStdString(error->detail));
    m_count->setText(text);
    m_count->setEnabled(!m_filtering.isRunning());
}

QString QueryBar::message() const
{
    return m_messageRow->isHidden() ? QString() : m_message->text();
}

QString QueryBar::countText() const
{
    return m_count->text();
}

bool QueryBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::ShortcutOverride) {
        // On X11 a line takes Ctrl+E for End; here it exports.
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_E && key->modifiers() == Qt::ControlModifier) {
            event->ignore();
            return true;
        }
    }
    if (watched == m_edit && event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason) {
            forgetTooLong();
            if (m_goingOn.isActive())
                putInForce();
        }
    }
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool isEnd = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape;
    if (isEnd && m_goingOn.isActive())
        putInForce();
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (hasError())
            sayError();
        else
            Q_EMIT left();
        return true;
    case Qt::Key_Escape:
        // Back to what is in force; then to the page.
        if (hasError())
            takeBack();
        else
            Q_EMIT left();
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void QueryBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showColors();
}

void QueryBar::showColors()
{
    QPalette own = palette();
    const ThemeColors& colors = themeColors(own);
    own.setColor(QPalette::WindowText,
                 m_tone == Tone::Error         ? colors.bad
                     : m_tone == Tone::Warning ? colors.warning
                                               : colors.muted);
    m_message->setPalette(own);
}

} // namespace trailloupe::ui
