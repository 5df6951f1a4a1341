-- Foreign keys, after the tables: a distributed engine wants the tables distributed first. They lie between small
-- tables, from large ones to small ones, and within one submission. A large table names its program and contributor
-- through its upload; the journal outlives what it tells of. The items of a release have none: a key would lock and
-- rewrite every submission that is taken, and verify_release finds more.

ALTER TABLE badcase.contributor ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.contributor_contact ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor;
ALTER TABLE badcase.attestation ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor;
ALTER TABLE badcase.consent ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor;
ALTER TABLE badcase.access_grant ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.upload
  ADD FOREIGN KEY (program_id) REFERENCES badcase.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor,
  ADD FOREIGN KEY (attestation_id) REFERENCES badcase.attestation;
ALTER TABLE badcase.task ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.round ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.release ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.job ADD FOREIGN KEY (program_id) REFERENCES badcase.program;
ALTER TABLE badcase.withdrawal
  ADD FOREIGN KEY (program_id) REFERENCES badcase.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase.contributor,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload;
ALTER TABLE badcase.disclosure ADD FOREIGN KEY (program_id) REFERENCES badcase.program;

ALTER TABLE badcase.refused_line ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload;
ALTER TABLE badcase.submission
  ADD FOREIGN KEY (upload_id) REFERENCES badcase.upload,
  ADD FOREIGN KEY (task_id) REFERENCES badcase.task,
  ADD FOREIGN KEY (decided_round) REFERENCES badcase.round,
  ADD FOREIGN KEY (withdrawal_id) REFERENCES badcase.withdrawal;
ALTER TABLE badcase.revision ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission;
ALTER TABLE badcase.relation ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission;
ALTER TABLE badcase.review
  ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission,
  ADD FOREIGN KEY (round_id) REFERENCES badcase.round;
ALTER TABLE badcase.ruling
  ADD FOREIGN KEY (submission_id) REFERENCES badcase.submission,
  ADD FOREIGN KEY (round_id) REFERENCES badcase.round;
