/*
 * figures.c: ROUGE-L and BLEU-4 against values from their publications, values
 * worked out by hand, and plain calculations of the definitions.
 */
#include "core/scores.h"
#include "core/text.h"

#include "check.h"

#include <math.h>

static void
gives(double got, double expected, const char *what)
{
	check(fabs(got - expected) < 5e-5, what);
	if (fabs(got - expected) >= 5e-5)
		printf("%s: %.10g, not %.10g\n", what, got, expected);
}

static double
rouge(const char *candidate, const char *reference)
{
	double		score = -1;

	check(bc_rouge_l(&bc_malloc_env, slice(candidate), slice(reference), &score),
		  "memory");
	return score;
}

static double
bleu(const char *candidate, const char *reference)
{
	double		score = -1;

	check(bc_bleu4(&bc_malloc_env, slice(candidate), slice(reference), &score),
		  "memory");
	return score;
}

static void
test_rouge_published(void)
{
	/* Lin 2004, a letter for a word: police killed/kill the gunman */
	gives(rouge("pKtg", "pktg"), 0.75, "Lin, S2");
	gives(rouge("tgKp", "pktg"), 0.5, "Lin, S3");
	gives(rouge("gtpk", "pktg"), 0.5, "Lin, S4 has one of two subsequences of 2");
	/* Lin 2004, section 3.3: both have a longest common subsequence of four */
	gives(rouge("ABCDHIK", "ABCDEFG"), 4.0 / 7, "Lin, Y1");
	gives(rouge("AHBKCID", "ABCDEFG"), 4.0 / 7, "Lin, Y2");
}

static void
test_rouge_by_hand(void)
{
	gives(rouge("", ""), 0, "nothing");
	gives(rouge("", "a"), 0, "nothing against something");
	gives(rouge("a", ""), 0, "something against nothing");
	gives(rouge("a", "b"), 0, "nothing common");
	gives(rouge("a", "a"), 1, "one character");
	gives(rouge("\xe4\xbd\xa0\xe5\xa5\xbd", "\xe4\xbd\xa0\xe4\xbb\xac\xe5\xa5\xbd"), 0.8,
		  "2 of 2 and of 3 characters");
	gives(rouge("ab", "a\xf0\x9f\x98\x80" "b"), 0.8, "beyond the BMP, one character");
	gives(rouge("A", "a"), 0, "case counts");
	gives(rouge("a b", "ab"), 0.8, "white space counts");
	/* the subsequence goes on over the ends that are cut off */
	gives(rouge("xaybz", "xbyaz"), 0.6, "common ends");
	gives(rouge("\xff", "\xfe"), 1, "bytes that are no UTF-8 are one character");
}

static void
test_bleu_published(void)
{
	/*
	 * Papineni et al. 2002, example 1, a letter for a word, as NLTK's
	 * documentation of sentence_bleu has it with one reference: 0.4118.
	 */
	gives(bleu("123456789abcdaefag", "123456989abhijGe"), 0.4118, "Papineni, candidate 1");
}

static void
test_counts_published(void)
{
	BcNgrams	n;

	/* Papineni et al. 2002, example 2: the the the the the the the */
	check(bc_count_ngrams(&bc_malloc_env, slice("ttttttt"), slice("tcsotm"), &n),
		  "memory");
	check(n.all[0] == 7 && n.common[0] == 2, "modified precision 2/7");
	check(n.all[1] == 6 && n.common[1] == 0, "no bigram");
}

static void
test_bleu_by_hand(void)
{
	gives(bleu("", ""), 0, "nothing");
	gives(bleu("", "a"), 0, "nothing against something");
	gives(bleu("abcd", "efgh"), 0, "nothing common");
	gives(bleu("abcd", "abcd"), 1, "equal");
	/* 1/1, then 1/2, 1/4 and 1/8 for what there is none of */
	gives(bleu("a", "a"), pow(1.0 / 64, 0.25), "one character");
	/* 4/5, 2/4, 1/3, 1/2 of 1/2 */
	gives(bleu("abcxd", "abcyd"), pow(4.0 / 5 * 2 / 4 * 1 / 3 * 1 / 4, 0.25), "one replaced");
	/* 4/4, 3/3, 2/2, 1/1 and e^(1 - 6/4) */
	gives(bleu("abcd", "abcdef"), exp(-0.5), "brevity");
	/* 4/6, 3/5, 2/4, 1/3, no reward for length */
	gives(bleu("abcdef", "abcd"), pow(4.0 / 6 * 3 / 5 * 2 / 4 * 1 / 3, 0.25), "length");
	/* 2/4, 1/3, then 1/2 of 1/2 and 1/4 of 1/1 */
	gives(bleu("aaaa", "aa"), pow(2.0 / 4 * 1 / 3 * 1 / 4 * 1 / 4, 0.25), "clipped");
	gives(bleu("abcd", "abcd" "0123456789012345678901234567890123456789"), exp(-10), "very short");
	check(bleu("a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") > 0,
		  "never 0 by shortness alone");
}

static uint64_t state = 1;

static unsigned
draw(unsigned below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned) (state >> 33) % below;
}

#define MAX_CHARS	260

typedef struct Text
{
	uint32_t	chars[MAX_CHARS];
	size_t		count;
	unsigned char bytes[4 * MAX_CHARS];
	BcSlice		slice;
} Text;

static void
draw_text(Text *text, unsigned max, unsigned alphabet)
{
	size_t		len = 0;

	text->count = draw(max + 1);
	for (size_t i = 0; i < text->count; i++)
	{
		/* from all planes, and neighbours among them */
		text->chars[i] = draw(2) ? 0x4E00 + draw(alphabet) :
			draw(2) ? 'a' + draw(alphabet) % 26 : 0x1F600 + draw(alphabet);
		len += bc_utf8_encode(text->bytes + len, text->chars[i]);
	}
	text->slice = (BcSlice) {text->bytes, len};
}

static size_t
plain_subsequence(const Text *a, const Text *b)
{
	static size_t row[2][MAX_CHARS + 1];

	memset(row, 0, sizeof(row));
	for (size_t i = 1; i <= a->count; i++)
		for (size_t j = 1; j <= b->count; j++)
		{
			size_t		up = row[(i - 1) & 1][j];
			size_t		left = row[i & 1][j - 1];

			row[i & 1][j] = a->chars[i - 1] == b->chars[j - 1] ?
				row[(i - 1) & 1][j - 1] + 1 : up > left ? up : left;
		}
	return row[a->count & 1][b->count];
}

/* Places of a text where the n characters at p stand, up to a place. */
static size_t
occurrences(const Text *text, const uint32_t *p, size_t n, size_t before)
{
	size_t		found = 0;

	for (size_t i = 0; i < before && i + n <= text->count; i++)
		found += memcmp(text->chars + i, p, n * sizeof(*p)) == 0;
	return found;
}

/* An n-gram's i-th occurrence is common where the other has at least i. */
static size_t
plain_common(const Text *a, const Text *b, size_t n)
{
	size_t		common = 0;

	for (size_t i = 0; i + n <= a->count; i++)
		common += occurrences(a, a->chars + i, n, i) <
			occurrences(b, a->chars + i, n, b->count);
	return common;
}

static void
compare(const Text *a, const Text *b, int *bad)
{
	size_t		length = 0;
	BcNgrams	n;
	double		score;

	if (!bc_common_subsequence(&bc_malloc_env, a->slice, b->slice, &length) ||
		length != plain_subsequence(a, b))
		*bad += 1;
	if (!bc_count_ngrams(&bc_malloc_env, a->slice, b->slice, &n) ||
		n.length[0] != a->count || n.length[1] != b->count)
		*bad += 1;
	for (size_t i = 0; i < 4; i++)
		*bad += n.common[i] != plain_common(a, b, i + 1) ||
			n.all[i] != (a->count > i ? a->count - i : 0);
	if (!bc_bleu4(&bc_malloc_env, a->slice, b->slice, &score) ||
		!(score >= 0 && score <= 1))
		*bad += 1;
}

static void
test_against_definition(void)
{
	static Text a;
	static Text b;
	static const unsigned lengths[] = {3, 10, 63, 64, 65, 130, MAX_CHARS};
	int			bad = 0;

	for (int i = 0; i < 3000; i++)
	{
		unsigned	alphabet = draw(4) == 0 ? 200 : 1 + draw(5);

		draw_text(&a, lengths[draw(i % 20 == 0 ? 7 : 5)], alphabet);
		draw_text(&b, lengths[draw(i % 20 == 0 ? 7 : 5)], alphabet);
		compare(&a, &b, &bad);
	}
	check(bad == 0, "as the definitions give it");
}

/* The exponential is made without the library's; it agrees with it. */
static void
test_brevity(void)
{
	char		text[4000];
	int			bad = 0;

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char) ('!' + i % 90);
	for (size_t c = 4; c < 40; c++)
		for (size_t r = c; r < sizeof(text); r += 1 + r / 7)
		{
			double		expected = exp(1 - (double) r / (double) c);
			double		got;

			bad += !bc_bleu4(&bc_malloc_env, (BcSlice) {(unsigned char *) text, c},
							 (BcSlice) {(unsigned char *) text, r}, &got) ||
				fabs(got - expected) > 1e-12 * expected;
		}
	check(bad == 0, "the penalty for brevity is the exponential");
}

/* Scores are the same to the last bit on every machine. */
static void
test_bits(void)
{
	static const char text[] = "the cat sat on the mat, and the hat was flat";
	uint32_t	sum = 2166136261u;

	for (size_t from = 0; from < 12; from++)
		for (size_t len = 1; len < 30; len++)
			for (size_t other = 0; other < 3; other++)
			{
				BcSlice		candidate = {(const unsigned char *) text + from, len};
				BcSlice		reference = {(const unsigned char *) text + 5 * other, 20 + other};
				double		scores[2] = {-1, -1};
				uint64_t	bits[2];

				check(bc_rouge_l(&bc_malloc_env, candidate, reference, &scores[0]) &&
					  bc_bleu4(&bc_malloc_env, candidate, reference, &scores[1]), "memory");
				memcpy(bits, scores, sizeof(bits));
				for (int i = 0; i < 4; i++)
					sum = (sum ^ (uint32_t) (bits[i / 2] >> 32 * (i % 2))) * 16777619u;
			}
	if (sum != 0x5a44e87d)
		printf("bits of the scores: %08x\n", (unsigned) sum);
	check(sum == 0x5a44e87d, "the bits of the scores");
}

int
main(void)
{
	test_bits();
	test_rouge_published();
	test_rouge_by_hand();
	test_bleu_published();
	test_counts_published();
	test_bleu_by_hand();
	test_against_definition();
	test_brevity();
	return report();
}
