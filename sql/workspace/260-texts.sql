-- What is told of a text or a JSON value: its language, the words of a span, a whole number.

-- A language is told by its script: Chinese by CJK ideographs, English by Latin letters without any. The E keeps
-- backslashes what they are where standard_conforming_strings is off.
CREATE FUNCTION badcase_internal.language_of(value text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE
      WHEN value IS NULL THEN NULL
      WHEN value COLLATE "C" ~ E'[\\u3400-\\u4dbf\\u4e00-\\u9fff]' THEN 'zh'
      WHEN value COLLATE "C" ~ '[A-Za-z]' THEN 'en'
      ELSE 'other'
    END;
  END;
COMMENT ON FUNCTION badcase_internal.language_of(text) IS 'the language of a text by its script: zh, en or other';

-- RFC 6901: ~1 stands for /, ~0 for ~, in this order; what is before the first / is nothing, and / alone is the empty key.
CREATE FUNCTION badcase_internal.at_pointer(value jsonb, pointer text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT value #>> (SELECT coalesce(array_agg(replace(replace(t.token, '~1', '/'), '~0', '~') ORDER BY t.n), '{}')
      FROM string_to_table(pointer, '/') WITH ORDINALITY t(token, n) WHERE t.n > 1);
  END;
COMMENT ON FUNCTION badcase_internal.at_pointer(jsonb, text) IS 'what a JSON pointer points to, as text';

-- Twenty characters on each side. In meta a span is of the string that the path points to. To come to a place takes as long as
-- the text before it, and a text can have a hundred thousand findings: what lies far behind has no words.
CREATE FUNCTION badcase_internal.in_context(value text, field text, f badcase_internal.finding) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN f.start > 20 THEN '…' ELSE '' END || substr(t.value, greatest(f.start - 20, 0) + 1, f.stop - greatest(f.start - 20, 0) + 20)
      || CASE WHEN substr(t.value, f.stop + 21, 1) <> '' THEN '…' ELSE '' END
    FROM (
      SELECT CASE WHEN in_context.field = 'meta' THEN badcase_internal.at_pointer(in_context.value::jsonb, f.path) ELSE in_context.value END AS value) t
    WHERE f.start IS NOT NULL AND f.stop <= 50000 AND (in_context.field <> 'meta' OR octet_length(in_context.value) <= 50000);
  END;
COMMENT ON FUNCTION badcase_internal.in_context(text, text, badcase_internal.finding) IS
  'the words of a finding with some on each side; null where it has no place, or one behind 50,000 characters or in meta of more bytes';

-- A kind that there is not counts nowhere, so its sender is told, and curators see how many.
CREATE FUNCTION badcase_internal.unknown_kinds(record @extschema@.badcase) RETURNS text[]
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT array_agg(DISTINCT k COLLATE "C" ORDER BY k COLLATE "C")
    FROM (SELECT @extschema@.meta(record) -> 'failure_kind' AS named) m
    CROSS JOIN LATERAL jsonb_array_elements_text(CASE jsonb_typeof(m.named) WHEN 'array' THEN m.named WHEN 'string' THEN jsonb_build_array(m.named) ELSE '[]' END) k
    WHERE k <> ALL (badcase_internal.failure_kinds()) AND k ~ '[^[:space:]]';
  END;
COMMENT ON FUNCTION badcase_internal.unknown_kinds(@extschema@.badcase) IS 'what a record names as kinds of failure that are none; null for nothing';

CREATE FUNCTION badcase_internal.whole_number(value jsonb, lowest bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN jsonb_typeof(value) = 'number' THEN (
      SELECT n::bigint FROM (SELECT (value #>> '{}')::numeric) v(n)
      WHERE n = trunc(n) AND n BETWEEN lowest AND 9223372036854775807) END;
  END;
COMMENT ON FUNCTION badcase_internal.whole_number(jsonb, bigint) IS
  'a JSON number as a bigint, null where it is no whole number, less than the lowest or too great';
