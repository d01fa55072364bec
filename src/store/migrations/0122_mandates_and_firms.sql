-- A mandate may say which period of data it lets an auditor read; days, both included.
ALTER TABLE agreement ADD COLUMN data_from {date};
ALTER TABLE agreement ADD COLUMN data_to {date};

-- The firm whose account it is: it sees its own file and nothing else.
CREATE TABLE account_employer (
  account_id {uuid} NOT NULL PRIMARY KEY,
  employer_id {uuid} NOT NULL
) {keyed};
CREATE INDEX account_employer_of ON account_employer (employer_id);
