-- Which signed pack is in force from when. Amending adds a row; results keep the digest they used.
CREATE TABLE campaign_pack (
  campaign {text} NOT NULL,
  in_force_from {date} NOT NULL,
  version {text} NOT NULL,
  digest {text} NOT NULL,
  entry_id {uuid} NOT NULL,
  PRIMARY KEY (campaign, in_force_from, digest)
) {keyed};
