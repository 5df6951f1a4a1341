/*
 * issues.c: badcase_issues() and badcase_quality().
 */
#include "pg/screen.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(badcase_issues);
PG_FUNCTION_INFO_V1(badcase_quality);

#define PII			1
#define SECRET		2
#define QUALITY		4

/* The families that the argument names; all where it is null. */
static unsigned
families_of(FunctionCallInfo fcinfo, int n)
{
	unsigned	families = 0;
	Datum	   *elements;
	int			count;

	if (PG_ARGISNULL(n))
		return PII | SECRET | QUALITY;
	elements = badcase_text_elements(fcinfo, n, &count);
	for (int i = 0; i < count; i++)
	{
		BcSlice		name = badcase_slice((struct varlena *)
										 DatumGetPointer(elements[i]));

		if (name.len == 3 && memcmp(name.data, "pii", 3) == 0)
			families |= PII;
		else if (name.len == 6 && memcmp(name.data, "secret", 6) == 0)
			families |= SECRET;
		else if (name.len == 7 && memcmp(name.data, "quality", 7) == 0)
			families |= QUALITY;
		else
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("no such family of issues"),
					 errhint("Families are pii, secret and quality.")));
	}
	return families;
}

/* The kinds, as bits, that a record holds of some. */
static uint64
kinds_in(FunctionCallInfo fcinfo, uint64 kinds)
{
	BcScanOptions options = {BC_SCAN_DEFAULT_CONFIDENCE, kinds};
	BcRecord	rec;
	uint64_t	seen;

	PG_GETARG_BADCASE(0, &rec);
	badcase_require_scanned(bc_record_kinds(&badcase_env, &rec, &options, &seen));
	return seen;
}

static uint64
kinds_of_families(unsigned families)
{
	return ((families & PII) != 0 ? BC_KINDS_DEFAULT & ~BC_KINDS_SECRET : 0) |
		((families & SECRET) != 0 ? BC_KINDS_SECRET : 0);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *) a, *(char *const *) b);
}

Datum
badcase_issues(PG_FUNCTION_ARGS)
{
	char	   *names[BC_KINDS + BC_ISSUE_KINDS];
	Datum		values[lengthof(names)];
	int			count = 0;
	unsigned	families;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	families = families_of(fcinfo, 1);
	if ((families & (PII | SECRET)) != 0)
	{
		uint64		seen = kinds_in(fcinfo, kinds_of_families(families));

		for (int k = 0; seen >> k != 0; k++)
			if ((seen >> k & 1) != 0)
				names[count++] = psprintf("%s:%s",
										  bc_family_name(bc_kind_family((BcKind) k)),
										  bc_kind_name((BcKind) k));
	}
	if ((families & QUALITY) != 0)
	{
		BcRecord	rec;
		BcIssues	issues;

		PG_GETARG_BADCASE(0, &rec);
		bc_quality(&badcase_env, &rec, &issues);
		for (unsigned i = 0; i < issues.count; i++)
			names[count++] = psprintf("quality:%s",
									  bc_issue_name((BcIssueKind) issues.list[i].kind));
	}
	if (count == 0)
		PG_RETURN_ARRAYTYPE_P(construct_empty_array(TEXTOID));
	qsort(names, count, sizeof(char *), compare_names);
	for (int i = 0; i < count; i++)
		values[i] = CStringGetTextDatum(names[i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(values, count, TEXTOID, -1, false,
										  TYPALIGN_INT));
}

Datum
badcase_quality(PG_FUNCTION_ARGS)
{
	BadcaseRows rows;
	BcRecord	rec;
	BcIssues	issues;
	Datum		values[3];
	bool		nulls[3] = {false};

	badcase_rows_start(fcinfo, &rows);
	PG_GETARG_BADCASE(0, &rec);
	bc_quality(&badcase_env, &rec, &issues);
	for (unsigned i = 0; i < issues.count; i++)
	{
		const BcIssue *issue = &issues.list[i];

		values[0] = CStringGetTextDatum(bc_issue_name((BcIssueKind) issue->kind));
		values[1] = Float4GetDatum((float4) (issue->score / 1000.0));
		values[2] = CStringGetTextDatum(bc_severity_name((BcSeverity) issue->severity));
		tuplestore_putvalues(rows.store, rows.desc, values, nulls);
	}
	PG_RETURN_NULL();
}
