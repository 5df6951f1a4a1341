/*
 * judge.c: the frame of the judgements: one for each kind of constraint.
 */
#include "core/follow/judge.h"

typedef void (*Judgement) (BcCase *k);

static const Judgement judgements[BC_FOLLOW_KINDS] = {
	[BC_F_BEGINS_WITH] = bc_judge_begins_with,
	[BC_F_BULLETS] = bc_judge_bullets,
	[BC_F_CAPITAL_WORDS] = bc_judge_capital_words,
	[BC_F_CHARACTERS] = bc_judge_characters,
	[BC_F_CODE_BLOCK] = bc_judge_code_block,
	[BC_F_CSV] = bc_judge_csv,
	[BC_F_DECIMALS] = bc_judge_decimals,
	[BC_F_ENDS_WITH] = bc_judge_ends_with,
	[BC_F_FORBIDDEN] = bc_judge_forbidden,
	[BC_F_HEADINGS] = bc_judge_headings,
	[BC_F_HIGHLIGHTS] = bc_judge_highlights,
	[BC_F_ITEMS] = bc_judge_items,
	[BC_F_JSON] = bc_judge_json,
	[BC_F_JSON_KEYS] = bc_judge_json,
	[BC_F_KEYWORD_COUNT] = bc_judge_keyword_count,
	[BC_F_KEYWORDS] = bc_judge_keywords,
	[BC_F_LANGUAGE] = bc_judge_language,
	[BC_F_LETTER_COUNT] = bc_judge_letter_count,
	[BC_F_LINES] = bc_judge_lines,
	[BC_F_LOWER_CASE] = bc_judge_case,
	[BC_F_MARKDOWN_TABLE] = bc_judge_table,
	[BC_F_NO_COMMAS] = bc_judge_no_commas,
	[BC_F_NO_PUNCTUATION] = bc_judge_no_punctuation,
	[BC_F_NUMBERED] = bc_judge_numbered,
	[BC_F_NUMBERS_ONLY] = bc_judge_numbers_only,
	[BC_F_ONE_A_LINE] = bc_judge_one_a_line,
	[BC_F_OPTIONS] = bc_judge_options,
	[BC_F_PARAGRAPH_BEGINS] = bc_judge_paragraph_begins,
	[BC_F_PARAGRAPHS] = bc_judge_paragraphs,
	[BC_F_PLACEHOLDERS] = bc_judge_placeholders,
	[BC_F_PLAIN_TEXT] = bc_judge_plain_text,
	[BC_F_POSTSCRIPT] = bc_judge_postscript,
	[BC_F_QUOTED] = bc_judge_quoted,
	[BC_F_REPEAT_PROMPT] = bc_judge_repeat_prompt,
	[BC_F_SECTIONS] = bc_judge_sections,
	[BC_F_SENTENCES] = bc_judge_sentences,
	[BC_F_TITLE] = bc_judge_title,
	[BC_F_TWO_RESPONSES] = bc_judge_two_responses,
	[BC_F_UPPER_CASE] = bc_judge_case,
	[BC_F_VERSE] = bc_judge_verse,
	[BC_F_WORDS] = bc_judge_words,
	[BC_F_XML] = bc_judge_xml,
	[BC_F_YAML] = bc_judge_yaml,
	[BC_F_YES_NO] = bc_judge_yes_no,
};

void
bc_follow_start(BcFollowJudge *judge, const BcEnv *env,
				const BcConstraints *found, const BcRecord *rec)
{
	judge->env = env;
	judge->found = found;
	judge->prompt = rec->prompt;
	judge->response = bc_follow_trim(rec->response);
	judge->counts = NULL;
}

bool
bc_follow_judge(BcFollowJudge *judge, const BcConstraint *c,
				BcFollowVerdict *out)
{
	BcCase		k = {judge, c, judge->response, out, false};

	bc_say(&k, BC_CANNOT_TELL, "");
	bc_poll(judge->env);
	judgements[c->kind](&k);
	return !k.failed;
}

void
bc_follow_end_judge(BcFollowJudge *judge)
{
	bc_free(judge->env, judge->counts);
	judge->counts = NULL;
}
