/*
 * cues.h: the classes of what means something in a prompt, and what the values
 * of some of them are.
 */
#ifndef BADCASE_CORE_FOLLOW_CUES_H
#define BADCASE_CORE_FOLLOW_CUES_H

#include <stdint.h>

/* The classes of cues; a word may be of several. */
typedef enum BcCueClass
{
	/* words of words_table.c */
	BC_C_NEG,
	BC_C_NONEED,
	BC_C_COND,
	BC_C_WH,
	BC_C_REPORT,
	BC_C_OTHER,
	BC_C_MODAL,
	BC_C_ASK,
	BC_C_WORKON,
	BC_C_THIS,
	BC_C_MATTER,
	BC_C_RESP,
	BC_C_ONLY,
	BC_C_BEFORE,
	BC_C_AFTER,
	BC_C_UNIT,
	BC_C_MEASURE,
	BC_C_LONG,
	BC_C_EACH,
	BC_C_KEYWORD,
	BC_C_INCLUDE,
	BC_C_FORMATN,
	BC_C_FORMAT,
	BC_C_CODELANG,
	BC_C_LANG,
	BC_C_LANGW,
	BC_C_CASE,
	BC_C_COMMAW,
	BC_C_PUNCTW,
	BC_C_QUOTEW,
	BC_C_TITLEW,
	BC_C_PS,
	BC_C_ENDV,
	BC_C_BEGINV,
	BC_C_REPEATV,
	BC_C_REQUEST,
	BC_C_HIGHLIGHT,
	BC_C_SEPARATE,
	BC_C_STARSW,
	BC_C_BRACKETW,
	BC_C_MARKED,
	BC_C_NUMBERED,
	BC_C_BULLETED,
	BC_C_LINEBREAK,
	BC_C_KEYW,
	BC_C_COLUMNW,
	BC_C_NUMBERW,
	BC_C_YESNOW,
	BC_C_OPTIONW,
	BC_C_VERSEW,
	BC_C_HOLD,
	BC_C_NUMWORD,
	BC_C_ORDINAL,
	BC_C_ONCE,
	BC_C_IN,
	BC_C_PIECE,
	BC_C_AND,
	/* what lex.c makes */
	BC_C_NUM,					/* value; other: the end of a range, 三四 */
	BC_C_QUOTE,					/* value and other: bytes of its marks */
	BC_C_MARK,					/* value: BcMark */
	BC_C_COLON,
	BC_C_COMMA,
	BC_C_END					/* value: BcEnd */
} BcCueClass;

#define BC_M(class)		((uint64_t) 1 << BC_C_##class)
#define BC_CLAUSE_END	(BC_M(COMMA) | BC_M(COLON) | BC_M(END))

typedef enum BcMark
{
	BC_MARK_FENCE,				/* text between ``` */
	BC_MARK_STARS,				/* other: how many, three or more */
	BC_MARK_ANGLE,				/* <<...>> */
	BC_MARK_BRACKET,			/* [...] */
	BC_MARK_ITALIC,				/* *...* */
	BC_MARK_CODE				/* `...` */
} BcMark;

typedef enum BcEnd
{
	BC_END_POINT,
	BC_END_QUESTION,
	BC_END_BANG,
	BC_END_SEMICOLON,
	BC_END_LINE,
	BC_END_BLANK				/* an empty line */
} BcEnd;

/* The values of UNIT; from 20 on the number may be missing or follow. */
typedef enum BcUnit
{
	BC_U_NONE = 0,
	BC_U_WORD = 1,
	BC_U_SENTENCE = 2,
	BC_U_PARAGRAPH = 3,
	BC_U_CHARACTER = 4,
	BC_U_LINE = 5,
	BC_U_BULLET = 6,
	BC_U_SECTION = 7,
	BC_U_PLACEHOLDER = 8,
	BC_U_STANZA = 9,
	BC_U_TIMES = 10,
	BC_U_WORD_ITEM = 11,
	BC_U_HEADING = 12,
	BC_U_COLUMN = 13,
	BC_U_DECIMAL = 14,
	BC_U_PART = 15,
	BC_U_VERSION = 18,
	BC_U_PLACE = 19,
	BC_U_ITEM = 20,
	BC_U_CHARACTERS_ARE = 24,
	BC_U_DECIMALS_ARE = 44
} BcUnit;

/* The value of a NUMBERED that shows the numbers. */
#define BC_SHOWN	1

typedef enum BcFormat
{
	BC_FORMAT_JSON = 1,
	BC_FORMAT_XML = 2,
	BC_FORMAT_YAML = 3,
	BC_FORMAT_CSV = 4,
	BC_FORMAT_TABLE = 5,
	BC_FORMAT_MARKDOWN = 6,
	BC_FORMAT_CODE = 7,
	BC_FORMAT_PLAIN = 8
} BcFormat;

#endif
