-- The relations of 0.4.0, made those of 0.5.0.

-- Scale: claims by their reviewer.
CREATE INDEX submission_lease ON badcase_internal.submission (lease_role) WHERE lease_role IS NOT NULL;
COMMENT ON INDEX badcase_internal.submission_lease IS 'what a reviewer has claimed';
