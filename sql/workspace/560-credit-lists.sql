-- The credits as files of a repository.

CREATE FUNCTION badcase_internal.credit_list(program int)
  RETURNS TABLE (contributor bigint, display_name text, accepted bigint, reviews bigint, place bigint, github text)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT coalesce(c.contributor, v.contributor), coalesce(c.display_name, v.display_name), coalesce(c.accepted, 0),
      coalesce(v.reviews, 0),
      row_number() OVER (ORDER BY c.first_accepted_at, v.first_reviewed_at, coalesce(c.contributor, v.contributor)), k.github
    FROM badcase_internal.credits_of(ARRAY[credit_list.program]) c
    FULL JOIN badcase_internal.reviewer_credits_of(ARRAY[credit_list.program]) v ON v.contributor = c.contributor
    JOIN badcase_internal.contributor k ON k.contributor_id = coalesce(c.contributor, v.contributor)
  $$;
COMMENT ON FUNCTION badcase_internal.credit_list(int) IS
  'everybody with a credit of a program, in order of the first accepted record, then of the first review';

-- CommonMark: a backslash before any ASCII punctuation makes it text. A name has one line.
CREATE FUNCTION badcase_internal.markdown_text(value text) RETURNS text
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT regexp_replace(regexp_replace(value, '[\x01-\x20\x7f-\u009f\u2028\u2029]+', ' ', 'g'),
      '([!-/:-@\[-`{-~])', '\\\1', 'g');
  END;
COMMENT ON FUNCTION badcase_internal.markdown_text(text) IS 'a text that Markdown shows as it is, in one line';

CREATE FUNCTION badcase.credits_markdown(program int DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    program := badcase_internal.the_program(program, 'exporter', 'curator');
    RETURN (
      SELECT concat_ws(E'\n\n',
        '## Records' || E'\n\n' || string_agg(format('- %s (%s)', badcase_internal.markdown_text(c.display_name), c.accepted), E'\n'
          ORDER BY c.place) FILTER (WHERE c.accepted > 0),
        '## Reviews' || E'\n\n' || string_agg(format('- %s (%s)', badcase_internal.markdown_text(c.display_name), c.reviews), E'\n'
          ORDER BY c.place) FILTER (WHERE c.reviews > 0)) || E'\n'
      FROM badcase_internal.credit_list(program) c);
  END
  $$;
COMMENT ON FUNCTION badcase.credits_markdown(int) IS
  'exporter, curator: the credits of a program as lists in Markdown: who gave records, in order of the first accepted one, and who reviewed';

-- The command line puts names into HTML as they are, so they come escaped. It needs an address of a picture for everybody:
-- who has no login gets GitHub's own for nobody, and no link. Its link for reviews is to pull requests, of which there are none here.
CREATE FUNCTION badcase.all_contributors(program int DEFAULT NULL, project text DEFAULT NULL) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  AS $$
  BEGIN
    program := badcase_internal.the_program(program, 'exporter', 'curator');
    IF project !~ '^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$' THEN
      RAISE invalid_parameter_value USING
        MESSAGE = 'a project is the owner and the name of a repository with a slash between',
        HINT = 'For example octocat/hello-world.';
    END IF;
    RETURN (
      SELECT jsonb_build_object(
        'projectName', coalesce(split_part(all_contributors.project, '/', 2), p.name),
        'projectOwner', coalesce(split_part(all_contributors.project, '/', 1), ''),
        'repoType', 'github',
        'repoHost', 'https://github.com',
        'files', jsonb_build_array('README.md'),
        'imageSize', 100,
        'commit', false,
        'contributors', (
          SELECT coalesce(jsonb_agg(jsonb_build_object(
            'login', coalesce(c.github, ''), 'name', badcase_internal.html(c.display_name, 100),
            'avatar_url', format('https://github.com/%s.png', coalesce(c.github, 'ghost')),
            'profile', coalesce('https://github.com/' || c.github, ''),
            'contributions', CASE WHEN c.accepted > 0 THEN '["data"]'::jsonb ELSE '[]' END
              || CASE WHEN c.reviews > 0 THEN jsonb_build_array(jsonb_build_object('type', 'review',
                  'url', '#review' || coalesce('-' || c.github, ''))) ELSE '[]' END) ORDER BY c.place), '[]')
          FROM badcase_internal.credit_list(program) c))
      FROM badcase_internal.program p WHERE p.program_id = all_contributors.program);
  END
  $$;
COMMENT ON FUNCTION badcase.all_contributors(int, text) IS
  'exporter, curator: the credits of a program in the form of the file .all-contributorsrc: records as data, reviews as review';
