/*
 * cli.h: what the files of badcase-check share.
 */
#ifndef BADCASE_CLI_H
#define BADCASE_CLI_H

#include "core/badcase.h"

#include <stdio.h>

/* What the command line says. */
typedef struct Call
{
	BcCheckOptions options;
	bool		json;
	bool		strict;
	const char *clean_to;		/* NULL: nowhere; "-" is the standard output */
	unsigned	examples;		/* of each kind in the report */
	bool		help;
	bool		version;
	char	  **files;
	int			nfiles;
} Call;

/* arguments.c: false where the call is wrong, which is then said. */
extern bool read_arguments(int argc, char **argv, Call *call);
extern void print_usage(FILE *to, BcLanguage language);

/* storage.c: temporary files, which nobody else can open. */
typedef struct TemporaryFiles
{
	BcStorage	calls;
	int			files[BC_CHECK_SPACES];	/* descriptors, or -1 */
	uint64_t	sizes[BC_CHECK_SPACES];
} TemporaryFiles;

extern void start_storage(TemporaryFiles *storage);
extern void end_storage(TemporaryFiles *storage);

/* report.c: what a person reads. */
typedef struct Report Report;

extern Report *start_report(const Call *call);
/* False without memory. */
extern bool add_to_report(Report *report, const BcCheckEvent *event);
extern void print_report(const Report *report, FILE *to, bool colour);
extern void free_report(Report *report);

/* Whether there is something to mend. */
extern bool is_to_mend(const BcCheckSums *sums, bool strict);

#endif
