/*
 * demands.c: prompts that plainly ask for something, what they ask for to the
 * letter, and prompts that only look like it.
 */
#include "asked.h"
#include "core/record.h"
#include "demands.h"
#include "litter.h"

/* An earlier question counts if it says that it holds on; the later word counts. */
static const struct
{
	const char *system;
	const char *question;
	const char *prompt;
	const char *asked;			/* kinds, and where each was read */
}			places[] = {
	{"请用英文回答。", NULL, "介绍茶。", "language{\"field\": \"system\", \"language\": \"en\"} 2-4"},
	{"请用英文回答。", NULL, "用法语介绍茶。", "language{\"language\": \"fr\"} 1-3"},
	{"请用英文回答。", NULL, "用三句话介绍茶。", "sentences{\"relation\": \"exactly\", \"n\": 3} 1-4 language{\"field\": \"system\", \"language\": \"en\"} 2-4"},
	{NULL, "以后都用英文回答。", "介绍茶。", "language{\"turn\": 1, \"language\": \"en\"} 4-6"},
	{NULL, "用英文介绍茶。", "介绍咖啡。", ""},
	{NULL, "以后都用英文回答。", "用法语介绍茶。", "language{\"language\": \"fr\"} 1-3"},
	{"请用英文回答。", "以后都用法语回答。", "介绍茶。", "language{\"turn\": 1, \"language\": \"fr\"} 4-6"},
	{"必须包含“海”。", NULL, "必须包含“风”。", "keywords{\"words\": [\"风\"]} 2-7 keywords{\"field\": \"system\", \"words\": [\"海\"]} 2-7"},
	{"请用英文\\n回答，不要用\\\"逗号\\\"。", NULL, "介绍茶。", NULL},
};

static void
test_place(size_t i)
{
	unsigned char lengths[8];
	BcRecord	rec;
	BcConstraints found;
	BcBuffer	meta;
	char		asked[1000] = "";

	memset(&rec, 0, sizeof(rec));
	rec.prompt = slice(places[i].prompt);
	if (places[i].question != NULL)
	{
		rec.turns = 1;
		rec.history = slice(places[i].question);
		bc_store32(lengths, (uint32_t) rec.history.len);
		bc_store32(lengths + 4, 0);
		rec.turn_lengths = lengths;
	}
	bc_buffer_init(&meta, &bc_malloc_env, SIZE_MAX / 2);
	if (places[i].system != NULL)
	{
		bc_buffer_add(&meta, "{\"a\": \"用日语回答\", \"system\": \"", strlen("{\"a\": \"用日语回答\", \"system\": \""));
		bc_buffer_add(&meta, places[i].system, strlen(places[i].system));
		bc_buffer_add(&meta, "\"}", 2);
		rec.meta = (BcSlice) {meta.data, meta.len};
	}
	litter_stack();
	check(bc_record_constraints(&bc_malloc_env, &rec, &found), "memory");
	for (unsigned k = 0; k < found.count; k++)
	{
		BcBuffer	arguments;
		size_t		len = strlen(asked);

		bc_buffer_init(&arguments, &bc_malloc_env, SIZE_MAX / 2);
		bc_constraint_arguments(&found, &found.list[k], &arguments);
		snprintf(asked + len, sizeof(asked) - len, "%s%s%.*s %u-%u", k > 0 ? " " : "", bc_follow_kinds[found.list[k].kind].name, (int) arguments.len,
				 (const char *) arguments.data, (unsigned) found.list[k].start, (unsigned) found.list[k].stop);
		bc_buffer_free(&arguments);
	}
	if (places[i].asked == NULL)
		check(found.count > 0, "what is escaped is read");
	else
	{
		if (strcmp(asked, places[i].asked) != 0)
			printf("%s\n  wanted: %s\n  got:    %s\n", places[i].prompt, places[i].asked, asked);
		check(strcmp(asked, places[i].asked) == 0, places[i].prompt);
	}
	bc_constraints_free(&found);
	bc_buffer_free(&meta);
}

int
main(void)
{
	for (size_t i = 0; i < DEMANDS; i++)
	{
		BcSlice		prompt = slice(demands[i].prompt);
		BcConstraints found;
		char		asked[4000];

		litter_stack();
		check(bc_constraints(&bc_malloc_env, prompt, &found), "memory");
		say_asked(prompt, &found, asked, sizeof(asked));
		bc_constraints_free(&found);
		if (strcmp(asked, demands[i].asked) != 0)
			printf("%s\n  wanted: %s\n  got:    %s\n", demands[i].prompt, demands[i].asked, asked);
		check(strcmp(asked, demands[i].asked) == 0, demands[i].prompt);
	}
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		test_place(i);
	return report();
}
