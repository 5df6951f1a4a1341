-- The papers of a release: manifest and cards. They say what the release was when it was published, in a fixed form.

CREATE FUNCTION badcase_internal.utc(at timestamptz) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
COMMENT ON FUNCTION badcase_internal.utc(timestamptz) IS 'a time as text, the same under every setting';

CREATE FUNCTION badcase_internal.manifest_of(r badcase_internal.release) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_build_object(
      'release', r.release_id, 'name', r.name, 'program', p.name,
      'built_at', badcase_internal.utc(r.built_at), 'published_at', badcase_internal.utc(r.published_at),
      'seed', r.seed, 'per_task', r.per_task, 'validation', r.validation, 'mix', r.mix,
      'items', r.items, 'sha256', encode(r.sha256, 'hex'),
      'consents', to_jsonb(r.scopes), 'left_out', r.left_out,
      'licence', coalesce(r.mix #>> '{public,licence}', 'not distributed'),
      'url', coalesce(r.mix #>> '{public,url}', 'not distributed'),
      'facts', coalesce(r.facts, badcase_internal.release_facts(r.release_id)),
      'files', coalesce((
        SELECT jsonb_agg(jsonb_build_object('file', f.file_name, 'format', f.format, 'split', f.split, 'lines', f.lines,
            'left_out', f.left_out, 'refused', f.refused, 'bytes', f.bytes, 'sha256', encode(f.sha256, 'hex'))
          ORDER BY f.format COLLATE "C", f.split COLLATE "C")
        FROM badcase_internal.release_file f WHERE f.release_id = r.release_id), '[]'))
    FROM badcase_internal.program p WHERE p.program_id = r.program_id
  $$;
COMMENT ON FUNCTION badcase_internal.manifest_of(badcase_internal.release) IS 'the manifest of a release';

CREATE FUNCTION badcase.release_manifest(release bigint) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN badcase_internal.manifest_of(badcase_internal.readable_release(release));
  END
  $$;
COMMENT ON FUNCTION badcase.release_manifest(bigint) IS
  'exporter, curator: what a release was made from and by which rules, its counts, and the hashes of its files';

CREATE FUNCTION badcase_internal.markdown(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN regexp_replace(regexp_replace(value, '[\x01-\x1f\x7f-\u009f\u2028\u2029]', ' ', 'g'), '([][\\`*_{}<>#|!&~])' COLLATE "C", '\\\1', 'g');
COMMENT ON FUNCTION badcase_internal.markdown(text) IS 'a text as one line of Markdown that shows it as it is';

-- Licences by their identifiers of SPDX, and what the Hub of Hugging Face calls them where that is not the same in small letters.
CREATE FUNCTION badcase_internal.licences() RETURNS TABLE (spdx text, hub text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT v.spdx, coalesce(v.hub, lower(v.spdx))
    FROM (VALUES
      ('AFL-3.0', NULL::text), ('AGPL-3.0', NULL), ('AGPL-3.0-only', 'agpl-3.0'), ('AGPL-3.0-or-later', 'agpl-3.0'), ('Apache-2.0', NULL),
      ('Artistic-2.0', NULL), ('BSD-2-Clause', NULL), ('BSD-3-Clause', NULL), ('BSD-3-Clause-Clear', NULL), ('BSL-1.0', NULL),
      ('C-UDA-1.0', 'c-uda'), ('CC-BY-2.0', NULL), ('CC-BY-2.5', NULL), ('CC-BY-3.0', NULL), ('CC-BY-4.0', NULL),
      ('CC-BY-NC-2.0', NULL), ('CC-BY-NC-3.0', NULL), ('CC-BY-NC-4.0', NULL), ('CC-BY-NC-ND-3.0', NULL), ('CC-BY-NC-ND-4.0', NULL),
      ('CC-BY-NC-SA-2.0', NULL), ('CC-BY-NC-SA-3.0', NULL), ('CC-BY-NC-SA-4.0', NULL), ('CC-BY-ND-4.0', NULL), ('CC-BY-SA-3.0', NULL),
      ('CC-BY-SA-4.0', NULL), ('CC0-1.0', NULL), ('CDLA-Permissive-1.0', NULL), ('CDLA-Permissive-2.0', NULL), ('CDLA-Sharing-1.0', NULL),
      ('ECL-2.0', NULL), ('EPL-1.0', NULL), ('EPL-2.0', NULL), ('etalab-2.0', NULL), ('EUPL-1.1', NULL), ('EUPL-1.2', NULL),
      ('GFDL-1.3', 'gfdl'), ('GFDL-1.3-only', 'gfdl'), ('GFDL-1.3-or-later', 'gfdl'), ('GPL-2.0', NULL), ('GPL-2.0-only', 'gpl-2.0'),
      ('GPL-2.0-or-later', 'gpl-2.0'), ('GPL-3.0', NULL), ('GPL-3.0-only', 'gpl-3.0'), ('GPL-3.0-or-later', 'gpl-3.0'), ('ISC', NULL),
      ('LGPL-2.1', NULL), ('LGPL-2.1-only', 'lgpl-2.1'), ('LGPL-2.1-or-later', 'lgpl-2.1'), ('LGPL-3.0', NULL), ('LGPL-3.0-only', 'lgpl-3.0'),
      ('LGPL-3.0-or-later', 'lgpl-3.0'), ('LPPL-1.3c', NULL), ('MIT', NULL), ('MPL-2.0', NULL), ('MS-PL', NULL), ('NCSA', NULL),
      ('ODbL-1.0', 'odbl'), ('ODC-By-1.0', 'odc-by'), ('OFL-1.1', NULL), ('OSL-3.0', NULL), ('PDDL-1.0', 'pddl'), ('PostgreSQL', NULL),
      ('Unlicense', NULL), ('WTFPL', NULL), ('Zlib', NULL)) v(spdx, hub);
  END;
COMMENT ON FUNCTION badcase_internal.licences() IS 'licences by their SPDX identifiers, with the names that the Hub of Hugging Face has for them';

-- "CC BY 4.0" and "cc-by-4.0" are CC-BY-4.0.
CREATE FUNCTION badcase_internal.licence_of(name text, OUT spdx text, OUT hub text)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT l.spdx, l.hub FROM badcase_internal.licences() l
    WHERE lower(l.spdx) COLLATE "C" = replace(lower(btrim(licence_of.name)), ' ', '-') COLLATE "C";
  END;
COMMENT ON FUNCTION badcase_internal.licence_of(text) IS 'the SPDX identifier that a licence''s name is, and what the Hub calls it; null for none';

-- Features of Hugging Face datasets as YAML: an object of "_type" is a value, a list has one member. A JSON string is a YAML string, too.
CREATE FUNCTION badcase_internal.card_features(features json, indent text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    RETURN (
      SELECT string_agg(format(E'%s- name: %s\n', indent, f.key) || CASE
          WHEN f.value ->> '_type' IS NOT NULL THEN format('%s  dtype: %s', indent, f.value ->> 'dtype')
          WHEN json_typeof(f.member) = 'array' THEN format(E'%s  sequence:\n%s    sequence: %s', indent, indent, f.member #>> '{0,dtype}')
          WHEN f.member ->> '_type' IS NOT NULL THEN format('%s  sequence: %s', indent, f.member ->> 'dtype')
          WHEN f.member IS NOT NULL THEN format(E'%s  list:\n%s', indent, badcase_internal.card_features(f.member, indent || '  '))
          ELSE format(E'%s  struct:\n%s', indent, badcase_internal.card_features(f.value, indent || '  '))
        END, E'\n' ORDER BY f.n)
      FROM (
        SELECT e.key, e.value, e.n, CASE WHEN json_typeof(e.value) = 'array' THEN e.value -> 0 END AS member
        FROM json_each(features) WITH ORDINALITY e(key, value, n)) f);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.card_features(json, text) IS 'the features of a format as YAML for the head of a card';

CREATE FUNCTION badcase_internal.card_head(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(E'\n',
      '---',
      'pretty_name: ' || to_json(m ->> 'name'),
      'license: ' || coalesce(l.hub, 'other'),
      CASE WHEN l.hub IS NULL THEN 'license_name: ' || to_json(m ->> 'licence') END,
      CASE WHEN l.hub IS NULL AND m -> 'consents' ? 'publish_text' THEN 'license_link: ' || to_json(m ->> 'url') END,
      'language: ' || coalesce((
        SELECT '[' || string_agg(k, ', ' ORDER BY k COLLATE "C") || ']'
        FROM jsonb_object_keys(m #> '{facts,languages}') k WHERE k <> 'other'), '[]'),
      'task_categories: [text-generation]',
      'tags: [instruction-tuning, bad-cases]',
      'size_categories: ' || CASE
        WHEN n < 1000 THEN '[n<1K]' WHEN n < 10000 THEN '[1K<n<10K]' WHEN n < 100000 THEN '[10K<n<100K]'
        WHEN n < 1000000 THEN '[100K<n<1M]' WHEN n < 10000000 THEN '[1M<n<10M]' ELSE '[10M<n<100M]' END,
      (SELECT E'configs:\n- config_name: default\n  data_files:\n'
         || string_agg(format(E'  - split: %s\n    path: %s', f ->> 'split', f ->> 'file'), E'\n' ORDER BY f ->> 'split' COLLATE "C")
       FROM jsonb_array_elements(m -> 'described') f),
      CASE WHEN m ->> 'features' IS NOT NULL AND m -> 'described' <> '[]' THEN
        E'dataset_info:\n  features:\n' || badcase_internal.card_features((m ->> 'features')::json, '  ') || E'\n  splits:\n' || (
        SELECT string_agg(format(E'  - name: %s\n    num_bytes: %s\n    num_examples: %s', f ->> 'split', f ->> 'bytes', f ->> 'lines'), E'\n'
          ORDER BY f ->> 'split' COLLATE "C")
        FROM jsonb_array_elements(m -> 'described') f) END,
      '---')
    FROM (SELECT (m ->> 'items')::bigint) x(n)
    CROSS JOIN LATERAL badcase_internal.licence_of(m ->> 'licence') l
  $$;
COMMENT ON FUNCTION badcase_internal.card_head(jsonb) IS 'the YAML head of a release''s card, from its manifest and the files that the card describes';

-- What every contributor of an item agreed to, and no more than that.
CREATE FUNCTION badcase_internal.card_consent(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(' ',
      format('When the release was %s, every contributor of an item had consented to %s.',
        CASE WHEN m ->> 'published_at' IS NULL THEN 'described' ELSE 'published' END,
        CASE WHEN m -> 'consents' ? 'publish_text' THEN 'training and to the publication of the text' ELSE 'training' END),
      CASE WHEN m -> 'consents' ? 'publish_text' THEN NULL
        WHEN m #> '{facts,consents}' IS NULL THEN 'Consent to publication was not a condition of this release. So it is not for distribution.'
        ELSE format('Consent to publication was not a condition of this release: %s of %s contributors had given it. So it is not for distribution.',
          coalesce(m #>> '{facts,consents,publish_text,contributors}', '0'), m #>> '{facts,contributors}') END,
      (SELECT 'Texts that were agreed to: ' || string_agg(format('%s %s', k.scope, (
          SELECT string_agg(badcase_internal.markdown(v), ', ' ORDER BY v COLLATE "C")
          FROM jsonb_array_elements_text(m #> ARRAY['facts', 'consents', k.scope, 'text_versions']) v)), '; ' ORDER BY k.scope COLLATE "C" DESC) || '.'
       FROM jsonb_array_elements_text(m -> 'consents') k(scope)
       WHERE m #> ARRAY['facts', 'consents', k.scope] IS NOT NULL))
  $$;
COMMENT ON FUNCTION badcase_internal.card_consent(jsonb) IS 'what a card says of consents';

CREATE FUNCTION badcase_internal.card_table(head text, cells jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT CASE WHEN cells IS NULL OR cells = '{}' THEN NULL ELSE
      format(E'| %s | items |\n|---|---|\n', head) || (
        SELECT string_agg(format('| %s | %s |', badcase_internal.markdown(c.key), c.value), E'\n' ORDER BY c.value::bigint DESC, c.key COLLATE "C")
        FROM jsonb_each_text(cells) c) END
  $$;
COMMENT ON FUNCTION badcase_internal.card_table(text, jsonb) IS 'counts by name as a Markdown table, the greatest first; null where there are none';

-- What came of the release, as it is known when the card is asked for: no fact of the release itself.
CREATE FUNCTION badcase_internal.models_of(r badcase_internal.release) RETURNS jsonb
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM badcase_internal.model_version m WHERE m.program_id = r.program_id AND r.release_id = ANY (m.releases)) THEN
      RETURN '[]'::jsonb;
    END IF;
    RETURN (
      SELECT coalesce(jsonb_agg(jsonb_build_object('name', m.name, 'base', b.name, 'cases', f.cases, 'fixed', f.fixed, 'regressed', f.regressed,
          'judged', f.judged, 'better', f.better, 'worse', f.worse, 'chance', f.chance, 'compared', f.compared,
          'rouge', f.rouge_difference, 'low', f.rouge_low, 'high', f.rouge_high) ORDER BY f.model), '[]')
      FROM badcase_internal.version_figures(ARRAY[r.program_id]) f
      JOIN badcase_internal.model_version m ON m.model_id = f.model AND r.release_id = ANY (m.releases)
      LEFT JOIN badcase_internal.model_version b ON b.model_id = f.base
      WHERE f.is_whole AND f.cases + f.records > 0);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.models_of(badcase_internal.release) IS
  'what the versions of the model that were trained on a release gained on the cases and lost or gained on held-out records';

CREATE FUNCTION badcase_internal.card_models(models jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT E'Versions of the model that were trained on it, what they answer to the cases, and to held-out records of general corpora against the version that they were trained from '
      '(chance: McNemar''s exact test of better and worse; ROUGE-L: the mean difference and its 95 % interval, by the paired bootstrap):\n\n'
      '| version | trained from | cases | fixed | regressed | general, judged | better | worse | chance | ROUGE-L |\n|---|---|---|---|---|---|---|---|---|---|\n'
      || string_agg(format('| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |', badcase_internal.markdown(v ->> 'name'), coalesce(badcase_internal.markdown(v ->> 'base'), '-'),
        v ->> 'cases', v ->> 'fixed', v ->> 'regressed', v ->> 'judged', v ->> 'better', v ->> 'worse', coalesce(v ->> 'chance', '-'),
        CASE WHEN v ->> 'rouge' IS NULL THEN '-' ELSE format('%s (%s to %s)', v ->> 'rouge', v ->> 'low', v ->> 'high') END), E'\n' ORDER BY n)
    FROM jsonb_array_elements(models) WITH ORDINALITY x(v, n)
  $$;
COMMENT ON FUNCTION badcase_internal.card_models(jsonb) IS 'what a card says of the versions of the model that were trained on the release; null for none';

CREATE FUNCTION badcase_internal.card_markdown(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(E'\n\n',
      badcase_internal.card_head(m),
      '# ' || badcase_internal.markdown(m ->> 'name'),
      format('Release %s of the programme "%s": %s records in which a language model did badly, each with the answer it should have given. Contributors sent them in, reviewers judged them useful and correct.',
        m ->> 'release', badcase_internal.markdown(m ->> 'program'),
        (m ->> 'items')::bigint - (SELECT coalesce(sum((g ->> 'items')::bigint), 0) FROM jsonb_array_elements(m #> '{facts,general}') g)),
      CASE WHEN m -> 'consents' ? 'publish_text'
        THEN format('Licence: %s. Published at %s.', badcase_internal.markdown(coalesce(l.spdx, m ->> 'licence')), badcase_internal.markdown(m ->> 'url')) END,
      '## Consent',
      badcase_internal.card_consent(m),
      '## Composition',
      badcase_internal.card_table('split', m #> '{facts,splits}'),
      badcase_internal.card_table('language, by script', m #> '{facts,languages}'),
      badcase_internal.card_table('task', m #> '{facts,tasks}'),
      badcase_internal.card_table('kind of failure', m #> '{facts,failure_kinds}'),
      format('%s items have a history of earlier turns, %s a rejected answer beside the right one. %s contributors.',
        m #>> '{facts,with_history}', m #>> '{facts,with_rejected}', m #>> '{facts,contributors}'),
      CASE WHEN m #> '{facts,asking}' IS NOT NULL THEN format('The prompts of %s items state what can be checked by a program: language, length, format, words. Of %s of these, nothing in the response is seen to break it.',
        m #>> '{facts,asking}', m #>> '{facts,asking_kept}') END,
      (SELECT E'General data of others is mixed in, all of it for training:\n\n| corpus | items | licence | source |\n|---|---|---|---|\n'
          || string_agg(format('| %s | %s | %s | %s |', badcase_internal.markdown(g ->> 'corpus'), g ->> 'items', badcase_internal.markdown(g ->> 'licence'),
            badcase_internal.markdown(coalesce(g ->> 'source', '-'))), E'\n' ORDER BY n)
       FROM jsonb_array_elements(m #> '{facts,general}') WITH ORDINALITY x(g, n)),
      '## How it was made',
      format(E'- Received from %s to %s.\n- Reviewed by %s reviewers, %s reviews an item; a submission is accepted when %s reviews find it useful and correct.\n- Agreement on verdicts over all submissions: %s observed, Fleiss'' kappa %s (%s pairs of reviews).\n- Seed %s; order and choice by SHA-256 of seed and record. At most %s of a cluster of near-duplicates%s.\n- Share for validation: %s, whole clusters.\n- Made by badcase %s; features %s; versions of screening rules %s, of decision rules %s.',
        coalesce(m #>> '{facts,received,from}', '-'), coalesce(m #>> '{facts,received,to}', '-'),
        m #>> '{facts,agreement,reviewers}', coalesce(m #>> '{facts,reviews_per_item}', '-'), m #>> '{facts,versions,quorum}',
        coalesce(m #>> '{facts,agreement,observed}', '-'), coalesce(m #>> '{facts,agreement,kappa}', '-'), m #>> '{facts,agreement,pairs}',
        m ->> 'seed', coalesce(m #>> '{mix,per_cluster}', 'any number'), ', ' || (m ->> 'per_task') || ' of a task',
        m ->> 'validation', m #>> '{facts,versions,badcase}', m #>> '{facts,versions,features}',
        coalesce(m #>> '{facts,versions,screening_rules}', '-'), coalesce(m #>> '{facts,versions,decision_rules}', '-')),
      format('An audit: of the accepted records of these rounds a sample was judged again by reviewers who had no part in the decisions: %s of %s were found wrong, a share of %s, between %s and %s with 95 %% (Wilson).',
        m #>> '{facts,audit,wrong}', m #>> '{facts,audit,judged}', m #>> '{facts,audit,error_rate}', m #>> '{facts,audit,low}', m #>> '{facts,audit,high}')
        || CASE WHEN m #> '{facts,audit}' IS NOT NULL THEN '' END,
      badcase_internal.card_models(m -> 'models'),
      'Left out:',
      badcase_internal.card_table('reason', m -> 'left_out'),
      '## Personal data',
      'Records are screened for personal data, secrets and listed terms; what is found is held until a person decides. No screening finds everything.',
      '## Withdrawals',
      'Contributors can take a record or a consent back at any time. A release that holds one is not exported any more, and the next one leaves it out. Models that were trained before keep what they learned.',
      '## Files',
      format('SHA-256 of the list of items: `%s`. The files are of the format `%s`; manifest.json has the hashes of the other formats.', m ->> 'sha256', m ->> 'format'),
      (SELECT E'| file | lines | SHA-256 |\n|---|---|---|\n' || string_agg(format('| `%s` | %s | `%s` |', f ->> 'file', f ->> 'lines', f ->> 'sha256'), E'\n'
         ORDER BY f ->> 'file' COLLATE "C")
       FROM jsonb_array_elements(m -> 'described') f),
      (SELECT concat_ws(E'\n',
         CASE WHEN sum((f ->> 'left_out')::bigint) > 0 THEN format('- %s items have no rejected answer and no line.', sum((f ->> 'left_out')::bigint)) END,
         CASE WHEN sum((f ->> 'refused')::bigint) > 0 THEN format('- %s items have a history and are left out: the format has no place for one.', sum((f ->> 'refused')::bigint)) END)
       FROM jsonb_array_elements(m -> 'described') f HAVING sum((f ->> 'left_out')::bigint + (f ->> 'refused')::bigint) > 0))
      || E'\n'
    FROM badcase_internal.licence_of(m ->> 'licence') l
  $$;
COMMENT ON FUNCTION badcase_internal.card_markdown(jsonb) IS 'the card of a release in Markdown with a head for Hugging Face, from its manifest';

-- One field of a record set, read by its column, and by JSONPath from there on: the reference loader reads JSON lines that way.
CREATE FUNCTION badcase_internal.card_field(id text, name text, feature json, source jsonb) RETURNS jsonb
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    member CONSTANT json := CASE WHEN json_typeof(feature) = 'array' THEN feature -> 0 ELSE feature END;
    only_key CONSTANT text := (SELECT min(k) FROM json_object_keys(CASE WHEN json_typeof(member) = 'object' THEN member ELSE '{}' END) k HAVING count(*) = 1);
    field jsonb := jsonb_build_object('@type', 'cr:Field', '@id', id, 'name', name);
  BEGIN
    IF json_typeof(feature) = 'array' AND json_typeof(member) = 'array' THEN
      RETURN field || jsonb_build_object('dataType', 'sc:Text', 'isArray', true, 'arrayShape', '-1,2', 'source', source);
    ELSIF member ->> '_type' IS NOT NULL THEN
      RETURN field || jsonb_build_object('dataType', CASE member ->> 'dtype' WHEN 'bool' THEN 'sc:Boolean' WHEN 'int64' THEN 'sc:Integer' ELSE 'sc:Text' END,
        'source', source);
    ELSIF json_typeof(member -> only_key) = 'array' THEN
      -- an object around a list, and nothing beside it
      RETURN badcase_internal.card_field(id, name, member -> only_key, badcase_internal.card_source(source, only_key));
    END IF;
    IF json_typeof(feature) = 'array' THEN
      field := field || '{"isArray": true, "arrayShape": "-1"}';
    END IF;
    RETURN field || jsonb_build_object('subField', (
      SELECT jsonb_agg(badcase_internal.card_field(id || '/' || e.key, e.key, e.value, badcase_internal.card_source(source, e.key)) ORDER BY e.n)
      FROM json_each(member) WITH ORDINALITY e(key, value, n)));
  END
  $$;
COMMENT ON FUNCTION badcase_internal.card_field(text, text, json, jsonb) IS 'a feature of a format as a field of a record set of Croissant';

CREATE FUNCTION badcase_internal.card_source(source jsonb, key text) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT source || jsonb_build_object('transform', coalesce(source -> 'transform', '[]') || jsonb_build_array(jsonb_build_object('jsonPath', '$.' || key)))
  $$;
COMMENT ON FUNCTION badcase_internal.card_source(jsonb, text) IS 'the source of a field that is a member of another';

-- The keys of the record's own format are not fixed: what every line has is described.
CREATE FUNCTION badcase_internal.card_record_sets(m jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(jsonb_agg(jsonb_build_object('@type', 'cr:RecordSet', '@id', f ->> 'split', 'name', f ->> 'split',
        'description', format('%s items, format %s', f ->> 'lines', m ->> 'format'),
        'field', (
          SELECT jsonb_agg(badcase_internal.card_field((f ->> 'split') || '/' || e.key, e.key, e.value,
            jsonb_build_object('fileObject', jsonb_build_object('@id', f ->> 'file'), 'extract', jsonb_build_object('column', e.key))) ORDER BY e.n)
          FROM json_each(coalesce(m ->> 'features', '{"prompt": {"dtype": "string", "_type": "Value"}, "response": {"dtype": "string", "_type": "Value"}}')::json)
            WITH ORDINALITY e(key, value, n)))
      ORDER BY f ->> 'split' COLLATE "C"), '[]')
    FROM jsonb_array_elements(m -> 'described') f
  $$;
COMMENT ON FUNCTION badcase_internal.card_record_sets(jsonb) IS 'a record set of Croissant for each file that a card describes';

-- Croissant 1.1 with the vocabulary for responsible AI 1.0, both of MLCommons; the context is the one that its loader has for standard.
CREATE FUNCTION badcase_internal.card_croissant(m jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_build_object(
      '@context', '{"@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/", "dct": "http://purl.org/dc/terms/", "arrayShape": "cr:arrayShape", "citeAs": "cr:citeAs",
        "column": "cr:column", "conformsTo": "dct:conformsTo", "containedIn": "cr:containedIn", "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "description": {"@container": "@language"},
        "equivalentProperty": "cr:equivalentProperty", "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
        "field": "cr:field", "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format",
        "includes": "cr:includes", "isArray": "cr:isArray", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
        "md5": "cr:md5", "name": {"@container": "@language"}, "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
        "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate",
        "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform"}'::jsonb,
      '@type', 'sc:Dataset',
      'conformsTo', jsonb_build_array('http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'),
      'name', m ->> 'name',
      'description', format('Release %s of the programme "%s": records in which a language model did badly, each with the answer it should have given.',
        m ->> 'release', m ->> 'program'),
      'license', coalesce(to_jsonb(l.spdx), jsonb_build_object('@type', 'sc:CreativeWork', 'name', m ->> 'licence')),
      'url', m ->> 'url',
      'citeAs', format('%s. Release %s of the programme %s. %s.', m ->> 'name', m ->> 'release', m ->> 'program', coalesce(left(m ->> 'published_at', 10), 'Not published')),
      'creator', jsonb_build_object('@type', 'sc:Organization', 'name', m ->> 'program'),
      'datePublished', coalesce(m ->> 'published_at', 'not published'),
      'version', (m ->> 'release') || '.0.0',
      'keywords', jsonb_build_array('instruction tuning', 'bad cases', 'large language model'),
      'inLanguage', coalesce((
        SELECT jsonb_agg(k ORDER BY k COLLATE "C") FROM jsonb_object_keys(m #> '{facts,languages}') k WHERE k <> 'other'), '[]'),
      'isLiveDataset', false,
      'distribution', coalesce((
        SELECT jsonb_agg(jsonb_build_object('@type', 'cr:FileObject', '@id', f ->> 'file', 'name', f ->> 'file',
            'description', format('%s, format %s', f ->> 'split', m ->> 'format'), 'contentUrl', f ->> 'file',
            'contentSize', (f ->> 'bytes') || ' B', 'encodingFormat', 'application/jsonlines', 'sha256', f ->> 'sha256')
          ORDER BY f ->> 'file' COLLATE "C")
        FROM jsonb_array_elements(m -> 'described') f), '[]'),
      'recordSet', badcase_internal.card_record_sets(m),
      'rai:dataCollection', 'Sent in by users of the model as JSON lines; contributors are asked to attest that records hold no personal data, secrets or property of others. '
        || badcase_internal.card_consent(m),
      'rai:dataCollectionTimeframe', jsonb_build_array(m #> '{facts,received,from}', m #> '{facts,received,to}'),
      'rai:annotationsPerItem', coalesce(m #>> '{facts,reviews_per_item}', '0'),
      'rai:dataAnnotationProtocol', format('Reviewers judge usefulness and correctness apart and do not see whose record it is; %s agreeing reviews decide, else a curator does. Nobody reviews a record of their own.',
        m #>> '{facts,versions,quorum}'),
      'rai:dataAnnotationAnalysis', format('Agreement on verdicts over all submissions: %s observed, Fleiss'' kappa %s, %s pairs of reviews.',
        coalesce(m #>> '{facts,agreement,observed}', 'none'), coalesce(m #>> '{facts,agreement,kappa}', 'none'), m #>> '{facts,agreement,pairs}'),
      'rai:personalSensitiveInformation', 'Screened for personal data and secrets; what is found is held until a person decides. No screening finds everything.',
      'rai:dataReleaseMaintenancePlan', 'Contributors can take a record or a consent back at any time: a release that holds one is not exported any more, and the next one leaves it out.',
      'rai:dataLimitations', 'Records of failures of particular models; not a sample of what people ask.',
      'rai:dataBiases', 'Who takes part chooses the tasks and languages; the counts by task and script are in the manifest.',
      'rai:machineAnnotationTools', format('badcase %s: near-duplicates (features %s) and screening (rules %s).',
        m #>> '{facts,versions,badcase}', m #>> '{facts,versions,features}', coalesce(m #>> '{facts,versions,screening_rules}', '-')))
    FROM badcase_internal.licence_of(m ->> 'licence') l
  $$;
COMMENT ON FUNCTION badcase_internal.card_croissant(jsonb) IS 'the card of a release as Croissant 1.1, from its manifest';

-- The files of a format that have lines, as badcase-export writes them: hashes that were noted, or else computed. A format that refuses some
-- items is described without them.
CREATE FUNCTION badcase_internal.described_files(release bigint, format text, split text) RETURNS jsonb
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    WITH noted AS MATERIALIZED (
      SELECT f.split, f.lines, f.left_out, f.refused, f.bytes, f.sha256 FROM badcase_internal.release_file f
      WHERE f.release_id = described_files.release AND f.format = badcase_internal.format_named(described_files.format)
    ), file AS (
      SELECT n.* FROM noted n WHERE NOT EXISTS (SELECT FROM noted o WHERE o.sha256 IS NULL)
      UNION ALL
      SELECT c.* FROM badcase_internal.format_files(described_files.release, badcase_internal.format_named(described_files.format)) c
      WHERE NOT EXISTS (SELECT FROM noted n) OR EXISTS (SELECT FROM noted o WHERE o.sha256 IS NULL)
    )
    SELECT coalesce(jsonb_agg(jsonb_build_object('file', badcase.release_file_name(described_files.release, described_files.format, f.split),
        'split', f.split, 'lines', f.lines, 'left_out', f.left_out, 'refused', f.refused, 'bytes', f.bytes, 'sha256', encode(f.sha256, 'hex'))
      ORDER BY f.split COLLATE "C"), '[]')
    FROM file f WHERE f.lines > 0 AND (described_files.split IS NULL OR f.split = described_files.split)
  $$;
COMMENT ON FUNCTION badcase_internal.described_files(bigint, text, text) IS 'the files of a release in a format, for its cards';

CREATE FUNCTION badcase.dataset_card(release bigint, kind text DEFAULT 'markdown', format text DEFAULT 'badcase', split text DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    r CONSTANT badcase_internal.release := badcase_internal.readable_release(release);
    m jsonb := badcase_internal.manifest_of(r);
  BEGIN
    IF NOT EXISTS (SELECT FROM @extschema@.badcase_formats() f WHERE f.name = badcase_internal.format_named(dataset_card.format)) THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'no such format',
        HINT = format('SELECT name FROM %s.badcase_formats() lists them.', '@extschema@');
    END IF;
    IF split NOT IN ('train', 'validation') THEN
      RAISE invalid_parameter_value USING MESSAGE = 'splits are train and validation';
    END IF;
    m := m || jsonb_build_object('format', dataset_card.format, 'features', @extschema@.badcase_features_schema(dataset_card.format)::text,
      'described', badcase_internal.described_files(release, dataset_card.format, split), 'models', badcase_internal.models_of(r));
    CASE kind
      WHEN 'markdown' THEN RETURN badcase_internal.card_markdown(m);
      WHEN 'croissant' THEN RETURN jsonb_pretty(badcase_internal.card_croissant(m)) || E'\n';
      ELSE
        RAISE invalid_parameter_value USING MESSAGE = 'kinds of cards are markdown and croissant';
    END CASE;
  END
  $$;
COMMENT ON FUNCTION badcase.dataset_card(bigint, text, text, text) IS
  'exporter, curator: the card of a release and its files in a format: Markdown with a head for Hugging Face, or Croissant';
