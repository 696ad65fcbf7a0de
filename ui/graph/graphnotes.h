// GraphNotes: what is to be said about a graph, a line each, with what can be done about it.
//
// Threads: GUI thread only.
#pragma once

#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

namespace trailloupe::ui {

struct GraphNote
{
    QString words; // plain text
    QString action; // empty: nothing can be done
    std::function<void()> act;
    bool isProblem = false;
};

class GraphNotes : public QWidget
{
    Q_OBJECT
public:
    explicit GraphNotes(QWidget* parent = nullptr);

    void setNotes(std::vector<GraphNote> notes);
    QStringList words() const;
    void act(int note); // as its button does

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();

    std::vector<GraphNote> m_notes;
    QWidget* m_lines = nullptr;
};

} // namespace trailloupe::ui
