-- A report on the versions of the model: what they gained on the cases, and what they lost or gained of general ability.

CREATE FUNCTION badcase_internal.report_difference(difference numeric, low numeric, high numeric) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT coalesce(to_char(difference, 'SG0.000') || '<small>' || to_char(low, 'SG0.000') || ' … ' || to_char(high, 'SG0.000') || '</small>', '–');
  END;
COMMENT ON FUNCTION badcase_internal.report_difference(numeric, numeric, numeric) IS 'a difference with its interval, as HTML; a dash for none';

CREATE FUNCTION badcase_internal.report_models(r badcase_internal.round, w jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH version AS MATERIALIZED (
      SELECT f.*, m.name, b.name AS base_name, row_number() OVER (ORDER BY f.model DESC) AS place
      FROM badcase_internal.version_figures(ARRAY[r.program_id]) f
      JOIN badcase_internal.model_version m ON m.model_id = f.model
      LEFT JOIN badcase_internal.model_version b ON b.model_id = f.base
      WHERE f.is_whole AND f.cases + f.records > 0
    )
    SELECT badcase_internal.report_section('models', 'wide', w ->> 'models_head', w ->> 'models_about',
      badcase_internal.report_legend('{accepted,duplicate,rejected}', ARRAY[w ->> 'general_better', w ->> 'general_same', w ->> 'general_worse'])
      || badcase_internal.report_table('models', w ->> 'models_caption',
        ARRAY['', w ->> 'case_answers', w ->> 'case_fixed', w ->> 'case_regressed', w ->> 'general_judged', w ->> 'general_better', w ->> 'general_worse', w ->> 'general_chance', w ->> 'general_rouge'],
        string_agg(badcase_internal.report_row(
          format('<bdi>%s</bdi>%s', badcase_internal.html(v.name, 60), '<small>← <bdi>' || badcase_internal.html(v.base_name, 60) || '</bdi></small>'),
          CASE WHEN v.judged > 0 THEN badcase_internal.report_bar(ARRAY[v.better, v.same, v.worse], '{accepted,duplicate,rejected}', v.judged, badcase_internal.report_number(v.judged)) END,
          badcase_internal.report_number(v.cases), badcase_internal.report_number(v.fixed), badcase_internal.report_number(v.regressed),
          badcase_internal.report_number(v.judged), badcase_internal.report_number(v.better), badcase_internal.report_number(v.worse),
          coalesce(to_char(v.chance, 'FM0.000'), '–'), badcase_internal.report_difference(v.rouge_difference, v.rouge_low, v.rouge_high)), '' ORDER BY v.place)))
    FROM version v WHERE v.place <= 60 HAVING count(*) > 0
  $$;
COMMENT ON FUNCTION badcase_internal.report_models(badcase_internal.round, jsonb) IS
  'the section of a report on versions of the model that answered something, the newest first; null where none did';
