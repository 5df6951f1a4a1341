-- Distributes a workspace over the nodes of a Citus cluster. Run it on the coordinator, as a superuser, once, right after
-- badcase_setup, while the tables are empty, with badcase installed on every node:
--
--   psql -v ON_ERROR_STOP=1 -1 -f "$(pg_config --sharedir)/extension/badcase-distribute.sql"
--
-- Small tables are copied to every node, large ones are split by the key that every unique key of theirs begins with;
-- intake stays on the coordinator, where the API runs. Foreign keys are taken off meanwhile: Citus wants a table with an
-- identity column distributed before anything refers to it.
CREATE TEMP TABLE distribution (place int GENERATED ALWAYS AS IDENTITY, relation regclass, key name, colocate_with text);

INSERT INTO distribution (relation)
SELECT format('badcase.%I', t)::regclass
FROM unnest('{program,contributor,contributor_contact,attestation,consent,access_grant,task,corpus,upload,round,release,release_file,
  model_version,job,term_list,term,rule_setting,screening,withdrawal,disclosure}'::text[]) t;
INSERT INTO distribution (relation, key, colocate_with) VALUES
  ('badcase_internal.submission', 'submission_id', 'none'),
  ('badcase_internal.revision', 'submission_id', 'badcase_internal.submission'),
  ('badcase_internal.finding', 'submission_id', 'badcase_internal.submission'),
  ('badcase_internal.relation', 'submission_id', 'badcase_internal.submission'),
  ('badcase_internal.review', 'submission_id', 'badcase_internal.submission'),
  ('badcase_internal.ruling', 'submission_id', 'badcase_internal.submission'),
  ('badcase_internal.release_item', 'submission_id', 'badcase_internal.submission'),
  ('badcase_internal.event', 'submission_id', 'badcase_internal.submission'),
  ('badcase_internal.outcome', 'submission_id', 'badcase_internal.submission'),
  ('badcase_internal.corpus_item', 'item_id', 'none'),
  ('badcase_internal.corpus_passage', 'item_id', 'badcase_internal.corpus_item'),
  ('badcase_internal.release_general_item', 'item_id', 'badcase_internal.corpus_item'),
  ('badcase_internal.refused_line', 'upload_id', 'none');

DO $$
DECLARE
  unknown text := (
    SELECT string_agg(c.relname, ', ' ORDER BY c.relname) FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'badcase'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'intake'
      AND NOT EXISTS (SELECT FROM pg_temp.distribution d WHERE d.relation = c.oid));
  d record;
  f record;
BEGIN
  IF unknown IS NOT NULL THEN
    RAISE EXCEPTION 'this script does not know where to put %', unknown;
  END IF;
  CREATE TEMP TABLE foreign_key AS
    SELECT k.conrelid::regclass AS relation, k.conname AS name, pg_catalog.pg_get_constraintdef(k.oid) AS definition
    FROM pg_catalog.pg_constraint k
    WHERE k.connamespace = 'badcase'::regnamespace AND k.contype = 'f' AND k.conparentid = 0;
  FOR f IN SELECT * FROM pg_temp.foreign_key LOOP
    EXECUTE pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT %I', f.relation, f.name);
  END LOOP;
  FOR d IN SELECT * FROM pg_temp.distribution ORDER BY place LOOP
    IF d.key IS NULL THEN
      PERFORM create_reference_table(d.relation);
    ELSE
      PERFORM create_distributed_table(d.relation, d.key::text, colocate_with => d.colocate_with);
    END IF;
  END LOOP;
  FOR f IN SELECT * FROM pg_temp.foreign_key ORDER BY relation::text COLLATE "C", name LOOP
    EXECUTE pg_catalog.format('ALTER TABLE %s ADD CONSTRAINT %I %s', f.relation, f.name, f.definition);
  END LOOP;
  DROP TABLE pg_temp.foreign_key;
END
$$;
DROP TABLE distribution;
