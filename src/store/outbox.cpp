#include "store/outbox.h"

namespace leye::store {

Result<void> subscribe(Transaction& tx, std::string_view topic, std::string_view consumer) {
  LEYE_CHECK(
      tx.execute("INSERT INTO outbox_subscription (topic, consumer) VALUES (?, ?) "
                 "ON CONFLICT (topic, consumer) DO NOTHING",
                 topic, consumer));
  return {};
}

Result<void> publish(Transaction& tx, const OutboxMessage& message) {
  LEYE_CHECK(
      tx.execute("INSERT INTO outbox (consumer, message_id, topic, subject, body, published_at) "
                 "SELECT consumer, ?, topic, ?, ?, ? FROM outbox_subscription WHERE topic = ?",
                 message.id, message.subject, message.body, message.at, message.topic));
  return {};
}

Result<std::vector<OutboxMessage>> take(Transaction& tx, std::string_view consumer, int limit) {
  LEYE_TRY(auto rows,
           tx.query<Uuid, std::string, std::optional<Uuid>, std::optional<std::string>, Instant>(
               "SELECT message_id, topic, subject, body, published_at FROM outbox "
               "WHERE consumer = ? ORDER BY published_at, message_id LIMIT ? {skip_locked}",
               consumer, limit));
  std::vector<OutboxMessage> messages;
  Values taken;
  for (auto& [id, topic, subject, body, at] : rows) {
    taken.emplace_back(consumer);
    taken.emplace_back(id);
    messages.push_back({id, std::move(topic), subject, std::move(body), at});
  }
  LEYE_CHECK(tx.execute_each("DELETE FROM outbox WHERE consumer = ? AND message_id = ?", 2, taken));
  return messages;
}

Result<std::int64_t> waiting(Reader& reader, std::string_view consumer) {
  return reader.one<std::int64_t>("SELECT count(*) FROM outbox WHERE consumer = ?", consumer);
}

}  // namespace leye::store
