-- Foreign keys. They lie between small tables, from large ones to small ones, and within one submission. A large table
-- names its program and contributor through its upload; the journal outlives what it tells of. The items of a release have none: a key would lock and
-- rewrite every submission that is taken, and verify_release finds more. Nor have relations: of a triage's work a sixth would be checks of theirs.

ALTER TABLE badcase_internal.contributor ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.contributor_contact ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor;
ALTER TABLE badcase_internal.attestation ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor;
ALTER TABLE badcase_internal.consent ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor;
ALTER TABLE badcase_internal.access_grant ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.upload
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor,
  ADD FOREIGN KEY (attestation_id) REFERENCES badcase_internal.attestation;
ALTER TABLE badcase_internal.task ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.round ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.release ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.job ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.withdrawal
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.disclosure ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;

ALTER TABLE badcase_internal.refused_line ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.submission
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload,
  ADD FOREIGN KEY (task_id) REFERENCES badcase_internal.task,
  ADD FOREIGN KEY (decided_round) REFERENCES badcase_internal.round,
  ADD FOREIGN KEY (withdrawal_id) REFERENCES badcase_internal.withdrawal;
ALTER TABLE badcase_internal.revision ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission;
ALTER TABLE badcase_internal.review
  ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission,
  ADD FOREIGN KEY (round_id) REFERENCES badcase_internal.round;
ALTER TABLE badcase_internal.ruling
  ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission,
  ADD FOREIGN KEY (round_id) REFERENCES badcase_internal.round;
ALTER TABLE badcase_internal.corpus ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.corpus_item
  ADD FOREIGN KEY (corpus_id) REFERENCES badcase_internal.corpus,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.corpus_passage ADD FOREIGN KEY (item_id) REFERENCES badcase_internal.corpus_item;
ALTER TABLE badcase_internal.model_version
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program,
  ADD FOREIGN KEY (base_id) REFERENCES badcase_internal.model_version;
ALTER TABLE badcase_internal.outcome
  ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission,
  ADD FOREIGN KEY (model_id) REFERENCES badcase_internal.model_version,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.screening ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.rule_setting ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.term_list ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.term
  ADD FOREIGN KEY (term_list_id) REFERENCES badcase_internal.term_list,
  ADD FOREIGN KEY (upload_id) REFERENCES badcase_internal.upload;
ALTER TABLE badcase_internal.finding ADD FOREIGN KEY (submission_id) REFERENCES badcase_internal.submission;
ALTER TABLE badcase_internal.work_lock ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program;
ALTER TABLE badcase_internal.quota
  ADD FOREIGN KEY (program_id) REFERENCES badcase_internal.program,
  ADD FOREIGN KEY (contributor_id) REFERENCES badcase_internal.contributor;
