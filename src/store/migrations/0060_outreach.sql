-- Messages to people and employers, one per cause (the entry that asked for it).
-- led by the recipient, a person or an employer.
CREATE TABLE message (
  recipient_id {uuid} NOT NULL,
  message_id {uuid} NOT NULL,
  recipient_kind {text} NOT NULL,
  cause {uuid} NOT NULL,
  code {text} NOT NULL,
  transport {text} NOT NULL,
  file {text} NOT NULL,
  file_digest {bytes} NOT NULL,
  sent_on {date} NOT NULL,
  reached_on {date},
  run_id {uuid},
  PRIMARY KEY (recipient_id, message_id)
) {table};
CREATE INDEX message_cause ON message (cause);
CREATE INDEX message_run ON message (run_id);
