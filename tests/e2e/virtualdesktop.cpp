#include "tests/e2e/virtualdesktop.h"

#include <QFile>
#include <QStandardPaths>
#include <QtEndian>

#include <array>

namespace trailloupe::e2e {
namespace {

constexpr int kWaitMs = 20000;

void stop(QProcess& process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.terminate();
    if (!process.waitForFinished(5000)) {
        process.kill();
        process.waitForFinished(5000);
    }
}

} // namespace

VirtualDesktop::~VirtualDesktop()
{
    stop(m_manager);
    stop(m_server);
}

QString VirtualDesktop::missingProgram()
{
    for (const QString& program :
         {QStringLiteral("Xvfb"), QStringLiteral("openbox"), QStringLiteral("xdotool")}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            return program;
    }
    return {};
}

bool VirtualDesktop::start()
{
    // The server finds a free display by itself and writes its number.
    m_server.setStandardErrorFile(m_dir.filePath(QStringLiteral("server.log")));
    m_server.start(QStringLiteral("Xvfb"),
                   {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                    QStringLiteral("0"), QStringLiteral("1400x900x24"), QStringLiteral("-nolisten"),
                    QStringLiteral("tcp"), QStringLiteral("-fbdir"), m_dir.path()});
    while (!m_server.canReadLine()) {
        if (!m_server.waitForReadyRead(kWaitMs)) {
            m_error = QStringLiteral("no X server: ") + m_server.errorString();
            return false;
        }
    }
    m_display = u':' + QString::fromLatin1(m_server.readLine().trimmed());

    m_manager.setProcessEnvironment(environment());
    m_manager.setStandardErrorFile(m_dir.filePath(QStringLiteral("manager.log")));
    m_manager.start(QStringLiteral("openbox"), {});
    if (!m_manager.waitForStarted(kWaitMs)) {
        m_error = QStringLiteral("no window manager: ") + m_manager.errorString();
        return false;
    }
    return true;
}

QProcessEnvironment VirtualDesktop::environment() const
{
    QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    all.insert(QStringLiteral("DISPLAY"), m_display);
    all.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
    all.remove(QStringLiteral("WAYLAND_DISPLAY"));
    return all;
}

bool VirtualDesktop::xdotool(const QStringList& arguments)
{
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QStringLiteral("xdotool"), arguments);
    return process.waitForFinished(kWaitMs) && process.exitCode() == 0;
}

bool VirtualDesktop::press(const QStringList& keys)
{
    return xdotool(QStringList{QStringLiteral("key"), QStringLiteral("--clearmodifiers")} + keys);
}

bool VirtualDesktop::type(const QString& text)
{
    return xdotool({QStringLiteral("type"), QStringLiteral("--delay"), QStringLiteral("15"), text});
}

bool VirtualDesktop::click(const QPoint& at, int times)
{
    return xdotool({QStringLiteral("mousemove"), QString::number(at.x()), QString::number(at.y()),
                    QStringLiteral("click"), QStringLiteral("--repeat"), QString::number(times),
                    QStringLiteral("--delay"), QStringLiteral("50"), QStringLiteral("1")});
}

// The frame buffer is a file in the format of xwd: a header of big-endian words, colours, pixels.
QImage VirtualDesktop::screen() const
{
    QFile file(m_dir.filePath(QStringLiteral("Xvfb_screen0")));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = file.readAll();
    const auto word = [&](qsizetype index) {
        return qFromBigEndian<quint32>(bytes.constData() + index * 4);
    };
    constexpr qsizetype kHeaderWords = 25;
    if (bytes.size() < kHeaderWords * 4)
        return {};
    const int width = int(word(4));
    const int height = int(word(5));
    const qsizetype lineBytes = word(12);
    const qsizetype pixels = qsizetype(word(0)) + qsizetype(word(19)) * 12;
    if (word(11) != 32 || bytes.size() < pixels + lineBytes * height)
        return {};
    const QImage view(reinterpret_cast<const uchar*>(bytes.constData() + pixels), width, height,
                      lineBytes, QImage::Format_RGB32);
    return view.copy();
}

} // namespace trailloupe::e2e
