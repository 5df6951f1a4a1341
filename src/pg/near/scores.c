/*
 * scores.c: ROUGE-L and BLEU-4 of an answer.
 */
#include "pg/badcase.h"

#include "core/scores.h"

PG_FUNCTION_INFO_V1(badcase_rouge_l);
PG_FUNCTION_INFO_V1(badcase_bleu4);

Datum
badcase_rouge_l(PG_FUNCTION_ARGS)
{
	double		score = 0;

	/* the environment raises where there is no memory */
	(void) bc_rouge_l(&badcase_env, PG_GETARG_SLICE(0), PG_GETARG_SLICE(1), &score);
	PG_RETURN_FLOAT8(score);
}

Datum
badcase_bleu4(PG_FUNCTION_ARGS)
{
	double		score = 0;

	(void) bc_bleu4(&badcase_env, PG_GETARG_SLICE(0), PG_GETARG_SLICE(1), &score);
	PG_RETURN_FLOAT8(score);
}
