// VirtualDesktop: an X server of its own with a window manager, keys and clicks, and what is on its
// screen.
//
// Threads: one. Errors: start() says why there is no desktop; programs that are not installed are
// named.
#pragma once

#include <QImage>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace trailloupe::e2e {

class VirtualDesktop
{
public:
    VirtualDesktop() = default;
    ~VirtualDesktop();
    VirtualDesktop(const VirtualDesktop&) = delete;
    VirtualDesktop& operator=(const VirtualDesktop&) = delete;

    // The first program that is needed and not installed, or an empty string.
    static QString missingProgram();

    bool start(); // false: error() says why
    QString error() const { return m_error; }
    QProcessEnvironment environment() const; // for programs that shall run on it

    // Names as X has them: "ctrl+2", "Return", "alt+f".
    bool press(const QStringList& keys);
    bool type(const QString& text);
    bool click(const QPoint& at, int times = 1);
    QImage screen() const;

private:
    bool xdotool(const QStringList& arguments);

    QTemporaryDir m_dir; // holds the frame buffer
    QProcess m_server;
    QProcess m_manager;
    QString m_display;
    QString m_error;
};

} // namespace trailloupe::e2e
