// SPDX-License-Identifier: Apache-2.0
package zaqar.flavors;

import static zaqar.dynamodb.ControlTable.SORT;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import zaqar.dynamodb.Attributes;
import zaqar.dynamodb.ControlItems;
import zaqar.dynamodb.ControlTable;
import zaqar.names.ProjectId;

/**
 * Flavors, each with a second item by which others see that some project has one of this name; the
 * two change in one transaction, together with the pools.
 */
record FlavorStore(ControlItems items) {
  boolean exists(ProjectId project, String name) {
    return items.find(ControlTable.flavor(project, name)).isPresent();
  }

  /** Whether another project has a flavor of this name. */
  boolean existsElsewhere(ProjectId project, String name) {
    return items.listAfter(ControlTable.projectsWith(name), "", 2).stream()
        .anyMatch(item -> !Attributes.text(item, SORT).equals(project.value()));
  }

  /** Up to {@code count} names of flavors after {@code marker}, sorted. */
  List<String> listAfter(ProjectId project, String marker, int count) {
    return items.listAfter(ControlTable.flavorsOf(project), marker, count).stream()
        .map(item -> Attributes.text(item, SORT))
        .toList();
  }

  /** Writes a flavor; false if somebody else changes its pools at the same time. */
  boolean put(ProjectId project, String name, List<TransactWriteItem> pools) {
    List<TransactWriteItem> writes = new ArrayList<>(pools);
    writes.add(items.put(ControlTable.flavor(project, name)));
    writes.add(items.put(ControlTable.projectWith(name, project)));
    return items.commit(writes);
  }

  /** Deletes a flavor; false if somebody else changes its pools at the same time. */
  boolean delete(ProjectId project, String name, List<TransactWriteItem> pools) {
    List<TransactWriteItem> writes = new ArrayList<>(pools);
    writes.add(items.delete(ControlTable.flavor(project, name)));
    writes.add(items.delete(ControlTable.projectWith(name, project)));
    return items.commit(writes);
  }
}
