/*
 * around.c: the words before and after a place: in its line, in the line that
 * heads it, in the head of its column.
 */
#include "core/base.h"
#include "core/screen/fold.h"
#include "core/text.h"

/* Words are short: a call to find their end costs more than this. */
static inline size_t
word_length(const char *word)
{
	size_t		n = 0;

	while (word[n] != ' ' && word[n] != '\0')
		n++;
	return n;
}

/* Is the text, in lower case, one of the words, which spaces separate? */
bool
bc_scan_in_list(const unsigned char *text, size_t len, const char *words)
{
	while (*words != '\0')
	{
		size_t		n = word_length(words);
		size_t		k = 0;

		if (n == len)
			while (k < n && bc_lower(text[k]) == (unsigned char) words[k])
				k++;
		if (n == len && k == n)
			return true;
		words += words[n] == ' ' ? n + 1 : n;
	}
	return false;
}

/* The end of a sentence bounds the context. */
static bool
ends_sentence(uint32_t c)
{
	return c == 0 || c == '\n' || c == 0x3002 || c == '!' || c == '?';
}

static void
note_bytes(uint64_t holds[4], const char *text, size_t len)
{
	memset(holds, 0, 4 * sizeof(uint64_t));
	for (size_t k = 0; k < len; k++)
	{
		unsigned char c = (unsigned char) text[k];

		holds[c / 64] |= (uint64_t) 1 << c % 64;
	}
}

/* Most words of a list fail here: a window is short. */
static bool
may_hold(const uint64_t holds[4], const char *word, size_t n)
{
	unsigned char first = (unsigned char) word[0];
	unsigned char last = (unsigned char) word[n - 1];

	return (holds[first / 64] >> first % 64 & 1) != 0 &&
		(holds[last / 64] >> last % 64 & 1) != 0;
}

/*
 * What a rule is about to read.  A character there that is read as another
 * (fold.c) lets all of the text be read so: to look for such in all of every
 * text would cost a third of the speed.
 */
static inline void
note(BcScan *s, uint32_t c)
{
	if (c >= 0x4E00 && c < 0xA000)
		s->odd |= bc_han_simplify(c) != c;
	else if (c >= 0x80 && c != 0xFFFD)
		s->odd |= bc_scan_odd(c);
}

/* Notes the Han character of three bytes at i; most are. */
static inline bool
note_han(BcScan *s, size_t i)
{
	const unsigned char *p = s->t + i;
	uint32_t	c;

	if (p[0] < 0xE4 || p[0] > 0xE9)
		return false;
	c = (uint32_t) (p[0] & 15) << 12 | (uint32_t) (p[1] & 63) << 6 | (p[2] & 63u);
	s->odd |= bc_han_simplify(c) != c;
	return true;
}

/* Of the bytes [from, to), where from begins a character. */
void
bc_scan_reads(BcScan *s, size_t from, size_t to)
{
	unsigned	length;

	while (from < to && from < s->n && !s->odd)
		if (s->t[from] < 0x80)
			from++;
		else if (from + 3 <= s->n && note_han(s, from))
			from += 3;
		else
		{
			note(s, bc_scan_char(s, from, &length));
			from += length;
		}
}

/* Of the n characters before byte i. */
void
bc_scan_reads_back(BcScan *s, size_t i, unsigned n)
{
	unsigned	length;

	for (; n > 0 && i > 0 && !s->odd; n--)
		if (s->t[i - 1] < 0x80)
			i--;
		else if (i >= 3 && note_han(s, i - 3))
			i -= 3;
		else
		{
			(void) bc_scan_prev(s, i, &length);
			i -= length;
			note(s, bc_scan_char(s, i, &length));
		}
}

/* Where the window before byte i begins. */
static size_t
window_start(BcScan *s, size_t i)
{
	size_t		at = i;
	unsigned	length;

	for (unsigned k = 0; k < BC_SCAN_BEFORE; k++)
	{
		uint32_t	c = bc_scan_prev(s, at, &length);

		if (ends_sentence(c))
			break;
		at -= length;
		note(s, c);
	}
	return at;
}

static void
add_to_window(BcScan *s, size_t a, size_t b)
{
	for (; a < b && s->window_len < sizeof(s->window); a++)
		s->window[s->window_len++] = (char) bc_lower(s->t[a]);
}

/*
 * The text before byte i in its line.  Where that is marks alone, the line that
 * heads it; in a table, what heads the column, too, as the nearest.
 */
static void
fill_window(BcScan *s, size_t i)
{
	size_t		at = i;
	size_t		end = i;
	size_t		a;
	size_t		b;

	if (s->window_at == i)
		return;
	s->window_at = i;
	s->window_len = 0;
	at = window_start(s, i);
	if (i - at < 16)
	{
		end = bc_scan_line_above(s, i);
		if (end < i)
			at = window_start(s, end);
	}
	add_to_window(s, at, end);
	if (bc_scan_column(s, i, &a, &b) && b - a <= BC_SCAN_HEADING)
	{
		bc_scan_reads(s, a, b);
		add_to_window(s, a, b);
	}
	note_bytes(s->window_holds, s->window, s->window_len);
}

/* A Latin word counts as a whole word only. */
static bool
whole_word(const char *text, size_t len, size_t at, size_t n)
{
	if (bc_is((unsigned char) text[at], BC_C_LETTER) && at > 0 &&
		bc_is((unsigned char) text[at - 1], BC_C_LETTER))
		return false;
	return !(bc_is((unsigned char) text[at + n - 1], BC_C_LETTER) &&
			 at + n < len &&
			 bc_is((unsigned char) text[at + n], BC_C_LETTER));
}

/* The word of n bytes at byte i of the text, whole where it is Latin. */
static bool
starts_word(const BcScan *s, size_t i, const char *word, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (bc_lower(bc_at(s, i + k)) != (unsigned char) word[k])
			return false;
	return !(bc_is((unsigned char) word[n - 1], BC_C_LETTER) &&
			 bc_is(bc_at(s, i + n), BC_C_LETTER));
}

/*
 * How far before byte i the nearest of the words ends, in bytes plus one; 0
 * where there is none in the window.
 */
size_t
bc_scan_word_before(BcScan *s, size_t i, const char *words)
{
	size_t		best = SIZE_MAX;

	fill_window(s, i);
	while (*words != '\0')
	{
		size_t		n = word_length(words);
		size_t		from = n <= s->window_len &&
			may_hold(s->window_holds, words, n) ? s->window_len - n + 1 : 0;

		for (size_t k = from; k-- > 0 && s->window_len - k - n + 1 < best;)
			if (s->window[k] == words[0] &&
				memcmp(s->window + k, words, n) == 0 &&
				whole_word(s->window, s->window_len, k, n))
			{
				best = s->window_len - (k + n) + 1;
				break;
			}
		words += words[n] == ' ' ? n + 1 : n;
	}
	return best == SIZE_MAX ? 0 : best;
}

/* What may stand between a label and the number that is its own. */
static const char links[] =
	"号码 编号 单号 号 码 为 是 ： : = # “ \" ' ( （ [ 【 * ` - _ 】 ] number no. no num id 的 了 | ,";

static size_t
link_length(const char *text, size_t len)
{
	const char *words = links;

	if (*text == ' ' || *text == '\t')
		return 1;
	while (*words != '\0')
	{
		size_t		n = word_length(words);

		if (n <= len && memcmp(text, words, n) == 0)
			return n;
		words += words[n] == ' ' ? n + 1 : n;
	}
	return 0;
}

/* Nothing but such is in the text. */
static bool
links_only(const char *text, size_t len)
{
	while (len > 0)
	{
		size_t		n = link_length(text, len);

		if (n == 0)
			return false;
		text += n;
		len -= n;
	}
	return true;
}

/*
 * One of the words is the label of what begins at byte i: nothing else has it
 * for a label.  The distance as of bc_scan_word_before().
 */
size_t
bc_scan_own_word(BcScan *s, size_t i, const char *words)
{
	size_t		near = bc_scan_word_before(s, i, words);

	return near != 0 && links_only(s->window + s->window_len - (near - 1), near - 1) ?
		near : 0;
}

/* One of the words is right after byte i, perhaps behind what links them. */
bool
bc_scan_own_word_after(BcScan *s, size_t i, const char *words)
{
	for (int k = 0; k < 3; k++)
	{
		char		text[8];
		size_t		n = 0;

		while (n < sizeof(text) && bc_at(s, i + n) != 0 && bc_at(s, i + n) != '\n')
		{
			text[n] = (char) bc_lower(s->t[i + n]);
			n++;
		}
		for (const char *word = words; *word != '\0';)
		{
			size_t		len = word_length(word);

			if (starts_word(s, i, word, len))
				return true;
			word += word[len] == ' ' ? len + 1 : len;
		}
		n = n == 0 || text[0] == ',' ? 0 : link_length(text, n);
		if (n == 0)
			return false;
		i += n;
	}
	return false;
}

/* Is one of the words after byte i, before the next punctuation? */
bool
bc_scan_word_after(BcScan *s, size_t i, const char *words)
{
	char		window[BC_SCAN_AFTER * 4];
	uint64_t	holds[4];
	size_t		len = 0;
	unsigned	length;

	for (unsigned k = 0; k < BC_SCAN_AFTER; k++)
	{
		uint32_t	c = bc_scan_next(s, i + len, &length);

		if (ends_sentence(c) || c == ',' || c == ';' || c == 0x3001)
			break;
		note(s, c);
		for (unsigned j = 0; j < length; j++)
			window[len + j] = (char) bc_lower(s->t[i + len + j]);
		len += length;
	}
	note_bytes(holds, window, len);
	while (*words != '\0' && len > 0)
	{
		size_t		n = word_length(words);

		for (size_t k = 0; k + n <= len && may_hold(holds, words, n); k++)
			if (window[k] == words[0] && memcmp(window + k, words, n) == 0 &&
				whole_word(window, len, k, n))
				return true;
		words += words[n] == ' ' ? n + 1 : n;
	}
	return false;
}

bool
bc_scan_labelled(BcScan *s, size_t start, size_t stop, const char *labels)
{
	return bc_scan_word_before(s, start, labels) != 0 ||
		bc_scan_word_after(s, stop, labels);
}
