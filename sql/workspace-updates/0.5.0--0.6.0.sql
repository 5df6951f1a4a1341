-- The relations of 0.5.0, made those of 0.6.0.

-- Nothing calls reason_words any more; report_reason of 0.4.0 did, and is made anew.
DROP FUNCTION IF EXISTS badcase_internal.report_reason(text, text);
DROP FUNCTION IF EXISTS badcase_internal.reason_words(text);
