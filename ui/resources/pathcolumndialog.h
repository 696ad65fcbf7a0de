// PathColumnDialog: which path of the configuration items becomes a column: typed, with the paths
// that the items have as suggestions.
//
// Names without "[]" are taken too: ipPermissions.fromPort means ipPermissions[].fromPort.
// Threads: GUI thread only. Cost: a look at every path of the items when one is taken (thousands).
#pragma once

#include "model/query/fieldcatalog.h"
#include "model/store/eventstore.h"

#include <QDialog>

#include <memory>
#include <optional>
#include <string>

class QLabel;
class QLineEdit;
class QStandardItemModel;
class QTreeView;

namespace trailloupe::ui {

// The path of the store that a person means; nothing where no item has such a path.
std::optional<std::string> pathMeant(const store::PathTable& paths, const std::string& text);

class PathColumnDialog : public QDialog
{
    Q_OBJECT
public:
    // `fields` may be null: then there are no suggestions.
    PathColumnDialog(std::shared_ptr<const store::EventStore> items,
                     std::shared_ptr<const query::FieldCatalog> fields, QWidget* parent = nullptr);

    const std::string& path() const { return m_path; } // once it was accepted
    QLineEdit* edit() const { return m_edit; }
    QTreeView* list() const { return m_list; }
    QString message() const; // what is wrong with the text

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void suggest();
    void take();
    void takeSuggestion(const QModelIndex& index);

    std::shared_ptr<const store::EventStore> m_items;
    std::shared_ptr<const query::FieldCatalog> m_fields;
    std::string m_path;
    QLineEdit* m_edit;
    QLabel* m_message;
    QStandardItemModel* m_suggestions;
    QTreeView* m_list;
};

} // namespace trailloupe::ui
