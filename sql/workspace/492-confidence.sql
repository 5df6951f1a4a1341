-- How sure a decision is, from how well its reviewers judged gold; and how sure a share is.
--
-- The rule: of a reviewer who judged k of n gold records right, (k + 4) / (n + 5) are taken to be right, four of five where
-- there is no gold. Reviewers are taken to err apart from each other, and either verdict to be as likely before. Then what
-- agreeing reviewers say is right with the probability a / (a + b), a being the product of their shares and b that of the
-- remainders. Dawid and Skene (Maximum likelihood estimation of observer error-rates, 1979) estimate the shares from the
-- reviews alone; with two reviews of most records that finds little that gold does not tell, and it is no sum of counts.

CREATE FUNCTION badcase_internal.confidence(judged_right bigint[], judged bigint[]) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    a numeric := 1;
    b numeric := 1;
  BEGIN
    FOR i IN 1 .. cardinality(judged) LOOP
      a := a * (judged_right[i] + 4);
      b := b * (judged[i] - judged_right[i] + 1);
    END LOOP;
    RETURN a / (a + b);
  END
  $$;
COMMENT ON FUNCTION badcase_internal.confidence(bigint[], bigint[]) IS
  'the probability that what agreeing reviewers say is right, from how much gold each of them judged right, of how much';

CREATE FUNCTION badcase_internal.is_sure(submission bigint, review_pass int) RETURNS bool
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  AS $$
  DECLARE
    p badcase_internal.program;
    k bigint[];
    n bigint[];
  BEGIN
    SELECT q.* INTO p FROM badcase_internal.submission s JOIN badcase_internal.program q ON q.program_id = s.program_id
    WHERE s.submission_id = is_sure.submission;
    IF p.confidence IS NULL THEN
      RETURN true;
    END IF;
    SELECT array_agg(g.k ORDER BY v.reviewer::oid), array_agg(g.n ORDER BY v.reviewer::oid) INTO k, n
    FROM badcase_internal.review v
    CROSS JOIN LATERAL badcase_internal.gold_of(p.program_id, v.reviewer, '-infinity'::timestamptz) g
    WHERE v.submission_id = is_sure.submission AND v.review_pass = is_sure.review_pass;
    RETURN badcase_internal.confidence(k, n) * 100 >= p.confidence;
  END
  $$;
COMMENT ON FUNCTION badcase_internal.is_sure(bigint, int) IS
  'whether the agreeing reviews of a pass are as sure as the program asks for; true where it does not ask';

-- Wilson's interval for a share (E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927), at
-- 95 %: it holds for small numbers and for shares near 0 and 1. In numeric, so that it is the same everywhere.
CREATE FUNCTION badcase_internal.wilson(k bigint, n bigint, OUT low numeric, OUT high numeric)
  LANGUAGE sql IMMUTABLE
  BEGIN ATOMIC
    SELECT CASE WHEN k = 0 THEN 0 ELSE round(x.center - x.half, 4) END, CASE WHEN k = n THEN 1 ELSE round(x.center + x.half, 4) END
    FROM (
      SELECT (k + 1.920729410347062) / (n + 3.841458820694124) AS center,
        1.959963984540054 * sqrt(k::numeric * (n - k) / n + 0.960364705173531) / (n + 3.841458820694124) AS half
      WHERE n > 0) x;
  END;
COMMENT ON FUNCTION badcase_internal.wilson(bigint, bigint) IS 'the interval in which a share is with 95 %, of which k of n were seen; null for none';
