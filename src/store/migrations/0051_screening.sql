-- What a screening run changed against the run before it; outcomes themselves are files of the run.
CREATE TABLE run_diff (
  run_id {uuid} NOT NULL,
  rule {text} NOT NULL,
  subject_id {uuid} NOT NULL,
  subject_kind {text} NOT NULL,
  old {text} NOT NULL,
  new {text} NOT NULL,
  fen {fen},
  PRIMARY KEY (run_id, rule, subject_id)
) {table};
CREATE INDEX run_diff_subject ON run_diff (subject_id);
