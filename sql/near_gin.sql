-- The classes of GIN.
\set method gin
\set with 'WITH (fastupdate = off)'
\getenv top PG_ABS_SRCDIR
\set cases :top /sql/include/near_index.sql
\i :cases

-- options that there are not
CREATE INDEX ON near_case USING gin (record badcase_near_v1_ops (bits = 18));
CREATE INDEX ON near_case USING gin (record badcase_near_v1_ops (bits = 33));
CREATE INDEX ON near_case USING gin (record badcase_near_v1_ops (threshold = 0));
CREATE INDEX ON near_case USING gin (record badcase_near_v1_ops (threshold = 1.1));
CREATE INDEX ON near_case USING gin (record badcase_near_v1_ops (threshold = 'NaN'));
CREATE INDEX ON near_case USING gin (record badcase_near_v1_ops (field = text));
CREATE INDEX ON near_case USING gin (record badcase_near_v1_ops (k = 5));

-- GIN must not leave out rows
SET enable_seqscan = off;
SET gin_fuzzy_search_limit = 10;
SELECT id FROM near_case WHERE record % near('no no', 0.9, 'response');
\echo :LAST_ERROR_SQLSTATE
RESET gin_fuzzy_search_limit;
SELECT id FROM near_case WHERE record % near('no no', 0.9, 'response') ORDER BY id;
-- an operand of no field is refused by the index too
SELECT id FROM near_case WHERE record % near('no no');
RESET enable_seqscan;
DROP TABLE near_case;
