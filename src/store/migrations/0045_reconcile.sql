-- Records a link run could not place: somebody decides. A later run that places the record ends the row.
CREATE TABLE link_waiting (
  record_id {uuid} NOT NULL,
  run_id {uuid} NOT NULL,
  register {text} NOT NULL,
  reason {text} NOT NULL,
  candidate {uuid},
  PRIMARY KEY (record_id, run_id)
) {table};
CREATE INDEX link_waiting_run ON link_waiting (run_id, reason);
