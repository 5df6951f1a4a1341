/*
 * words.h: the tables of words that src/tables/quality-words.py writes.
 * Only find.c reads them.
 */
#ifndef BADCASE_CORE_QUALITY_WORDS_H
#define BADCASE_CORE_QUALITY_WORDS_H

#include "core/quality/internal.h"

#define BC_WORD_BUCKETS	2048

extern const unsigned bc_word_count;
/* In lower case where they are ASCII; 0 is none. */
extern const char *const bc_words[];
/* Their first four bytes, the highest 0 where there are three; | 0x20 each. */
extern const uint32_t bc_word_starts[];
extern const uint8_t bc_word_kinds[];
/* The next word of the bucket, or of one or two bytes with the same first. */
extern const uint16_t bc_word_chain[];
/* Of words of three bytes or more: the first, and the kinds of all. */
extern const uint16_t bc_word_heads[BC_WORD_BUCKETS];
extern const uint32_t bc_word_masks[BC_WORD_BUCKETS];
/* The first word of one or two bytes that begins with a byte. */
extern const uint16_t bc_short_words[128];

/*
 * Of the words of a response, of its opening, of each prompt, of a prompt that
 * is looked at closer, of forms: for the lower and upper half of the first to
 * fourth byte, 16 bytes each.  A word may begin where the eight share a bit.
 */
#define BC_WORD_TABLE	128

extern const uint8_t bc_words_said[BC_WORD_TABLE];
extern const uint8_t bc_words_opening[BC_WORD_TABLE];
extern const uint8_t bc_words_first[BC_WORD_TABLE];
extern const uint8_t bc_words_asked[BC_WORD_TABLE];
extern const uint8_t bc_words_format[BC_WORD_TABLE];

#endif
