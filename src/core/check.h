/*
 * check.h: what a contributor's files would come to, told line by line as JSON:
 * verdicts, findings, issues, and at the end duplicates and sums.
 *
 *	bc_check_begin
 *	for each file: bc_check_file, bc_check_feed for its bytes, bc_check_file_end
 *	bc_check_finish, bc_check_free
 *
 * The result depends on the bytes and the options alone: neither on how the
 * bytes were cut nor on the memory, but for near-duplicates, which are left out
 * and that is told where memory is too little for so many records.
 */
#ifndef BADCASE_CORE_CHECK_H
#define BADCASE_CORE_CHECK_H

#include "core/base.h"
#include "core/formats.h"
#include "core/near.h"
#include "core/quality.h"
#include "core/record.h"
#include "core/screen.h"
#include "core/text.h"

typedef enum BcLanguage
{
	BC_ENGLISH,
	BC_CHINESE,
	BC_LANGUAGES
} BcLanguage;

/* What is looked for beside the verdict. */
#define BC_CHECK_FINDINGS	1	/* personal data and secrets */
#define BC_CHECK_ISSUES		2	/* of quality */
#define BC_CHECK_DUPLICATES	4	/* the same record, or the same but for form */
#define BC_CHECK_NEAR		8	/* near-duplicates */
#define BC_CHECK_DIGESTS	16	/* badcase_digest and exact_key of each record */

/* The spaces of a storage that a check uses are below this. */
#define BC_CHECK_SPACES		(BC_CLUSTERS_SPACES + 2)

typedef struct BcCheckOptions
{
	unsigned	what;
	BcLanguage	language;		/* of messages and hints */
	const BcFormat *format;		/* of the rows; NULL: records */
	bool		any_format;		/* the one that each row's keys tell */
	uint32_t	threshold;		/* of near-duplicates, in millionths, not 0 */
	bool		redact;			/* what goes to cleaned() */
	BcRedactStyle style;
	size_t		memory;			/* bytes for what lasts beyond a line */
	const BcStorage *storage;	/* for what that does not hold; NULL: memory */
} BcCheckOptions;

typedef struct BcCheckPlace
{
	uint32_t	file;			/* from 0 */
	uint64_t	line;			/* from 1; 0 is no place */
} BcCheckPlace;

/* Why a file is none of JSON lines. */
typedef enum BcFileFault
{
	BC_FILE_SOUND,
	BC_FILE_UTF16,
	BC_FILE_GZIP,
	BC_FILE_ZIP,
	BC_FILE_COMPRESSED,
	BC_FILE_SPREAD,				/* a record on several lines */
	BC_FILE_ARRAY,
	BC_FILE_PYTHON,
	BC_FILE_TABLE,
	BC_FILE_FAULTS
} BcFileFault;

typedef struct BcCheckFinding
{
	BcPartName	part;
	uint32_t	turn;			/* from 1; 0 for what is in no turn */
	BcSlice		path;			/* of a string of meta */
	BcFinding	found;
	uint32_t	start16;		/* in UTF-16 units */
	uint32_t	stop16;
	BcSlice		excerpt;		/* masked */
} BcCheckFinding;

typedef enum BcLineVerdict
{
	BC_LINE_OK,
	BC_LINE_REFUSED,
	BC_LINE_BLANK
} BcLineVerdict;

typedef struct BcCheckLine
{
	uint64_t	byte;			/* where the line begins in its file */
	uint64_t	bytes;			/* without its line end */
	BcLineVerdict verdict;
	/* of a refused line */
	const char *code;
	BcCode		of_code;		/* the same */
	bool		has_offset;		/* a row of another format has none */
	uint64_t	offset;			/* bytes from the start of the line */
	const char *path;
	const char *message;
	const char *hint;
	/* of a record */
	const char *format;			/* it was read as; NULL: as a record */
	const BcCheckFinding *findings;
	size_t		nfindings;		/* that are listed */
	uint64_t	all_findings;
	const BcIssues *issues;
	const unsigned char *digest;	/* SHA-256, or NULL */
	const unsigned char *exact_key;
} BcCheckLine;

/* More findings of one line are counted and not listed. */
#define BC_CHECK_MOST_FINDINGS	1000

typedef enum BcSameness
{
	BC_SAME_RECORD,				/* equal digests: it would count as repeated */
	BC_SAME_TEXT,				/* equal exact keys */
	BC_SAME_NEARLY
} BcSameness;

typedef struct BcCheckDuplicate
{
	BcSameness	kind;			/* the first that holds */
	BcCheckPlace of;			/* the first that it is so to */
	unsigned	similarity;		/* to that, per mille, rounded down */
} BcCheckDuplicate;

typedef struct BcCheckSums
{
	uint64_t	files;
	uint64_t	files_refused;	/* none of their lines counts */
	uint64_t	bytes;
	uint64_t	lines;			/* = ok + refused + blank */
	uint64_t	ok;
	uint64_t	refused;
	uint64_t	blank;
	uint64_t	codes[BC_NO_MEMORY];
	uint64_t	findings[BC_KINDS];
	uint64_t	with_findings;	/* records */
	uint64_t	held;			/* of them those that a person must look at */
	uint64_t	issues[BC_ISSUE_KINDS];
	uint64_t	with_issues;	/* records */
	uint64_t	of_severity[BC_ERROR + 1];	/* records, by their worst issue */
	uint64_t	same[BC_SAME_NEARLY + 1];	/* records, of ok */
	uint64_t	clusters;		/* of near-duplicates */
	uint64_t	cleaned;		/* lines that cleaned() had */
	/* bytes that looking for near-duplicates takes, where it was left out */
	uint64_t	near_memory;
} BcCheckSums;

typedef enum BcCheckEventKind
{
	BC_EVENT_FILE,				/* a file begins, or is refused */
	BC_EVENT_LINE,
	BC_EVENT_DUPLICATE,			/* after all files, by place */
	BC_EVENT_SUMS				/* the last */
} BcCheckEventKind;

typedef struct BcCheckEvent
{
	BcCheckEventKind kind;
	BcLanguage	language;
	unsigned	what;
	BcCheckPlace place;			/* of files and sums: without a line */
	BcFileFault fault;
	BcSlice		name;			/* of the file that begins */
	const BcCheckLine *line;
	const BcCheckDuplicate *duplicate;
	const BcCheckSums *sums;
} BcCheckEvent;

typedef struct BcCheckCalls
{
	/* False: stop. */
	bool		(*event) (void *context, const BcCheckEvent *event);
	/*
	 * A record that may go on, as one line without its end: as it came, or as
	 * a record of badcase where it came in another format; redacted where that
	 * is asked for.  NULL: nobody wants it.  False: stop.
	 */
	bool		(*cleaned) (void *context, BcCheckPlace place, BcSlice line);
	void	   *context;
} BcCheckCalls;

typedef enum BcCheckResult
{
	BC_CHECK_OK,
	BC_CHECK_STOPPED,			/* by a call */
	BC_CHECK_NO_MEMORY,
	BC_CHECK_STORAGE			/* failed, or no memory at the end */
} BcCheckResult;

typedef struct BcCheck BcCheck;

/* Takes copies of options and calls; NULL without memory. */
extern BcCheck *bc_check_begin(const BcEnv *env, const BcCheckOptions *options,
							   const BcCheckCalls *calls);

/*
 * Begins a file of that name, adds bytes to it, ends it.  After another
 * result than BC_CHECK_OK nothing but bc_check_free() is to be called.
 */
extern BcCheckResult bc_check_file(BcCheck *check, BcSlice name);
extern BcCheckResult bc_check_feed(BcCheck *check, BcSlice bytes);
extern BcCheckResult bc_check_file_end(BcCheck *check);

/*
 * The same without a copy: room for n bytes, or NULL without memory; how many
 * of them came.
 */
extern unsigned char *bc_check_room(BcCheck *check, size_t n);
extern BcCheckResult bc_check_added(BcCheck *check, size_t n);

/* Duplicates and sums. */
extern BcCheckResult bc_check_finish(BcCheck *check);
extern const BcCheckSums *bc_check_sums(const BcCheck *check);
extern void bc_check_free(BcCheck *check);

/* Appends an event as a JSON object and a line feed. */
extern void bc_check_write(const BcCheckEvent *event, BcBuffer *out);

/*
 * Appends the text output of the record in a line, read as the options say,
 * and redacted where they say so: what a finding's places count in.  False
 * where it is none, or without memory: the verdict has the fault, its path in
 * the environment's memory; of a row of another format without a place.
 */
extern bool bc_check_record(const BcEnv *env, const BcCheckOptions *options,
							BcSlice line, BcBuffer *out, BcVerdict *verdict);

/* Words for people. */
extern const char *bc_words_of_code(BcLanguage language, BcCode code);
extern const char *bc_hint_of_code(BcLanguage language, BcCode code);
extern const char *bc_words_of_kind(BcLanguage language, BcKind kind);
extern const char *bc_words_of_issue(BcLanguage language, BcIssueKind kind);
extern const char *bc_hint_of_issue(BcLanguage language, BcIssueKind kind);
extern const char *bc_file_fault_name(BcFileFault fault);
extern const char *bc_words_of_file(BcLanguage language, BcFileFault fault);
extern const char *bc_hint_of_file(BcLanguage language, BcFileFault fault);

/*
 * Appends all of them as a JSON object: codes, kinds, issues and file faults
 * by name, each with its words and its hint, kinds with their family.
 */
extern void bc_check_write_words(BcLanguage language, BcBuffer *out);

/* Grows with the version of either kind of rules, each below the factor. */
#define BC_RULE_VERSION		(BC_SCAN_VERSION * 1000 + BC_QUALITY_VERSION)

#endif
