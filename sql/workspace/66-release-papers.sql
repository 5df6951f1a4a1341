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

-- A JSON string is a YAML string, too.
CREATE FUNCTION badcase_internal.card_head(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(E'\n',
      '---',
      'pretty_name: ' || to_json(m ->> 'name'),
      'license: ' || to_json(m ->> 'licence'),
      'language: ' || coalesce((
        SELECT '[' || string_agg(k, ', ' ORDER BY k COLLATE "C") || ']'
        FROM jsonb_object_keys(m #> '{facts,languages}') k WHERE k <> 'other'), '[]'),
      'task_categories: [text-generation]',
      'tags: [instruction-tuning, bad-cases]',
      'size_categories: ' || CASE
        WHEN n < 1000 THEN '[n<1K]' WHEN n < 10000 THEN '[1K<n<10K]' WHEN n < 100000 THEN '[10K<n<100K]'
        WHEN n < 1000000 THEN '[100K<n<1M]' ELSE '[1M<n<10M]' END,
      'configs:',
      '- config_name: default',
      '  data_files:',
      (SELECT string_agg(format(E'  - split: %s\n    path: %s', f ->> 'split', f ->> 'file'), E'\n' ORDER BY f ->> 'split' COLLATE "C")
       FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'format' = 'ptuning_chat'),
      'dataset_info:',
      '  features:',
      '  - name: prompt',
      '    dtype: string',
      '  - name: response',
      '    dtype: string',
      '  - name: history',
      '    sequence:',
      '      sequence: string',
      '  splits:',
      (SELECT string_agg(format(E'  - name: %s\n    num_bytes: %s\n    num_examples: %s', f ->> 'split', f ->> 'bytes', f ->> 'lines'), E'\n'
         ORDER BY f ->> 'split' COLLATE "C")
       FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'format' = 'ptuning_chat'),
      '---')
    FROM (SELECT (m ->> 'items')::bigint) x(n)
  $$;
COMMENT ON FUNCTION badcase_internal.card_head(jsonb) IS 'the YAML head of a release''s card, from its manifest';

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

CREATE FUNCTION badcase_internal.card_markdown(m jsonb) RETURNS text
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT concat_ws(E'\n\n',
      badcase_internal.card_head(m),
      '# ' || badcase_internal.markdown(m ->> 'name'),
      format('Release %s of the programme "%s": %s records in which a language model did badly, each with the answer it should have given. Contributors sent them in, reviewers judged them useful and correct, and every contributor consented to %s.',
        m ->> 'release', badcase_internal.markdown(m ->> 'program'),
        (m ->> 'items')::bigint - (SELECT coalesce(sum((g ->> 'items')::bigint), 0) FROM jsonb_array_elements(m #> '{facts,general}') g),
        CASE WHEN m -> 'consents' ? 'publish_text' THEN 'training and to the publication of the text' ELSE 'training' END),
      CASE WHEN m -> 'consents' ? 'publish_text'
        THEN format('Licence: %s. Published at %s.', badcase_internal.markdown(m ->> 'licence'), badcase_internal.markdown(m ->> 'url'))
        ELSE 'This release is not distributed: its contributors have not agreed to the publication of their texts.' END,
      '## Composition',
      badcase_internal.card_table('split', m #> '{facts,splits}'),
      badcase_internal.card_table('language, by script', m #> '{facts,languages}'),
      badcase_internal.card_table('task', m #> '{facts,tasks}'),
      badcase_internal.card_table('kind of failure', m #> '{facts,failure_kinds}'),
      format('%s items have a history of earlier turns, %s a rejected answer beside the right one. %s contributors.',
        m #>> '{facts,with_history}', m #>> '{facts,with_rejected}', m #>> '{facts,contributors}'),
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
      'Left out:',
      badcase_internal.card_table('reason', m -> 'left_out'),
      '## Personal data',
      'Records are screened for personal data, secrets and listed terms; what is found is held until a person decides. No screening finds everything.',
      '## Withdrawals',
      'Contributors can take a record or a consent back at any time. A release that holds one is not exported any more, and the next one leaves it out. Models that were trained before keep what they learned.',
      '## Files',
      format(E'SHA-256 of the list of items: `%s`', m ->> 'sha256'),
      (SELECT E'| file | lines | SHA-256 |\n|---|---|---|\n' || string_agg(format('| `%s` | %s | `%s` |', f ->> 'file', f ->> 'lines', f ->> 'sha256'), E'\n'
         ORDER BY f ->> 'file' COLLATE "C")
       FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'sha256' IS NOT NULL AND f ->> 'lines' <> '0'))
      || E'\n'
  $$;
COMMENT ON FUNCTION badcase_internal.card_markdown(jsonb) IS 'the card of a release in Markdown with a head for Hugging Face, from its manifest';

-- Croissant 1.1 with the vocabulary for responsible AI 1.0, both of MLCommons.
CREATE FUNCTION badcase_internal.card_croissant(m jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_build_object(
      '@context', jsonb_build_object('@language', 'en', '@vocab', 'https://schema.org/', 'sc', 'https://schema.org/',
        'cr', 'http://mlcommons.org/croissant/', 'rai', 'http://mlcommons.org/croissant/RAI/', 'dct', 'http://purl.org/dc/terms/',
        'conformsTo', 'dct:conformsTo', 'citeAs', 'cr:citeAs', 'recordSet', 'cr:recordSet', 'field', 'cr:field',
        'dataType', jsonb_build_object('@id', 'cr:dataType', '@type', '@vocab'), 'source', 'cr:source', 'extract', 'cr:extract',
        'fileObject', 'cr:fileObject', 'jsonPath', 'cr:jsonPath', 'isLiveDataset', 'cr:isLiveDataset',
        'isArray', 'cr:isArray', 'arrayShape', 'cr:arrayShape'),
      '@type', 'sc:Dataset',
      'conformsTo', jsonb_build_array('http://mlcommons.org/croissant/1.1', 'http://mlcommons.org/croissant/RAI/1.0'),
      'name', m ->> 'name',
      'description', format('Release %s of the programme "%s": records in which a language model did badly, each with the answer it should have given.',
        m ->> 'release', m ->> 'program'),
      'license', m ->> 'licence',
      'url', m ->> 'url',
      'creator', jsonb_build_object('@type', 'sc:Organization', 'name', m ->> 'program'),
      'datePublished', coalesce(m ->> 'published_at', 'not published'),
      'version', (m ->> 'release') || '.0.0',
      'keywords', jsonb_build_array('instruction tuning', 'bad cases', 'large language model'),
      'inLanguage', coalesce((
        SELECT jsonb_agg(k ORDER BY k COLLATE "C") FROM jsonb_object_keys(m #> '{facts,languages}') k WHERE k <> 'other'), '[]'),
      'isLiveDataset', false,
      'distribution', coalesce((
        SELECT jsonb_agg(jsonb_build_object('@type', 'cr:FileObject', '@id', f ->> 'file', 'name', f ->> 'file',
            'description', format('%s, format %s', f ->> 'split', f ->> 'format'), 'contentUrl', f ->> 'file',
            'contentSize', (f ->> 'bytes') || ' B', 'encodingFormat', 'application/jsonlines', 'sha256', f ->> 'sha256')
          ORDER BY f ->> 'file' COLLATE "C")
        FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'sha256' IS NOT NULL AND f ->> 'lines' <> '0'), '[]'),
      'recordSet', coalesce((
        SELECT jsonb_agg(jsonb_build_object('@type', 'cr:RecordSet', '@id', f ->> 'split', 'name', f ->> 'split',
            'field', (
              SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('@type', 'cr:Field', '@id', (f ->> 'split') || '/' || k.name, 'name', k.name,
                  'dataType', 'sc:Text', 'isArray', k.is_array, 'arrayShape', k.shape,
                  'source', jsonb_build_object('fileObject', jsonb_build_object('@id', f ->> 'file'),
                    'extract', jsonb_build_object('jsonPath', '$.' || k.name)))) ORDER BY k.n)
              FROM (VALUES (1, 'prompt', NULL::bool, NULL::text), (2, 'response', NULL, NULL), (3, 'history', true, '-1,2')) k(n, name, is_array, shape)))
          ORDER BY f ->> 'split' COLLATE "C")
        FROM jsonb_array_elements(m -> 'files') f WHERE f ->> 'format' = 'ptuning_chat'), '[]'),
      'rai:dataCollection', 'Sent in by users of the model as JSON lines, each contributor attesting that the record holds no personal data, secrets or property of others.',
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
  $$;
COMMENT ON FUNCTION badcase_internal.card_croissant(jsonb) IS 'the card of a release as Croissant 1.1, from its manifest';

CREATE FUNCTION badcase.dataset_card(release bigint, kind text DEFAULT 'markdown') RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    m CONSTANT jsonb := badcase_internal.manifest_of(badcase_internal.readable_release(release));
  BEGIN
    CASE kind
      WHEN 'markdown' THEN RETURN badcase_internal.card_markdown(m);
      WHEN 'croissant' THEN RETURN jsonb_pretty(badcase_internal.card_croissant(m)) || E'\n';
      ELSE
        RAISE invalid_parameter_value USING MESSAGE = 'kinds of cards are markdown and croissant';
    END CASE;
  END
  $$;
COMMENT ON FUNCTION badcase.dataset_card(bigint, text) IS
  'exporter, curator: the card of a release: Markdown with a head for Hugging Face, or Croissant';
