#include "ui/common/sourcebytesview.h"

#include "model/workspace/jobrunner.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/icons.h"
#include "ui/common/occurrencemodel.h"
#include "ui/common/textpane.h"
#include "ui/common/textview.h"
#include "ui/common/theme.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"
#include "ui/words/summarywords.h"

#include <QAction>
#include <QClipboard>
#include <QCryptographicHash>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace trailloupe::ui {
namespace {

enum Fact
{
    File,
    Origin,
    Record,
    Place,
    FileHash,
    RecordHash,
    State,
};

// One line that gives up its middle when there is no room; the text stays whole.
class FactLabel : public QLabel
{
public:
    using QLabel::QLabel;

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(text(), Qt::ElideMiddle, width()));
    }
};

constexpr int kVisibleOccurrences = 4;

} // namespace

struct SourceBytesView::Read
{
    std::shared_ptr<const std::string> bytes;
    ingest::RecordSlice slice;
    std::string fileHash;
    std::string openedHash; // as it was when the export was opened; empty when not known
    std::string recordHash;
    bool repaired = false;
};

SourceBytesView::SourceBytesView(workspace::JobRunner& jobs, const QString& slot, QWidget* parent)
    : QWidget(parent)
    , m_jobs(jobs)
    , m_slot(slot + QStringLiteral(".bytes"))
    , m_model(new OccurrenceModel(this))
    , m_title(new QLabel(this))
    , m_list(new QListView(this))
    , m_state(nullptr)
    , m_hex(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_pane(new TextPane(jobs, slot + QStringLiteral(".source"), m_stack))
    , m_empty(new EmptyState(m_stack))
{
    m_title->setTextFormat(Qt::PlainText);
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Occurrences in the evidence"));
    m_list->setTextElideMode(Qt::ElideLeft);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    auto* facts = new QGridLayout;
    facts->setContentsMargins(12, 4, 12, 8);
    facts->setHorizontalSpacing(12);
    facts->setVerticalSpacing(3);
    facts->setColumnStretch(1, 1);
    const QString labels[] = {tr("File"),  tr("Opened from"),     tr("Record"),
                              tr("Place"), tr("SHA-256 of file"), tr("SHA-256 of record"),
                              tr("State")};
    for (int row = File; row <= State; ++row) {
        m_labels[row] = new QLabel(labels[row], this);
        m_labels[row]->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        m_facts[row] = row == State ? new QLabel(this) : new FactLabel(this);
        m_facts[row]->setTextFormat(Qt::PlainText);
        m_facts[row]->setWordWrap(false);
        auto* copyFact = new QAction(tr("Copy"), m_facts[row]);
        connect(copyFact, &QAction::triggered, this,
                [label = m_facts[row]] { QGuiApplication::clipboard()->setText(label->text()); });
        m_facts[row]->addAction(copyFact);
        m_facts[row]->setContextMenuPolicy(Qt::ActionsContextMenu);
        m_facts[row]->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        m_facts[row]->setAccessibleName(labels[row]);
        facts->addWidget(m_labels[row], row, 0);
        facts->addWidget(m_facts[row], row, 1);
    }
    m_facts[State]->setWordWrap(true);
    m_state = m_facts[State];

    m_hex->setText(tr("Hex"));
    m_hex->setCheckable(true);
    m_hex->setToolTip(tr("Show the bytes in hexadecimal"));
    auto* copyButton = new QToolButton(this);
    copyButton->setText(tr("Copy facts"));
    copyButton->setIcon(icon(QStringLiteral("copy")));
    copyButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copyButton->setToolTip(tr("Copy file, place and hashes as text"));
    m_pane->addTool(m_hex);
    m_stack->addWidget(m_pane);
    m_stack->addWidget(m_empty);

    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 8, 8, 2);
    top->addWidget(m_title, 1);
    top->addWidget(copyButton);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_list);
    layout->addLayout(facts);
    layout->addWidget(m_stack, 1);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &SourceBytesView::readCurrent);
    connect(m_hex, &QToolButton::toggled, this, &SourceBytesView::showBytes);
    connect(copyButton, &QToolButton::clicked, this, &SourceBytesView::copyFacts);
}

void SourceBytesView::setOccurrences(std::vector<store::Occurrence> occurrences,
                                     const ingest::Evidence& evidence)
{
    m_evidence = evidence;
    m_model->setOccurrences(std::move(occurrences), m_evidence.ledger);
    const int count = m_model->rowCount();
    m_title->setText(count == 1 ? tr("One occurrence in the evidence")
                                : tr("%1 occurrences in the evidence, the first is the one shown")
                                      .arg(countText(static_cast<quint64>(count))));
    m_list->setVisible(count > 1);
    const int rowHeight = m_list->sizeHintForRow(0);
    m_list->setFixedHeight(std::min(count, kVisibleOccurrences) * std::max(rowHeight, 1)
                           + 2 * m_list->frameWidth() + 2);
    m_list->setCurrentIndex(m_model->index(0));
    readCurrent();
}

void SourceBytesView::clear()
{
    m_jobs.cancel(m_slot);
    m_evidence = {};
    m_model->setOccurrences({}, nullptr);
    m_title->clear();
    for (int row = File; row <= State; ++row)
        setFact(row, {});
    m_bytes.reset();
    m_pane->clear();
    m_isStale = false;
}

void SourceBytesView::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        readCurrent();
}

void SourceBytesView::setFact(int row, const QString& value)
{
    m_facts[row]->setText(value);
    m_facts[row]->setToolTip(row == State || value.isEmpty() ? QString() : toolTipText(value));
    m_facts[row]->setVisible(!value.isEmpty());
    m_labels[row]->setVisible(!value.isEmpty());
}

void SourceBytesView::readCurrent()
{
    if (!m_list->currentIndex().isValid())
        return;
    if (!isVisible()) {
        m_isStale = true;
        return;
    }
    m_isStale = false;
    const store::Occurrence at = m_model->occurrence(m_list->currentIndex().row());
    setFact(File, visible(m_evidence.ledger->path(at.source)));
    setFact(Origin, visible(m_evidence.sources->origin(at.source)));
    setFact(Record, countText(at.record));
    setFact(Place, tr("from byte %1").arg(countText(at.offset)));
    setFact(FileHash, {});
    setFact(RecordHash, {});
    setFact(State, {});
    m_bytes.reset();
    m_pane->clear();
    m_empty->show(EmptyState::Mood::Busy, QStringLiteral("busy"), tr("Reading the file again"),
                  QString());
    m_stack->setCurrentWidget(m_empty);
    m_jobs.start(
        m_slot, this,
        [sources = m_evidence.sources, ledger = m_evidence.ledger,
         at](const JobContext& context) -> Result<Read> {
            auto text = sources->read(at.source, context);
            if (!text)
                return text.error();
            const auto slice = ingest::recordAt(text->text.view(), at.offset);
            if (!slice)
                return slice.error();
            Read read;
            read.slice = *slice;
            read.bytes = std::make_shared<const std::string>(
                text->text.view().substr(slice->offset, slice->length));
            read.fileHash = text->sha256;
            read.openedHash = ledger->entry(at.source).sha256.value_or(std::string());
            read.repaired = text->repaired;
            read.recordHash =
                QCryptographicHash::hash(
                    QByteArrayView(read.bytes->data(), static_cast<qsizetype>(read.bytes->size())),
                    QCryptographicHash::Sha256)
                    .toHex()
                    .toStdString();
            return read;
        },
        [this](Result<Read> read) {
            if (read.ok())
                adopt(std::move(read).value());
            else if (read.error().kind != Error::Kind::Cancelled)
                fail(read.error());
        });
}

void SourceBytesView::adopt(Read read)
{
    setFact(Place,
            tr("bytes %1 to %2, %3 long")
                .arg(countText(read.slice.offset), countText(read.slice.offset + read.slice.length),
                     countText(read.slice.length)));
    setFact(FileHash, QString::fromStdString(read.fileHash));
    setFact(RecordHash, QString::fromStdString(read.recordHash));
    const bool known = !read.openedHash.empty() && !read.fileHash.empty();
    const bool changed = known && read.openedHash != read.fileHash;
    QString state = changed ? tr("This file has changed since it was opened: what is below may "
                                 "not be what was read.")
                            : tr("unchanged since it was opened");
    if (!known)
        state = tr("the file could not be read to its end, so a change would not show");
    if (read.repaired)
        state += QStringLiteral("\n")
            + tr("Places count in the text after its encoding was repaired, not in the stored "
                 "bytes.");
    setFact(State, state);
    QPalette own = palette();
    const ThemeColors& colors = themeColors(own);
    own.setColor(QPalette::WindowText, changed ? colors.bad : colors.good);
    m_state->setPalette(own);
    m_bytes = read.bytes;
    m_offset = read.slice.offset;
    m_stack->setCurrentWidget(m_pane);
    showBytes();
}

void SourceBytesView::fail(const Error& error)
{
    QString title = tr("The file could not be read again");
    QString text = errorText(error);
    if (error.kind == Error::Kind::NotFound) {
        title = tr("The file is no longer there");
        text = tr("It was read when the export was opened; the fields and the JSON still show "
                  "everything that was in it.");
    } else if (error.kind == Error::Kind::Malformed) {
        title = tr("There is no record at this place any more");
        text = tr("The file has changed since it was opened; the fields and the JSON show what "
                  "was read.");
    }
    m_empty->show(EmptyState::Mood::Problem, QStringLiteral("warning"), title, text);
    m_stack->setCurrentWidget(m_empty);
}

void SourceBytesView::showBytes()
{
    if (!m_bytes)
        return;
    if (m_hex->isChecked())
        m_pane->setLines(std::make_shared<const HexLines>(m_bytes, m_offset));
    else
        m_pane->setText(m_bytes, Highlight::None);
}

bool SourceBytesView::isShowingBytes() const
{
    return m_bytes && m_stack->currentWidget() == m_pane;
}

QString SourceBytesView::factsText() const
{
    QString text;
    for (int row = File; row <= State; ++row)
        if (!m_facts[row]->text().isEmpty())
            text += m_labels[row]->text() + QStringLiteral(": ") + m_facts[row]->text() + u'\n';
    return text;
}

QString SourceBytesView::stateText() const
{
    return m_stack->currentWidget() == m_empty ? m_empty->title() : m_state->text();
}

void SourceBytesView::copyFacts()
{
    QGuiApplication::clipboard()->setText(factsText());
}

} // namespace trailloupe::ui
