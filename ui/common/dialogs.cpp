#include "ui/common/dialogs.h"

#include "model/workspace/exportfile.h"
#include "ui/words/evidencetext.h"

#include <QAbstractFileIconProvider>
#include <QApplication>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QStyle>

#include <deque>
#include <optional>
#include <utility>

namespace trailloupe::ui::dialogs {

namespace {

const QString kFolderKey = QStringLiteral("lastFolder");
const QString kSaveFolderKey = QStringLiteral("lastSaveFolder");

struct Answers
{
    std::deque<QStringList> queued;
    bool recording = false;
    QStringList told;
};

Answers& answers()
{
    static Answers instance;
    return instance;
}

// Qt's own looks into files to tell their icons, and waits for ever in some folders (/proc); and
// nothing here needs to be read to be chosen.
class PlainIcons : public QAbstractFileIconProvider
{
public:
    QIcon icon(IconType type) const override
    {
        return QApplication::style()->standardIcon(type == Folder     ? QStyle::SP_DirIcon
                                                       : type == File ? QStyle::SP_FileIcon
                                                                      : QStyle::SP_DriveHDIcon);
    }
    QIcon icon(const QFileInfo& info) const override { return icon(info.isDir() ? Folder : File); }
    QString type(const QFileInfo& info) const override
    {
        return info.isDir() ? QCoreApplication::translate("Dialogs", "Folder")
                            : info.suffix().toUpper();
    }
};

std::vector<std::string>& evidence()
{
    static std::vector<std::string> paths;
    return paths;
}

// Stays until there is nothing wrong with its text.
class CheckedTextDialog : public QInputDialog
{
public:
    CheckedTextDialog(QWidget* parent, const QString& label, TextCheck check)
        : QInputDialog(parent)
        , m_label(label)
        , m_check(std::move(check))
    {
        setLabelText(label);
    }

    void done(int result) override
    {
        const QString wrong = result == Accepted ? m_check(textValue()) : QString();
        if (wrong.isEmpty())
            return QInputDialog::done(result);
        setLabelText(m_label + QStringLiteral("\n\n") + wrong);
        if (auto* line = findChild<QLineEdit*>()) {
            line->setFocus();
            line->selectAll();
        }
    }

private:
    QString m_label;
    TextCheck m_check;
};

// Of the program: dialogs do not own theirs.
PlainIcons& plainIcons()
{
    static PlainIcons icons;
    return icons;
}

std::optional<QStringList> queuedAnswer()
{
    auto& queued = answers().queued;
    if (queued.empty())
        return std::nullopt;
    QStringList first = std::move(queued.front());
    queued.pop_front();
    return first;
}

void choosePaths(QWidget* parent, const QString& title, QFileDialog::FileMode mode,
                 PathsAnswer answer, const QStringList& kinds = {})
{
    if (const auto queued = queuedAnswer()) {
        if (!queued->isEmpty())
            answer(*queued);
        return;
    }
    auto* dialog = new QFileDialog(parent, title, QSettings().value(kFolderKey).toString());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mode);
    dialog->setIconProvider(&plainIcons());
    dialog->setOption(QFileDialog::ReadOnly);
    if (!kinds.isEmpty())
        dialog->setNameFilters(kinds);
    if (mode == QFileDialog::Directory)
        dialog->setOption(QFileDialog::ShowDirsOnly, false);
    QObject::connect(dialog, &QFileDialog::filesSelected, dialog,
                     [dialog, answer = std::move(answer)](const QStringList& paths) {
                         QSettings().setValue(kFolderKey, dialog->directory().absolutePath());
                         answer(paths);
                     });
    dialog->open();
}

} // namespace

void openFiles(QWidget* parent, PathsAnswer answer)
{
    choosePaths(parent, QCoreApplication::translate("Dialogs", "Open files"),
                QFileDialog::ExistingFiles, std::move(answer));
}

void openFile(QWidget* parent, const QString& title, const QStringList& kinds, TextAnswer answer)
{
    choosePaths(
        parent, title, QFileDialog::ExistingFile,
        [answer = std::move(answer)](const QStringList& paths) {
            if (!paths.isEmpty())
                answer(paths.front());
        },
        kinds);
}

void openFolder(QWidget* parent, PathsAnswer answer)
{
    choosePaths(parent, QCoreApplication::translate("Dialogs", "Open folder"),
                QFileDialog::Directory, std::move(answer));
}

void saveFile(QWidget* parent, const QString& title, const QString& suggestion, TextAnswer answer)
{
    saveFile(parent, title, suggestion, {}, std::move(answer));
}

void setEvidence(const QStringList& paths)
{
    evidence().clear();
    for (const QString& path : paths)
        evidence().push_back(path.toStdString());
}

void saveFile(QWidget* parent, const QString& title, const QString& suggestion,
              const QStringList& kinds, TextAnswer wanted)
{
    const TextAnswer answer = [window = QPointer<QWidget>(parent),
                               wanted = std::move(wanted)](const QString& path) {
        if (!workspace::isInEvidence(path, evidence()))
            return wanted(path);
        tell(window, QCoreApplication::translate("Dialogs", "Nothing was written"),
             QCoreApplication::translate("Dialogs",
                                         "%1 lies in what is open, and evidence is never written "
                                         "to. Choose another folder.")
                 .arg(visibleText(QDir::toNativeSeparators(path))));
    };
    if (const auto queued = queuedAnswer()) {
        if (!queued->isEmpty())
            answer(queued->front());
        return;
    }
    const QDir folder(QSettings().value(kSaveFolderKey, QDir::homePath()).toString());
    auto* dialog = new QFileDialog(parent, title, folder.filePath(suggestion));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setIconProvider(&plainIcons());
    if (!kinds.isEmpty()) {
        dialog->setNameFilters(kinds);
        const auto follow = [dialog](const QString& kind) {
            const qsizetype dot = kind.lastIndexOf(u'.');
            const QString ending = kind.mid(dot + 1, kind.lastIndexOf(u')') - dot - 1);
            dialog->setDefaultSuffix(ending);
            const QStringList chosen = dialog->selectedFiles();
            const QFileInfo file(chosen.isEmpty() ? QString() : chosen.front());
            if (!file.fileName().isEmpty() && !file.isDir())
                dialog->selectFile(file.completeBaseName() + u'.' + ending);
        };
        follow(kinds.front());
        QObject::connect(dialog, &QFileDialog::filterSelected, dialog, follow);
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, answer);
    dialog->open();
}

void rememberSaved(const QString& path)
{
    QSettings().setValue(kSaveFolderKey, QFileInfo(path).absolutePath());
}

void askText(QWidget* parent, const QString& title, const QString& label, const QString& value,
             TextAnswer answer)
{
    askText(
        parent, title, label, value, [](const QString&) { return QString(); }, std::move(answer));
}

void askText(QWidget* parent, const QString& title, const QString& label, const QString& value,
             TextCheck check, TextAnswer answer)
{
    if (const auto queued = queuedAnswer()) {
        if (!queued->isEmpty() && check(queued->front()).isEmpty())
            answer(queued->front());
        return;
    }
    auto* dialog = new CheckedTextDialog(parent, label, std::move(check));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setTextValue(value);
    dialog->resize(420, dialog->sizeHint().height());
    QObject::connect(dialog, &QInputDialog::textValueSelected, dialog, std::move(answer));
    dialog->open();
}

void confirm(QWidget* parent, const QString& title, const QString& text, const QString& yes,
             YesAnswer answer)
{
    if (const auto queued = queuedAnswer()) {
        if (!queued->isEmpty())
            answer();
        return;
    }
    auto* box = new QMessageBox(QMessageBox::Question, title, text, QMessageBox::Cancel, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    QPushButton* button = box->addButton(yes, QMessageBox::AcceptRole);
    box->setDefaultButton(QMessageBox::Cancel);
    QObject::connect(button, &QPushButton::clicked, box, std::move(answer));
    box->open();
}

void tell(QWidget* parent, const QString& title, const QString& text, const QString& details)
{
    if (answers().recording) {
        answers().told.append(text);
        return;
    }
    auto* box = new QMessageBox(QMessageBox::Information, title, text, QMessageBox::Ok, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setDetailedText(details);
    box->open();
}

namespace testing {

void answerNext(const QStringList& answer)
{
    answers().queued.push_back(answer);
}

QStringList takeTold()
{
    return std::exchange(answers().told, {});
}

void recordTold(bool on)
{
    answers().recording = on;
    answers().told.clear();
}

} // namespace testing

} // namespace trailloupe::ui::dialogs
