/*
 * litter.h: leaves on the stack, where the finder of constraints keeps its
 * first cues, what looks like cues of every class: a rule that looks behind
 * the last cue finds something there.
 */
#ifndef BADCASE_TEST_LITTER_H
#define BADCASE_TEST_LITTER_H

#include "core/follow/internal.h"

#ifdef __GNUC__
#define LITTER_APART	__attribute__((noinline))
#else
#define LITTER_APART
#endif

#define LITTER_CUES	300

/* Where the cues will lie is not known: each call shifts them by a word. */
static void LITTER_APART
litter_stack(void)
{
	static unsigned call;
	const BcCue cue = {~(uint64_t) 0, 0, 3, 1, 1, 0, true, false};
	volatile uint64_t words[LITTER_CUES * sizeof(BcCue) / sizeof(uint64_t)];
	uint64_t	pattern[sizeof(BcCue) / sizeof(uint64_t)];

	memcpy(pattern, &cue, sizeof(pattern));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		words[i] = pattern[(i + call) % (sizeof(pattern) / sizeof(pattern[0]))];
	call++;
}

#endif
