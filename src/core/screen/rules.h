/*
 * rules.h: the rules of the scanner, one row each: what triggers a rule, the
 * kinds that it finds, when a call is worth it, and the call.
 *
 * The frame (trigger.c, digits.c) walks the rows of a trigger in their order
 * until a call says that it has taken the place.  A rule calls the helpers
 * (chars.c, groups.c, arithmetic.c, secret_value.c, table.c, checksums*.c), and
 * no other rule.  A new kind: its name in kinds.c, its row here, its first
 * bytes in block.c if none of the triggers meets it.
 */
#ifndef BADCASE_CORE_SCREEN_RULES_H
#define BADCASE_CORE_SCREEN_RULES_H

#include "core/screen/internal.h"

/* What triggers a rule: a byte at a, ... */
#define ON_AT			((uint32_t) 1 << 0) /* '@' */
#define ON_SPELLED_AT	((uint32_t) 1 << 1) /* the 't' of "at" */
#define ON_COLON		((uint32_t) 1 << 2) /* "::", or ':' behind digits */
#define ON_DOT			((uint32_t) 1 << 3) /* '.' behind a digit */
#define ON_OPTION		((uint32_t) 1 << 4) /* the '-' of "-u" */
#define ON_AUTHORIZE	((uint32_t) 1 << 5) /* the "iz" of Authorization */
#define ON_LATIN_NAME	((uint32_t) 1 << 6) /* of "name" and "Mr." */
#define ON_KEY			((uint32_t) 1 << 7) /* the 'e' of "key" */
#define ON_SECRET_NAME	((uint32_t) 1 << 8) /* of password, secret, token */
#define ON_SECRET_LABEL ((uint32_t) 1 << 9) /* of a Chinese label of one */
#define ON_NAME_LABEL	((uint32_t) 1 << 10)	/* of a person's name */
#define ON_IM_LABEL		((uint32_t) 1 << 11)	/* of an account: QQ, wx */
#define ON_TOKEN		((uint32_t) 1 << 12)	/* the 15th of a token */
#define ON_DOOR			((uint32_t) 1 << 20)	/* the 号 of a house number */
/* ... or a word [a, b): digits alone, from the first look to the last, ... */
#define ON_DIGITS		((uint32_t) 1 << 13)	/* and what is beside them */
#define ON_NUMBER		((uint32_t) 1 << 14)	/* with an edge before them */
#define ON_GROUPS		((uint32_t) 1 << 15)	/* with groups joined to them */
#define ON_LONG			((uint32_t) 1 << 16)	/* those of 7 digits or more */
#define ON_LONGER		((uint32_t) 1 << 17)	/* if none of these took it */
#define ON_LABELLED		((uint32_t) 1 << 18)	/* after letters: wx138... */
#define ON_WORD			((uint32_t) 1 << 19)	/* any word with a digit */

#define KIND(name)		BC_KIND_BIT(BC_##name)
#define KINDS_NATIONAL	(~BC_KINDS_DEFAULT)

/* A call that takes no place from the rules behind it. */
#define LOOK(call)		((call), false)

/* s, a, b, g (the groups) and labelled are those of bc_call_rules(). */
#define BC_RULES(RULE) \
	RULE(ON_TOKEN, BC_KINDS_SECRET, true, LOOK(bc_scan_token(s, a))) \
	RULE(ON_KEY, KIND(PRIVATE_KEY), true, LOOK(bc_scan_pem(s, a - 1))) \
	RULE(ON_KEY | ON_SECRET_NAME, \
		 KIND(SECRET_ASSIGNMENT) | KIND(VENDOR_TOKEN), true, \
		 LOOK(bc_scan_secret_name(s, a))) \
	RULE(ON_SECRET_LABEL, KIND(SECRET_ASSIGNMENT), true, \
		 LOOK(bc_scan_secret_label(s, a))) \
	RULE(ON_OPTION, KIND(HTTP_AUTH) | KIND(SECRET_ASSIGNMENT), true, \
		 LOOK(bc_scan_curl_user(s, a))) \
	RULE(ON_AUTHORIZE, KIND(HTTP_AUTH), true, \
		 LOOK(bc_scan_authorization(s, a))) \
	RULE(ON_AT, KIND(BASIC_AUTH_URL) | KIND(EMAIL), true, \
		 LOOK(bc_scan_at(s, a))) \
	RULE(ON_SPELLED_AT, KIND(EMAIL), true, LOOK(bc_scan_spelled_at(s, a))) \
	RULE(ON_NAME_LABEL, KIND(PERSON_NAME), true, LOOK(bc_scan_name(s, a))) \
	RULE(ON_LATIN_NAME, KIND(PERSON_NAME), true, \
		 LOOK(bc_scan_latin_name(s, a))) \
	RULE(ON_IM_LABEL, KIND(IM_ACCOUNT), true, LOOK(bc_scan_im(s, a))) \
	RULE(ON_COLON, KIND(IP_ADDRESS), true, LOOK(bc_scan_colon(s, a))) \
	RULE(ON_DIGITS, KIND(CN_PLATE), bc_behind_province(s, a, b), \
		 LOOK(bc_scan_plate(s, a, b))) \
	RULE(ON_DIGITS, KIND(IP_ADDRESS), bc_at(s, b) == '.' && b - a <= 3, \
		 bc_scan_ipv4(s, a)) \
	RULE(ON_DIGITS, KIND(MAC_ADDRESS), bc_within_mac(s, a, b), \
		 bc_scan_mac(s, a)) \
	RULE(ON_DOT, KIND(MAC_ADDRESS), true, bc_scan_mac(s, a - 4)) \
	RULE(ON_NUMBER, KIND(CN_ADDRESS), \
		 bc_before_unit(s, a, b) || bc_behind_unit(s, a, b), \
		 LOOK(bc_scan_address(s, a, b))) \
	RULE(ON_DOOR, KIND(CN_ADDRESS), true, LOOK(bc_scan_door(s, a))) \
	RULE(ON_NUMBER, KIND(DATE_OF_BIRTH), bc_maybe_date(s, a, b), \
		 LOOK(bc_scan_birth(s, a, b))) \
	RULE(ON_GROUPS, KINDS_NATIONAL, true, \
		 LOOK(bc_scan_national(s, a, b, g))) \
	RULE(ON_LONG | ON_LABELLED, KIND(CN_ID), true, bc_scan_id_number(s, g)) \
	RULE(ON_LONG | ON_LABELLED, KIND(CN_MOBILE), true, \
		 bc_scan_mobile(s, g, labelled)) \
	RULE(ON_LONG | ON_LABELLED, KIND(US_SSN), true, bc_scan_ssn(s, g)) \
	RULE(ON_LONGER | ON_LABELLED, KIND(BANK_CARD), true, \
		 bc_scan_card(s, g)) \
	RULE(ON_LONGER, KIND(CN_ID15), true, bc_scan_id15(s, g)) \
	RULE(ON_LONGER, KIND(PHONE), true, bc_scan_phone(s, g)) \
	RULE(ON_WORD, KIND(MAC_ADDRESS), b - a <= 8, bc_scan_mac(s, a)) \
	RULE(ON_WORD, KIND(CN_ID), b - a == 18, bc_scan_id_word(s, a, b)) \
	RULE(ON_WORD, KIND(CN_USCC), b - a == 18, LOOK(bc_scan_uscc(s, a, b))) \
	RULE(ON_WORD, KIND(CN_PASSPORT) | KIND(CN_HMT_PERMIT), \
		 b - a >= 8 && b - a <= 11, LOOK(bc_scan_documents(s, a, b))) \
	RULE(ON_WORD, KIND(HK_ID) | KIND(TW_ID), b - a >= 7 && b - a <= 10, \
		 LOOK(bc_scan_island_ids(s, a, b))) \
	RULE(ON_WORD, KIND(CN_PLATE), b - a <= 8, LOOK(bc_scan_plate(s, a, b))) \
	RULE(ON_WORD, KIND(IBAN), b - a >= 4 && b - a <= 34, \
		 LOOK(bc_scan_iban(s, a))) \
	RULE(ON_WORD, KIND(CRYPTO_ADDRESS), b - a >= 26 && b - a <= 62, \
		 LOOK(bc_scan_crypto(s, a, b))) \
	RULE(ON_WORD, KINDS_NATIONAL, true, \
		 LOOK(bc_scan_national(s, a, b, NULL)))

/* A plate's digits behind its province, or behind that, a letter and a mark. */
static inline bool
bc_behind_province(const BcScan *s, size_t a, size_t b)
{
	return b - a >= 4 && b - a <= 6 && a >= 4 &&
		(bc_is(s->t[a - 1], BC_C_HIGH) ||
		 ((s->t[a - 1] == ' ' || s->t[a - 1] == '-' || s->t[a - 1] == '.') &&
		  bc_is(s->t[a - 2], BC_C_LETTER) &&
		  bc_is(s->t[a - 3], BC_C_HIGH)));
}

/* Two or four digits with one of an address's separators on either side. */
static inline bool
bc_within_mac(const BcScan *s, size_t a, size_t b)
{
	unsigned char next = bc_at(s, b);
	size_t		len = b - a;

	return ((len == 2 || len == 4) &&
			(next == ':' || next == '-' || (next == '.' && len == 4))) ||
		(len == 2 && a >= 3 && (s->t[a - 1] == ':' || s->t[a - 1] == '-') &&
		 bc_is(s->t[a - 2], BC_C_LETTER));
}

/* What follows may be that of an address: rooms, buildings, doors. */
static inline bool
bc_before_unit(const BcScan *s, size_t a, size_t b)
{
	unsigned char next = bc_at(s, b);

	if (next == ' ')
		next = bc_at(s, b + 1);
	return b - a <= 6 && (bc_is(next, BC_C_HIGH) || next == '#' || next == '-');
}

/* A room's number may end an address: B栋1601. */
static inline bool
bc_behind_unit(const BcScan *s, size_t a, size_t b)
{
	return b - a >= 3 && b - a <= 4 && a >= 4 && bc_is(s->t[a - 1], BC_C_HIGH) &&
		(bc_is(s->t[a - 4], BC_C_ALNUM) || (a >= 7 && bc_is(s->t[a - 7], BC_C_ALNUM)));
}

/* May the digits [a, b) be the year or the day of a date? */
static inline bool
bc_maybe_date(const BcScan *s, size_t a, size_t b)
{
	unsigned char next = bc_at(s, b);

	if (b - a == 4 || b - a == 8)
		return (s->t[a] == '1' && s->t[a + 1] == '9') ||
			(s->t[a] == '2' && s->t[a + 1] == '0');
	return b - a <= 2 && (next == '-' || next == '/' || next == '.' ||
						  next == ',' || bc_is(next, BC_C_LOWER) ||
						  (next == ' ' && bc_is(bc_at(s, b + 1), BC_C_ALNUM)));
}

/*
 * Calls the rules of a trigger until one has taken the place; says whether one
 * has.  The trigger is a constant: what is left of the table is a few calls.
 */
#ifdef __GNUC__
__attribute__((always_inline))
#endif
static inline bool
bc_call_rules(BcScan *s, uint32_t trigger, size_t a, size_t b,
			  const BcGroups *g, bool labelled)
{
#define CALL_RULE(on, kinds_found, when, call) \
	if ((trigger & (on)) != 0 && (s->kinds & (kinds_found)) != 0 && (when) && \
		(call)) \
		return true;
	BC_RULES(CALL_RULE)
#undef CALL_RULE
	(void) b;
	(void) g;
	(void) labelled;
	return false;
}

#endif
