-- COPY TO of a partitioned table is core's, from PostgreSQL 19 on
SELECT count(*) FROM badcase_lines('');
CREATE TABLE to_parts (a int, b text, record badcase) PARTITION BY LIST (a);
CREATE TABLE to_part_1 PARTITION OF to_parts FOR VALUES IN (1);
CREATE TABLE to_part_2 (record badcase, b text, gone int, a int);
ALTER TABLE to_part_2 DROP COLUMN gone;
ALTER TABLE to_parts ATTACH PARTITION to_part_2 FOR VALUES IN (2);
INSERT INTO to_parts VALUES (1, 'one', badcase('p', 'r')), (2, NULL, badcase('q', 's'));
COPY to_parts TO STDOUT (FORMAT jsonl);
COPY to_parts (record) TO STDOUT (FORMAT jsonl);
COPY (SELECT record FROM to_parts ORDER BY a) TO STDOUT (FORMAT jsonl);
CREATE ROLE regress_badcase_parts;
GRANT SELECT (a) ON to_parts TO regress_badcase_parts;
SET ROLE regress_badcase_parts;
COPY to_parts (a) TO STDOUT (FORMAT jsonl);
COPY to_parts (record) TO STDOUT (FORMAT jsonl);
RESET ROLE;
DROP TABLE to_parts;
DROP ROLE regress_badcase_parts;
