/*
 * token_forms.h: a row of the table of tokens.
 */
#ifndef BADCASE_CORE_SCREEN_TOKEN_FORMS_H
#define BADCASE_CORE_SCREEN_TOKEN_FORMS_H

#include "core/screen/scan.h"

typedef struct BcTokenForm
{
	const char *issuer;
	BcKind		kind;
	const char *before;
	const char *prefix;
	const char *form;
	unsigned	entropy;		/* 1/100 bits a character behind the prefix, at least */
	const char *source;
	const char *date;			/* year and month; empty: not compared */
} BcTokenForm;

extern const BcTokenForm bc_token_forms[];
extern const size_t bc_token_form_count;

#endif
