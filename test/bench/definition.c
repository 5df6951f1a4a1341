#define _GNU_SOURCE
/*
 * definition.c FILE...: what other definitions of the features would keep and
 * cost.  A line of a file is one text, with \n for a line feed; each file is a
 * corpus of its own.
 *
 * Each of some texts is edited in ways that leave it the same to a reader
 * (kept: the share whose similarity is still at least the threshold) and in
 * ways that do not (equal: the share that would pass for the same text).
 * Then an index of the class's kind is simulated: its keys, and what GIN would
 * read of it for the edited copies.  Counts, not times: they are the same on
 * every machine.
 */
#include "core/base.h"
#include "core/near.h"
#include "core/text.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_EDITED		1500
#define MOST_WINDOW		5
#define HITS			8
#define INDEX_THRESHOLD	500000

/* What of Markdown's characters are tokens. */
enum
{
	NO_MARKUP,					/* as version 1 has it */
	ALL_TOKENS,					/* also runs of * # - ~ and grave accents */
	NO_BULLETS					/* not even one that begins a line */
};

typedef struct Definition
{
	const char *name;
	int			k;
	bool		boundaries;
	bool		symbols;		/* as tokens */
	bool		points;			/* . , : between digits as tokens */
	int			markup;			/* what of Markdown separates: Markup */
	int			scale;			/* a case of class_of_sum() */
	int			key_bits;
} Definition;

static const Definition definitions[] = {
	{"version 1", 3, true, true, true, NO_MARKUP, 5, 19},
	{"classes sum * 16 / 45", 3, true, true, true, NO_MARKUP, 0, 19},
	{"classes sum - 17", 3, true, true, true, NO_MARKUP, 2, 19},
	{"classes by table", 3, true, true, true, NO_MARKUP, 3, 19},
	{"classes (sum - 9) * 2 / 3", 3, true, true, true, NO_MARKUP, 1, 19},
	{"classes (sum - 14) * 4 / 5", 3, true, true, true, NO_MARKUP, 6, 19},
	{"one class", 3, true, true, true, NO_MARKUP, 4, 19},
	{"keys of 20 bits", 3, true, true, true, NO_MARKUP, 5, 20},
	{"keys of 18 bits", 3, true, true, true, NO_MARKUP, 5, 18},
	{"keys of 16 bits", 3, true, true, true, NO_MARKUP, 5, 16},
	{"keys of 32 bits", 3, true, true, true, NO_MARKUP, 5, 32},
	{"symbols separate", 3, true, false, false, NO_MARKUP, 5, 19},
	{"points separate", 3, true, true, false, NO_MARKUP, 5, 19},
	{"runs of * # - ~ and ` are tokens", 3, true, true, true, ALL_TOKENS, 5, 19},
	{"bullets separate", 3, true, true, true, NO_BULLETS, 5, 19},
	{"no boundaries", 3, false, true, true, NO_MARKUP, 5, 19},
	{"k = 2", 2, true, true, true, NO_MARKUP, 5, 19},
	{"k = 4", 4, true, true, true, NO_MARKUP, 5, 19},
	{"k = 5", 5, true, true, true, NO_MARKUP, 5, 19},
};

static const uint64_t factors[MOST_WINDOW] = {
	UINT64_C(0x510E527FADE682D1), UINT64_C(0x9B05688C2B3E6C1F),
	UINT64_C(0x1F83D9ABFB41BD6B), UINT64_C(0x5BE0CD19137E2179),
	UINT64_C(0xCBBB9D5DC1059ED8) | 1
};

typedef enum Edit
{
	EDIT_EXACT, EDIT_CASE, EDIT_WIDTH, EDIT_PUNCTUATION, EDIT_SPACES,
	EDIT_BOLD, EDIT_BULLETS, EDIT_SUBSTITUTE_1, EDIT_SUBSTITUTE_5, EDIT_SUBSTITUTE_10,
	EDIT_PREFIX, EDIT_SUFFIX, EDIT_TRUNCATE,
	EDIT_OPERATOR, EDIT_SIGN, EDIT_POINT, EDIT_DIGIT
} Edit;

#define EDITS		(EDIT_DIGIT + 1)
#define KEEPING		EDIT_OPERATOR

static const char *const edit_names[EDITS] = {
	"exact", "case", "width", "punct", "spaces", "bold", "bullet", "sub1", "sub5",
	"sub10", "prefix", "suffix", "trunc", "operat", "sign", "point", "digit"
};

typedef struct Corpus
{
	BcSlice    *texts;
	size_t		count;
} Corpus;

/* A key of the index and a text that has it. */
typedef struct Posting
{
	uint32_t	value;
	uint32_t	text;
} Posting;

static uint64_t random_state;

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static void *
allocate(size_t count, size_t size)
{
	void	   *p = calloc(count + 1, size);

	if (p == NULL)
		die("memory");
	return p;
}

static uint32_t
below(size_t n)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t) ((random_state >> 33) % (n > 0 ? n : 1));
}

static Corpus
read_corpus(const char *name)
{
	FILE	   *file = fopen(name, "rb");
	Corpus		corpus = {NULL, 0};
	char	   *line = NULL;
	size_t		room = 0;
	ssize_t		len;

	if (file == NULL)
		die(name);
	while ((len = getline(&line, &room, file)) > 0)
	{
		unsigned char *text = allocate((size_t) len, 1);
		size_t		n = 0;

		for (ssize_t i = 0; i < len && line[i] != '\n'; i++)
		{
			if (line[i] == '\\' && i + 1 < len)
				text[n++] = line[++i] == 'n' ? '\n' : (unsigned char) line[i];
			else
				text[n++] = (unsigned char) line[i];
		}
		if ((corpus.count & (corpus.count + 1023)) % 1024 == 0)
			corpus.texts = realloc(corpus.texts,
								   (corpus.count + 1024) * sizeof(BcSlice));
		if (corpus.texts == NULL)
			die("memory");
		corpus.texts[corpus.count++] = (BcSlice) {text, n};
	}
	free(line);
	fclose(file);
	return corpus;
}

/* The class of a window, from the sum of its tokens' logarithms. */
static unsigned
class_of_sum(int scale, unsigned sum, int k)
{
	/* sixteenths of the shingles of Chinese and English records */
	static const uint8_t table[46] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15};
	int			class;

	sum = sum * 3 / (unsigned) k;
	switch (scale)
	{
		case 0:
			class = (int) sum * 16 / 45;
			break;
		case 1:
			class = ((int) sum - 9) * 2 / 3;
			break;
		case 2:
			class = (int) sum - 17;
			break;
		case 5:
			class = ((int) sum - 12) * 3 / 4;
			break;
		case 6:
			class = ((int) sum - 14) * 4 / 5;
			break;
		case 3:
			class = table[sum];
			break;
		default:
			class = 0;
	}
	return (unsigned) (class < 0 ? 0 : class > 15 ? 15 : class);
}

static bool
is_left_out(const Definition *d, const BcToken *token)
{
	unsigned char c = token->bytes[0];

	if (c < 0x80)
	{
		if (c == '.' || c == ',' || c == ':')
			return !d->points;
		return !d->symbols && BC_POOL_CLASS(bc_fold_ascii[c]) >= BC_TEXT_SYMBOL;
	}
	if (!d->symbols)
	{
		size_t		at = 0;
		uint32_t	first = bc_next_char((BcSlice) {token->bytes, token->len}, &at);

		return bc_fold_value(first) == BC_TEXT_SYMBOL;
	}
	return false;
}


typedef struct Token
{
	uint64_t	hash;
	unsigned	frequency;
} Token;

/* The tokens that a definition has of a text, with its boundaries. */
static size_t
tokens_of(const Definition *d, BcSlice text, Token *tokens)
{
	static const Token boundary = {UINT64_C(0x5BE0CD19137E2179), 0};
	BcTokenReader reader;
	BcToken		token;
	size_t		n = 0;

	if (d->boundaries)
		tokens[n++] = boundary;
	bc_tokens_start(&reader, &bc_malloc_env, text);
	while (bc_next_token(&reader, &token))
	{
		uint64_t	hash = bc_token_hash(token.bytes, token.len);
		unsigned	slot = (unsigned) (hash >> 48);

		if (is_left_out(d, &token))
			continue;
		tokens[n].hash = hash;
		tokens[n++].frequency = bc_rarity_table[slot / 2] >>
			(slot % 2 * 4) & 0xF;
	}
	if (d->boundaries && n == 1)
		return 0;
	/* two at each end would be needed for k > 3; one says enough */
	if (d->boundaries)
		tokens[n++] = boundary;
	return n;
}

static uint32_t
value_of(uint64_t h, unsigned class)
{
	h = (h ^ h >> 32) * UINT64_C(0x3C6EF372FE94F82B);
	h ^= h >> 32;
	return class << 28 | (uint32_t) (h >> 36);
}

/* Sorts values and leaves each once. */
static size_t
make_set(uint32_t *values, size_t count)
{
	size_t		kept = 0;
	size_t		equal;

	bc_sort32(&bc_malloc_env, values, count, &equal);
	for (size_t i = 0; i < count; i++)
	{
		if (kept == 0 || values[kept - 1] != values[i])
			values[kept++] = values[i];
	}
	return kept;
}

/* A copy of the text for which version 1's rules do what others would do. */
static BcSlice
with_markup(int markup, BcSlice text)
{
	static const char symbol[] = "\xE2\x97\x8A";
	BcBuffer	out;
	bool		line_start = true;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	for (size_t i = 0; i < text.len; i++)
	{
		unsigned char c = text.data[i];
		bool		mark = c == '*' || c == '#' || c == '-' || c == '~';

		if (markup == ALL_TOKENS &&
			(c == '`' || (mark && i > 0 && text.data[i - 1] == c &&
						  out.data[out.len - 1] == c)))
			bc_buffer_add(&out, symbol, 3);
		else if (markup == NO_BULLETS && mark && line_start &&
				 (i + 1 == text.len || text.data[i + 1] == ' '))
			bc_buffer_add_byte(&out, ' ');
		else
			bc_buffer_add_byte(&out, c);
		line_start = c == '\n' || (line_start && c == ' ');
	}
	return (BcSlice) {out.data, out.len};
}

/* The features of a text by a definition, as bc_text_features() makes them. */
static BcFeatures
features_of(const Definition *d, BcSlice text)
{
	Token	   *tokens = allocate(text.len * 4 + 2, sizeof(*tokens));
	BcSlice		plain = d->markup == NO_MARKUP ? text :
		with_markup(d->markup, text);
	size_t		n = tokens_of(d, plain, tokens);
	uint32_t   *values = allocate(n, sizeof(*values));
	size_t		count = 0;
	size_t		equal;

	for (size_t i = 0; i + (size_t) d->k <= n; i++)
	{
		uint64_t	h = 0;
		unsigned	sum = 0;

		for (int j = 0; j < d->k; j++)
		{
			h += tokens[i + (size_t) j].hash * factors[j];
			sum += tokens[i + (size_t) j].frequency;
		}
		values[count++] = value_of(h, class_of_sum(d->scale, sum, d->k));
	}
	if (plain.data != text.data)
		free((void *) plain.data);
	bc_sort32(&bc_malloc_env, values, count, &equal);
	for (size_t i = 0, first = 0; i < count; i++)
	{
		if (values[i] != values[first])
			first = i;
		/* the first stays as it is until the others have been compared */
		tokens[i].hash = i == first ? values[i] :
			value_of(values[i] + ((uint64_t) (i - first) << 40), values[i] >> 28);
	}
	for (size_t i = 0; i < count; i++)
		values[i] = (uint32_t) tokens[i].hash;
	free(tokens);
	return (BcFeatures) {values, make_set(values, count), n};
}

/* Where the next unit of a text ends: a letter, number or character. */
static size_t
unit_end(BcSlice text, size_t at)
{
	uint32_t	c = bc_next_char(text, &at);

	if (c >= 0x80 || BC_POOL_CLASS(bc_fold_ascii[c]) > BC_TEXT_DIGIT ||
		BC_POOL_CLASS(bc_fold_ascii[c]) == BC_TEXT_SEPARATOR)
		return at;
	while (at < text.len && text.data[at] < 0x80)
	{
		unsigned	class = BC_POOL_CLASS(bc_fold_ascii[text.data[at]]);

		if (class != BC_TEXT_WORD && class != BC_TEXT_DIGIT)
			break;
		at++;
	}
	return at;
}

static bool
is_letter(unsigned char c)
{
	return c >= 0x80 || BC_POOL_CLASS(bc_fold_ascii[c]) == BC_TEXT_WORD;
}

/* A unit that is a word or a character of some text of the corpus. */
static BcSlice
other_unit(const Corpus *corpus)
{
	for (;;)
	{
		BcSlice		text = corpus->texts[below(corpus->count)];
		size_t		stop = below(text.len);

		for (size_t at = 0; at < text.len;)
		{
			size_t		end = unit_end(text, at);

			if (at >= stop && is_letter(text.data[at]))
				return (BcSlice) {text.data + at, end - at};
			at = end;
		}
	}
}

/* What a unit becomes; false where it stays as it is. */
static bool
edit_unit(Edit edit, BcSlice unit, uint32_t next,
		  bool first, BcBuffer *out)
{
	static const char *const marks[] = {",", ";", "\xEF\xBC\x8C", "\xE3\x80\x82", "", "\xEF\xBC\x9B"};
	unsigned char c = unit.data[0];
	bool		ascii_mark = c == ',' || c == '.' || c == '!' || c == '?' || c == ';';
	bool		mark = ascii_mark || (unit.len == 3 &&
									  (memcmp(unit.data, "\xEF\xBC\x8C", 3) == 0 ||
									   memcmp(unit.data, "\xE3\x80\x82", 3) == 0 ||
									   memcmp(unit.data, "\xE3\x80\x81", 3) == 0));
	unsigned char wide[3];

	switch (edit)
	{
		case EDIT_CASE:
			for (size_t i = 0; i < unit.len; i++)
			{
				c = unit.data[i];
				bc_buffer_add_byte(out, c >= 'a' && c <= 'z' ? c - 32 :
								   c >= 'A' && c <= 'Z' ? c + 32 : c);
			}
			return true;
		case EDIT_WIDTH:
			for (size_t i = 0; i < unit.len; i++)
			{
				c = unit.data[i];
				if (c > 0x20 && c < 0x7F)
					bc_buffer_add(out, wide, bc_utf8_encode(wide, 0xFEE0u + c));
				else
					bc_buffer_add_byte(out, c);
			}
			return true;
		case EDIT_PUNCTUATION:
			/* what stands between digits is no punctuation */
			if (!mark || (next >= '0' && next <= '9'))
				return false;
			mark = below(2) == 0;
			bc_buffer_add(out, marks[mark ? below(6) : 4], strlen(marks[mark ? 0 : 4]));
			if (!mark)
				bc_buffer_add(out, "\xEF\xBC\x8C", 3);
			return true;
		case EDIT_SPACES:
			if (c != ' ')
				return false;
			bc_buffer_add(out, "\n  ", below(3) + 1);
			return true;
		case EDIT_BULLETS:
			if (first)
				bc_buffer_add(out, "- ", 2);
			if (c != '\n')
				return false;
			bc_buffer_add(out, "\n- ", 3);
			return true;
		case EDIT_BOLD:
			if (first)
				bc_buffer_add(out, "## ", 3);
			if (!is_letter(c) || below(20) != 0)
				return false;
			next = below(2);
			bc_buffer_add(out, next ? "**" : "`", next ? 2 : 1);
			bc_buffer_add(out, unit.data, unit.len);
			bc_buffer_add(out, next ? "**" : "`", next ? 2 : 1);
			return true;
		default:
			return false;
	}
}

/* Changes the one place of the text that the edit is about; false: none. */
static bool
edit_place(Edit edit, BcSlice text, BcBuffer *out)
{
	static const char operators[] = "+-*/<>=%&|^";
	size_t		places = 0;
	size_t		chosen = 0;
	const unsigned char *p = text.data;

	for (size_t i = 0; i < text.len; i++)
	{
		bool		digit = i + 1 < text.len && p[i + 1] >= '0' && p[i + 1] <= '9';
		bool		after = i > 0 && p[i - 1] >= '0' && p[i - 1] <= '9';
		bool		fits;

		if (edit == EDIT_OPERATOR)
			fits = p[i] != 0 && strchr(operators, p[i]) != NULL;
		else if (edit == EDIT_SIGN)
			fits = digit && (p[i] == ' ' || p[i] == '(' || p[i] == '=');
		else if (edit == EDIT_POINT)
			fits = digit && after && (p[i] == '.' || p[i] == ',' || p[i] == ':');
		else
			fits = p[i] >= '0' && p[i] <= '9';
		if (fits && below(++places) == 0)
			chosen = i;
	}
	if (places == 0)
		return false;
	bc_buffer_add(out, p, chosen);
	if (edit == EDIT_OPERATOR)
	{
		char		other = operators[below(sizeof(operators) - 1)];

		bc_buffer_add_byte(out, (unsigned char) (other != (char) p[chosen] ? other : '~'));
	}
	else if (edit == EDIT_SIGN)
	{
		bc_buffer_add_byte(out, p[chosen]);
		bc_buffer_add_byte(out, '-');
	}
	else if (edit == EDIT_POINT)
		bc_buffer_add(out, p[chosen] == '.' ? "," : ".", 1);
	else
		bc_buffer_add_byte(out, (unsigned char) ('0' + (p[chosen] - '0' + 1) % 10));
	bc_buffer_add(out, p + chosen + 1, text.len - chosen - 1);
	return true;
}

/*
 * Whether this unit is one of the wanted ones among the letters that are left:
 * one in a hundred, twenty or ten, but one at least.
 */
static bool
substitutes(Edit edit, BcSlice unit, size_t *letters, size_t *wanted)
{
	if (edit < EDIT_SUBSTITUTE_1 || edit > EDIT_SUBSTITUTE_10 ||
		!is_letter(unit.data[0]) || below((*letters)--) >= *wanted)
		return false;
	(*wanted)--;
	return true;
}

static size_t
count_letters(BcSlice text)
{
	size_t		letters = 0;

	for (size_t at = 0; at < text.len; at = unit_end(text, at))
		letters += is_letter(text.data[at]);
	return letters;
}

/* The edited text; data is NULL where there is nothing to edit. */
static BcSlice
edited(const Corpus *corpus, BcSlice text, Edit edit)
{
	BcBuffer	out;
	size_t		stop = text.len;
	size_t		letters = count_letters(text);
	size_t		wanted = letters / (edit == EDIT_SUBSTITUTE_1 ? 100 :
									edit == EDIT_SUBSTITUTE_5 ? 20 : 10);

	if (wanted == 0)
		wanted = 1;
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX / 2);
	if (edit >= KEEPING)
	{
		if (!edit_place(edit, text, &out))
			return (BcSlice) {NULL, 0};
		return (BcSlice) {out.data, out.len};
	}
	if (edit == EDIT_TRUNCATE)
		stop = text.len * (100 - 5 - below(26)) / 100;
	if (edit == EDIT_PREFIX || edit == EDIT_SUFFIX)
	{
		BcBuffer	more;

		bc_buffer_init(&more, &bc_malloc_env, SIZE_MAX / 2);
		while (more.len * 100 < text.len * (5 + below(20)))
		{
			BcSlice		unit = other_unit(corpus);

			bc_buffer_add(&more, unit.data, unit.len);
			if (unit.data[0] < 0x80)
				bc_buffer_add_byte(&more, ' ');
		}
		bc_buffer_add_byte(&more, '\n');
		if (edit == EDIT_PREFIX)
			bc_buffer_add(&out, more.data, more.len);
		bc_buffer_add(&out, text.data, text.len);
		if (edit == EDIT_SUFFIX)
			bc_buffer_add(&out, more.data, more.len);
		return (BcSlice) {out.data, out.len};
	}
	for (size_t at = 0; at < stop;)
	{
		size_t		end = unit_end(text, at);
		BcSlice		unit = {text.data + at, end - at};

		if (substitutes(edit, unit, &letters, &wanted))
		{
			unit = other_unit(corpus);
			bc_buffer_add(&out, unit.data, unit.len);
		}
		else if (!edit_unit(edit, unit, end < text.len ? text.data[end] : 0,
					   at == 0, &out))
			bc_buffer_add(&out, unit.data, unit.len);
		at = end;
	}
	return (BcSlice) {out.data, out.len};
}

static int
by_value(const void *a, const void *b)
{
	const Posting *x = a;
	const Posting *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->text > y->text) - (x->text < y->text);
}

/* The first posting with at least this value. */
static size_t
lower_bound(const Posting *postings, size_t n, uint32_t value)
{
	size_t		low = 0;

	while (low < n)
	{
		size_t		middle = (low + n) / 2;

		if (postings[middle].value < value)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

typedef struct Index
{
	Posting    *postings;
	size_t		count;
	size_t		keys;			/* different ones */
} Index;

/* An index of the first features of each set, all of them for threshold 0. */
static Index
build_index(const BcFeatures *sets, size_t count, uint32_t threshold, int shift)
{
	Index		index = {NULL, 0, 0};
	size_t		all = 0;

	for (size_t i = 0; i < count; i++)
		all += sets[i].count;
	index.postings = allocate(all, sizeof(Posting));
	for (size_t i = 0; i < count; i++)
	{
		size_t		needed = bc_features_needed(sets[i].count, threshold);
		size_t		n = needed <= HITS ? sets[i].count : sets[i].count - needed + HITS;

		for (size_t j = 0; j < n; j++)
		{
			uint32_t	key = sets[i].values[j] >> shift;

			if (j == 0 || key != sets[i].values[j - 1] >> shift)
				index.postings[index.count++] = (Posting) {key, (uint32_t) i};
		}
	}
	qsort(index.postings, index.count, sizeof(Posting), by_value);
	for (size_t i = 0; i < index.count; i++)
		index.keys += i == 0 || index.postings[i].value != index.postings[i - 1].value;
	return index;
}

typedef struct Probe
{
	size_t		keys;
	size_t		postings;		/* of the lists that GIN would read */
	size_t		candidates;
} Probe;

static int
by_size(const void *a, const void *b)
{
	size_t		x = *(const size_t *) a;
	size_t		y = *(const size_t *) b;

	return (x > y) - (x < y);
}

/* What a query would do to the index; scores has a place for each text. */
static Probe
probe(const Index *index, const BcFeatures *query, uint32_t threshold,
	  int shift, uint32_t *scores)
{
	Probe		result = {0, 0, 0};
	size_t		needed = bc_features_needed(query->count, threshold);
	size_t		hits = needed < HITS ? needed : HITS;
	size_t		length = query->count - needed + hits;
	size_t	   *sizes = allocate(length, sizeof(*sizes));

	for (int pass = 0; pass < 2; pass++)
	{
		for (size_t i = 0; i < length;)
		{
			uint32_t	key = query->values[i] >> shift;
			size_t		start = lower_bound(index->postings, index->count, key);
			uint32_t	weight = 0;
			size_t		at = start;

			for (; i < length && query->values[i] >> shift == key; i++)
				weight++;
			for (; at < index->count && index->postings[at].value == key; at++)
			{
				uint32_t   *score = &scores[index->postings[at].text];

				result.candidates += pass == 0 && *score < hits &&
					*score + weight >= hits;
				*score = pass == 0 ? *score + weight : 0;
			}
			if (pass == 0)
				sizes[result.keys++] = at - start;
		}
	}
	qsort(sizes, result.keys, sizeof(*sizes), by_size);
	for (size_t i = 0; i + hits < result.keys + 1; i++)
		result.postings += sizes[i];
	free(sizes);
	return result;
}

/* How many texts are similar to one, as the index of all features tells. */
static size_t
similar_texts(const Index *all, const BcFeatures *sets, const BcFeatures *query,
			  uint32_t threshold, uint32_t *scores)
{
	size_t		found = 0;

	for (int pass = 0; pass < 2; pass++)
	{
		for (size_t i = 0; i < query->count; i++)
		{
			size_t		at = lower_bound(all->postings, all->count, query->values[i]);

			for (; at < all->count && all->postings[at].value == query->values[i]; at++)
			{
				uint32_t	text = all->postings[at].text;

				if (pass == 0)
					scores[text]++;
				else if (scores[text] > 0)
				{
					found += (uint64_t) scores[text] * BC_THRESHOLD_ONE >=
						(uint64_t) threshold *
						(query->count + sets[text].count - scores[text]);
					scores[text] = 0;
				}
			}
		}
	}
	return found;
}

static bool
is_kept(const BcFeatures *a, const BcFeatures *b, uint32_t threshold)
{
	return bc_features_similar(a->values, a->count, b->values, b->count,
							   threshold);
}

static void
measure(const Definition *d, const Corpus *corpus, BcSlice *copies, size_t step)
{
	BcFeatures *sets = allocate(corpus->count, sizeof(*sets));
	uint32_t   *scores = allocate(corpus->count, sizeof(*scores));
	size_t		edited_of[EDITS] = {0};
	size_t		kept[3][EDITS] = {{0}};
	size_t		features = 0;
	size_t		extra[2] = {0, 0};
	Probe		sums[2] = {{0, 0, 0}, {0, 0, 0}};
	size_t		queries = 0;
	int			shift = 32 - d->key_bits;
	Index		index;
	Index		all;

	for (size_t i = 0; i < corpus->count; i++)
	{
		sets[i] = features_of(d, corpus->texts[i]);
		features += sets[i].count;
	}
	index = build_index(sets, corpus->count, INDEX_THRESHOLD, shift);
	all = build_index(sets, corpus->count, 0, 0);
	for (size_t i = 0, n = 0; i < corpus->count; i += step, n++)
	{
		for (int t = 0; t < 2; t++)
			extra[t] += similar_texts(&all, sets, &sets[i], t == 0 ? 700000 : 500000, scores) - 1;
		for (int e = 0; e < EDITS; e++)
		{
			BcSlice		copy = copies[n * EDITS + (size_t) e];
			BcFeatures	set;

			if (copy.data == NULL)
				continue;
			set = features_of(d, copy);
			edited_of[e]++;
			kept[0][e] += is_kept(&sets[i], &set, 700000);
			kept[1][e] += is_kept(&sets[i], &set, 500000);
			kept[2][e] += is_kept(&sets[i], &set, 1000000);
			if (e < KEEPING && set.count > 0)
			{
				queries++;
				for (int t = 0; t < 2; t++)
				{
					Probe		one = probe(&index, &set, t == 0 ? 700000 : 500000, shift, scores);

					sums[t].keys += one.keys;
					sums[t].postings += one.postings;
					sums[t].candidates += one.candidates;
				}
			}
			free(set.values);
		}
	}
	printf("%s\t%.1f\t%.1f\t%zu", d->name,
		   (double) features / (double) corpus->count,
		   (double) index.count / (double) corpus->count, index.keys);
	for (int t = 0; t < 2; t++)
		printf("\t%.1f\t%.0f\t%.2f\t%.3f", (double) sums[t].keys / (double) queries,
			   (double) sums[t].postings / (double) queries,
			   (double) sums[t].candidates / (double) queries,
			   (double) extra[t] / ((double) corpus->count / (double) step));
	for (int e = 0; e < EDITS; e++)
	{
		if (e < KEEPING)
			printf("\t%.3f/%.3f", (double) kept[0][e] / (double) edited_of[e],
				   (double) kept[1][e] / (double) edited_of[e]);
		else
			printf("\t%.3f", (double) kept[2][e] / (double) edited_of[e]);
	}
	printf("\n");
	fflush(stdout);
	for (size_t i = 0; i < corpus->count; i++)
		free(sets[i].values);
	free(sets);
	free(scores);
	free(index.postings);
	free(all.postings);
}

int
main(int argc, char **argv)
{
	for (int f = 1; f < argc; f++)
	{
		Corpus		corpus = read_corpus(argv[f]);
		size_t		step = corpus.count / MOST_EDITED + 1;
		BcSlice    *copies = allocate((corpus.count / step + 1) * EDITS, sizeof(BcSlice));

		for (size_t i = 0, n = 0; i < corpus.count; i += step, n++)
		{
			for (int e = 0; e < EDITS; e++)
			{
				random_state = i * EDITS + (size_t) e + 1;
				copies[n * EDITS + (size_t) e] = edited(&corpus, corpus.texts[i], (Edit) e);
			}
		}
		printf("%s: %zu texts\ndefinition\tfeatures\tkeys\tdifferent"
			   "\tkeys asked .7\tpostings\tcandidates\tothers"
			   "\tkeys asked .5\tpostings\tcandidates\tothers", argv[f], corpus.count);
		for (int e = 0; e < EDITS; e++)
			printf("\t%s %s", e < KEEPING ? "kept .7/.5" : "equal", edit_names[e]);
		printf("\n");
		for (size_t i = 0; i < sizeof(definitions) / sizeof(definitions[0]); i++)
			measure(&definitions[i], &corpus, copies, step);
	}
	return 0;
}
