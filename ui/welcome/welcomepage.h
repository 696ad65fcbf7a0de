// WelcomePage: what the window shows when nothing is open: how to open something, and what can be.
//
// Threads: GUI thread only.
#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace trailloupe::ui {

class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(QWidget* parent = nullptr);

    void setSampleAvailable(bool available);
    void refreshRecent();

Q_SIGNALS:
    void openFilesRequested();
    void openFolderRequested();
    void openSampleRequested();
    void openPathsRequested(const QStringList& paths);

private:
    QWidget* makeActions();
    QWidget* makeReads();

    QLabel* m_logo;
    QLabel* m_tagline;
    QWidget* m_sample = nullptr;
    QWidget* m_recentBox;
    QVBoxLayout* m_recent;
};

} // namespace trailloupe::ui
