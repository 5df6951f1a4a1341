-- The relations of 0.8.0, made those of 0.9.0.

DROP FUNCTION IF EXISTS badcase_internal.without_consent(int);
