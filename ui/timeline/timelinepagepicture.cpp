// What the timeline shows as a picture: into a file, or into the case.
#include "ui/common/columntitles.h"
#include "ui/common/dialogs.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/errortext.h"
#include "ui/timeline/configstrip.h"
#include "ui/timeline/timelinepage.h"
#include "ui/timeline/timelineview.h"
#include "ui/timeline/timelinewords.h"
#include "ui/words/evidencetext.h"
#include "ui/words/numbertext.h"

#include <QDir>

namespace trailloupe::ui {

using workspace::Casebook;

namespace {

const QString kSlot = QStringLiteral("timeline picture");

Result<casefile::Subject> subjectOf(const timeline::Picture& picture)
{
    const QByteArray svg = timeline::svgOf(picture);
    if (svg.isEmpty())
        return Error{.kind = Error::Kind::Internal, .detail = "the picture could not be made"};
    if (static_cast<std::size_t>(svg.size()) > casefile::kMaxPictureBytes)
        return Error{.kind = Error::Kind::TooLarge, .detail = sizeText(svg.size()).toStdString()};
    const query::TimeSpan span = timeline::spanOf(picture.in.window);
    return casefile::pictureOf(svg.toStdString(), span.from, span.to);
}

} // namespace

bool TimelinePage::isMakingPicture() const
{
    return m_jobs.isRunning(kSlot);
}

bool TimelinePage::canKeepPicture() const
{
    return m_casebook && m_casebook->state() != Casebook::State::None && m_zoom.trace()
        && m_timelining.isOfFilter() && !isMakingPicture();
}

// As it is seen now, whatever changes until there is a name for it.
timeline::Picture TimelinePage::picture() const
{
    timeline::Picture picture = m_view->picture();
    if (m_strip)
        picture.strip = m_strip->picture();
    const auto& lanes = *m_timelining.detail()->lanes();
    picture.title =
        tr("%1: lanes by %2").arg(visibleText(m_workspace.title()), fieldTitle(lanes.field()));
    picture.filter = visibleText(workspace::wholeText(m_investigation.filter()), LineBreaks::Kept);
    picture.counts = countParts();
    if (const auto& span = m_zoom.selection()) {
        const auto& summary = m_timelining.summary();
        picture.selection = timeline::spanText(*span, summary ? &*summary : nullptr,
                                               TimeText(m_investigation.zone()), m_zoom.origin());
    }
    return picture;
}

void TimelinePage::savePicture()
{
    if (!m_timelining.isOfFilter() || !m_zoom.trace() || isMakingPicture())
        return;
    dialogs::saveFile(
        this, tr("Save a Picture of the Timeline"), QStringLiteral("timeline.png"),
        {tr("Picture (*.png)"), tr("Drawing that can be enlarged (*.svg)")},
        [this, picture = picture()](const QString& path) {
            m_jobs.start(
                kSlot, this,
                [picture, path](const JobContext&) { return timeline::savePicture(picture, path); },
                [this, path](Result<void> written) {
                    showState();
                    if (written.ok()) {
                        dialogs::rememberSaved(path);
                        say(tr("Saved to %1").arg(visibleText(QDir::toNativeSeparators(path))));
                    } else if (written.error().kind != Error::Kind::Cancelled) {
                        dialogs::tell(this, tr("The picture was not saved"),
                                      tr("%1 could not be written.").arg(path),
                                      QString::fromStdString(written.error().detail));
                    }
                });
            showState();
        });
}

// Starred, so that it is among the notes and in the report.
void TimelinePage::keepPicture()
{
    if (!canKeepPicture())
        return;
    const timeline::Picture now = picture();
    m_jobs.start(
        kSlot, this, [now](const JobContext&) { return subjectOf(now); },
        [this, title = now.title](Result<casefile::Subject> subject) {
            showState();
            if (subject.ok()) {
                m_casebook->setStarred({m_casebook->entryOf(*subject, title.toStdString())}, true);
                say(tr("Kept in the case: see the notes"));
            } else if (subject.error().kind == Error::Kind::TooLarge) {
                dialogs::tell(this, tr("The picture was not kept"),
                              tr("It takes %1, and a case holds pictures of up to %2. With fewer "
                                 "lanes or a shorter time it takes less.")
                                  .arg(QString::fromStdString(subject.error().detail),
                                       sizeText(casefile::kMaxPictureBytes)));
            } else if (subject.error().kind != Error::Kind::Cancelled) {
                dialogs::tell(this, tr("The picture was not kept"), errorText(subject.error()));
            }
        });
    showState();
}

} // namespace trailloupe::ui
