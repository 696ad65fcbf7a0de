#include "ui/common/viewstate.h"

#include <QHeaderView>
#include <QSettings>
#include <QSplitter>
#include <QWidget>

namespace trailloupe::ui::viewstate {

namespace {

QString path(const QString& key)
{
    return QStringLiteral("view/") + key;
}

} // namespace

void keepSplitter(QSplitter* splitter, const QString& key)
{
    const QByteArray kept = QSettings().value(path(key)).toByteArray();
    if (!kept.isEmpty())
        splitter->restoreState(kept);
    QObject::connect(splitter, &QSplitter::splitterMoved, splitter,
                     [splitter, key] { QSettings().setValue(path(key), splitter->saveState()); });
}

void keepHeader(QHeaderView* header, const QString& key)
{
    const QByteArray kept = QSettings().value(path(key)).toByteArray();
    if (!kept.isEmpty())
        header->restoreState(kept);
    const auto save = [header, key] {
        QSettings().setValue(path(key), header->saveState());
    };
    QObject::connect(header, &QHeaderView::sectionResized, header, save);
    QObject::connect(header, &QHeaderView::sectionMoved, header, save);
    QObject::connect(header, &QHeaderView::sortIndicatorChanged, header, save);
}

bool restoreWindow(QWidget* window, const QString& key)
{
    const QByteArray kept = QSettings().value(path(key)).toByteArray();
    return !kept.isEmpty() && window->restoreGeometry(kept);
}

void saveWindow(const QWidget* window, const QString& key)
{
    QSettings().setValue(path(key), window->saveGeometry());
}

} // namespace trailloupe::ui::viewstate
