-- The relations of 0.5.0, made those of 0.6.0.

-- Nothing calls reason_words any more; report_reason of 0.4.0 did, and is made anew.
DROP FUNCTION IF EXISTS badcase_internal.report_reason(text, text);
DROP FUNCTION IF EXISTS badcase_internal.reason_words(text);

-- Helpers that have other names.
DROP FUNCTION IF EXISTS badcase_internal.fates(bigint[], text);
DROP FUNCTION IF EXISTS badcase_internal.why_so(badcase_internal.submission);
DROP FUNCTION IF EXISTS badcase_internal.turn_round(int);
DROP FUNCTION IF EXISTS badcase_internal.at_door(text);
DROP FUNCTION IF EXISTS badcase_internal.numbered(int[]);
DROP FUNCTION IF EXISTS badcase_internal.named_by(bigint);
DROP FUNCTION IF EXISTS badcase_internal.end_exports(int);
DROP FUNCTION IF EXISTS badcase_internal.free_told_apart(int);
DROP FUNCTION IF EXISTS badcase_internal.shared_out(bigint, jsonb);
DROP FUNCTION IF EXISTS badcase_internal.is_asked(badcase_internal.submission);
DROP FUNCTION IF EXISTS badcase_internal.why(bigint, text);
DROP FUNCTION IF EXISTS badcase_internal.refusal(badcase_internal.refused_line, text);
DROP FUNCTION IF EXISTS badcase_internal.due(int);
DROP FUNCTION IF EXISTS badcase_internal.bearer(text);
