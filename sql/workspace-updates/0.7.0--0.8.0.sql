-- The relations of 0.7.0, made those of 0.8.0.

DROP FUNCTION IF EXISTS badcase_internal.has_many_marks(int);
