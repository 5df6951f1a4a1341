/*
 * internal.h: what the rules of the scanner and its frame share.
 */
#ifndef BADCASE_CORE_SCREEN_INTERNAL_H
#define BADCASE_CORE_SCREEN_INTERNAL_H

#include "core/screen/scan.h"
#include "core/text.h"

/* The window in which label and trap words count, in characters. */
#define BC_SCAN_BEFORE	24
#define BC_SCAN_AFTER	8
#define BC_SCAN_HEADING	48		/* bytes of what heads a value's column */

typedef struct BcScan
{
	const BcEnv *env;
	const unsigned char *t;		/* the text, width folded */
	size_t		n;
	unsigned	min;
	uint64_t	kinds;
	BcFinding  *list;			/* candidates; only bytes are filled in */
	size_t		count;
	size_t		cap;
	bool		failed;
	bool		odd;			/* a rule met a character that is read as another */
	/* Triggers before this byte were taken by a longer finding. */
	size_t		skip;
	/* Ends of the last word, token, address seen: none is looked at twice. */
	size_t		word_end;
	size_t		token_end;
	size_t		name_end;
	size_t		address_end;
	/* The table whose columns were read down last: its rows, where they end. */
	size_t		table_rows;
	size_t		table_end;
	unsigned	table_columns;
	/* A row whose heading is known. */
	size_t		row_at;
	size_t		row_heading;
	/* The folded window before a byte, kept for the lists to come. */
	size_t		window_at;
	unsigned	window_len;
	uint64_t	window_holds[4];	/* one bit for each of its bytes */
	char		window[BC_SCAN_BEFORE * 4 + BC_SCAN_HEADING];
} BcScan;

/* Classes of bytes. */
#define BC_C_DIGIT	1
#define BC_C_UPPER	2
#define BC_C_LOWER	4
#define BC_C_HEX	8
#define BC_C_TOKEN	16			/* letter, digit, '_' and '-' */
#define BC_C_WORD	32			/* letter, digit, '_' */
#define BC_C_HIGH	64			/* 0x80 and above */
#define BC_C_LETTER	(BC_C_UPPER | BC_C_LOWER)
#define BC_C_ALNUM	(BC_C_LETTER | BC_C_DIGIT)

extern const unsigned char bc_scan_class[256];

/* A run of digits and its neighbours joined by separators. */
#define BC_MAX_GROUPS 7
typedef struct BcGroups
{
	unsigned	count;
	unsigned	digits;			/* of all groups */
	size_t		start[BC_MAX_GROUPS];
	size_t		stop[BC_MAX_GROUPS];
	uint32_t	separator[BC_MAX_GROUPS];	/* after the group */
	char		value[BC_MAX_GROUPS * 20 + 1];	/* the digits */
} BcGroups;

/* The byte at i; 0 outside the text. */
static inline unsigned char
bc_at(const BcScan *s, size_t i)
{
	return i < s->n ? s->t[i] : 0;
}

static inline bool
bc_is(unsigned char c, unsigned classes)
{
	return (bc_scan_class[c] & classes) != 0;
}

static inline unsigned char
bc_lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char) (c | 0x20) : c;
}

static inline bool
bc_wants(const BcScan *s, BcKind kind)
{
	return (s->kinds & BC_KIND_BIT(kind)) != 0;
}

/* Does the literal stand at i?  Most calls end at the first or second byte. */
static inline bool
bc_scan_starts(const BcScan *s, size_t i, const char *literal)
{
	for (; *literal != '\0'; literal++, i++)
		if (i >= s->n || s->t[i] != (unsigned char) *literal)
			return false;
	return true;
}

/* Is the character of three bytes at i in the list? */
static inline bool
bc_scan_one_of(const BcScan *s, size_t i, const char *list)
{
	if (i + 3 <= s->n)
		for (; *list != '\0'; list += 3)
			if (s->t[i + 2] == (unsigned char) list[2] &&
				memcmp(s->t + i, list, 3) == 0)
				return true;
	return false;
}

/* The number that n digits of ASCII are. */
static inline unsigned
bc_number(const void *digits, size_t n)
{
	unsigned	value = 0;

	for (const char *c = digits; n > 0; c++, n--)
		value = value * 10 + (unsigned) (*c - '0');
	return value;
}

/* chars.c */
extern uint32_t bc_scan_char(const BcScan *s, size_t i, unsigned *length);
extern uint32_t bc_scan_prev(const BcScan *s, size_t i, unsigned *length);
extern uint32_t bc_scan_next(const BcScan *s, size_t i, unsigned *length);
extern bool bc_scan_starts_nocase(const BcScan *s, size_t i, const char *lower);
extern bool bc_scan_ends(const BcScan *s, size_t i, const char *literal);
extern bool bc_scan_in_list(const unsigned char *text, size_t len,
							const char *words);
extern bool bc_scan_left_edge(const BcScan *s, size_t i);
extern bool bc_scan_right_edge(const BcScan *s, size_t i);
extern size_t bc_scan_word_before(BcScan *s, size_t i, const char *words);
extern size_t bc_scan_own_word(BcScan *s, size_t i, const char *words);
extern bool bc_scan_own_word_after(BcScan *s, size_t i, const char *words);
extern bool bc_scan_word_after(BcScan *s, size_t i, const char *words);
extern void bc_scan_reads(BcScan *s, size_t from, size_t to);
extern void bc_scan_reads_back(BcScan *s, size_t i, unsigned n);
extern bool bc_scan_labelled(BcScan *s, size_t start, size_t stop,
							 const char *labels);
extern size_t bc_scan_run(const BcScan *s, size_t i, unsigned classes,
						  size_t limit);
extern unsigned bc_scan_entropy(const unsigned char *text, size_t len);
extern bool bc_scan_repeated(const unsigned char *text, size_t len);
extern void bc_scan_add(BcScan *s, BcKind kind, size_t start, size_t stop,
						unsigned confidence);

/* checksums.c, checksums_crypto.c */
extern bool bc_luhn(const char *digits, size_t len);
extern bool bc_cn_id_check(const char *id);
extern bool bc_uscc_check(const unsigned char *code);
extern bool bc_mod97_check(const char *iban, size_t len);
extern bool bc_base58_check(const unsigned char *text, size_t len,
							unsigned char *version);
extern bool bc_bech32_check(const unsigned char *text, size_t len);
extern bool bc_eip55_check(const unsigned char *hex);
extern bool bc_crc32_base62_check(const unsigned char *text, size_t len,
								  size_t head);
extern bool bc_valid_date(unsigned year, unsigned month, unsigned day);

/* groups.c */
extern void bc_scan_groups(const BcScan *s, size_t a, size_t b, BcGroups *g);
extern unsigned bc_groups_shaped(const BcGroups *g, unsigned first,
								 const char *pattern);
extern bool bc_groups_go_on(const BcGroups *g, unsigned n);

/* arithmetic.c */
extern bool bc_scan_arithmetic(const BcScan *s, size_t a, size_t b, bool plus);

/* between.c */
extern size_t bc_scan_past_marks(const BcScan *s, size_t i, bool after_label,
								 bool *set_off);
extern bool bc_scan_heads_line(const BcScan *s, size_t i);
extern size_t bc_scan_next_line(const BcScan *s, size_t i);
extern size_t bc_scan_line_above(const BcScan *s, size_t i);

/* table.c */
extern bool bc_scan_column(BcScan *s, size_t i, size_t *a, size_t *b);
extern void bc_scan_table(BcScan *s, size_t label, size_t i,
						  void (*take_cell) (BcScan *s, size_t a, size_t b));

/* secret_value.c: values are no longer */
#define BC_SECRET_MAX	150
extern bool bc_scan_placeholder(const unsigned char *value, size_t len);
extern unsigned bc_scan_secret_score(const BcScan *s, size_t a, size_t b,
									 bool quoted, bool chinese);
extern void bc_scan_secret_value(BcScan *s, size_t name, size_t i,
								 bool chinese, bool spaced);
extern void bc_scan_secret_line(BcScan *s, size_t name, size_t i, bool chinese);

/* token_parts.c */
extern bool bc_scan_slack(BcScan *s, size_t a, size_t b);
extern bool bc_scan_jwt(BcScan *s, size_t a, size_t b);
extern bool bc_scan_npm(BcScan *s, size_t a, size_t b);

/*
 * The rules, which rules.h calls; i is where the trigger lies.  True: the place
 * is taken.
 */
extern void bc_scan_token(BcScan *s, size_t i);
extern void bc_scan_pem(BcScan *s, size_t i);
extern void bc_scan_secret_name(BcScan *s, size_t i);
extern void bc_scan_secret_label(BcScan *s, size_t i);
extern void bc_scan_curl_user(BcScan *s, size_t i);
extern void bc_scan_authorization(BcScan *s, size_t i);
extern void bc_scan_at(BcScan *s, size_t i);
extern void bc_scan_spelled_at(BcScan *s, size_t i);
extern void bc_scan_name(BcScan *s, size_t i);
extern void bc_scan_latin_name(BcScan *s, size_t i);
extern void bc_scan_im(BcScan *s, size_t i);
extern void bc_scan_colon(BcScan *s, size_t i);
extern bool bc_scan_ipv4(BcScan *s, size_t a);
extern bool bc_scan_mac(BcScan *s, size_t a);
extern void bc_scan_plate(BcScan *s, size_t a, size_t b);
extern void bc_scan_address(BcScan *s, size_t a, size_t b);
extern void bc_scan_door(BcScan *s, size_t i);
extern void bc_scan_island_ids(BcScan *s, size_t a, size_t b);
extern void bc_scan_birth(BcScan *s, size_t a, size_t b);
extern void bc_scan_national(BcScan *s, size_t a, size_t b,
							 const BcGroups *g);
extern bool bc_scan_id_number(BcScan *s, const BcGroups *g);
extern bool bc_scan_id_word(BcScan *s, size_t a, size_t b);
extern bool bc_scan_id15(BcScan *s, const BcGroups *g);
extern bool bc_scan_mobile(BcScan *s, const BcGroups *g, bool labelled);
extern bool bc_scan_ssn(BcScan *s, const BcGroups *g);
extern bool bc_scan_card(BcScan *s, const BcGroups *g);
extern bool bc_scan_phone(BcScan *s, const BcGroups *g);
extern void bc_scan_uscc(BcScan *s, size_t a, size_t b);
extern void bc_scan_documents(BcScan *s, size_t a, size_t b);
extern void bc_scan_iban(BcScan *s, size_t a);
extern void bc_scan_crypto(BcScan *s, size_t a, size_t b);

/* digits.c: the word around the digit at i. */
extern void bc_scan_digits(BcScan *s, size_t i);

/* trigger.c: calls the rules; false means full-width text. */
extern bool bc_scan_triggers(BcScan *s, bool folded);

#endif
