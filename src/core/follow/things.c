/*
 * things.c: things that an English prompt wants listed, where no verb of a
 * list stands right before their number: "gimme like seven names", "five hints
 * for a hunt", "what are three ways to", "just four steps".
 */
#include "core/follow/internal.h"

#define MAX_FILLERS	6

/* What stands before a number. */
typedef struct Lead
{
	BcSlice		word;			/* the word that is no filler; empty: none */
	size_t		at;				/* the byte where the fillers begin */
	bool		little;			/* "just", "at least" */
} Lead;

static bool
is_any(BcSlice s, const char *const *words, size_t count)
{
	char		first = (char) (s.len > 0 ? bc_lower(s.data[0]) : 0);

	for (size_t k = 0; k < count; k++)
	{
		size_t		n = 0;

		if (words[k][0] != first)
			continue;
		while (n < s.len && words[k][n] != '\0' &&
			   bc_lower(s.data[n]) == (unsigned char) words[k][n])
			n++;
		if (n == s.len && words[k][n] == '\0')
			return true;
	}
	return false;
}

#define IS_ANY(s, words) is_any(s, words, sizeof(words) / sizeof(words[0]))

/* The word that ends right before a byte, blanks aside; empty: none. */
static BcSlice
word_before(const BcFinder *f, size_t at)
{
	size_t		from;

	while (at > 0 && f->text.data[at - 1] == ' ')
		at--;
	for (from = at; from > 0 && at - from < 20 &&
		 (bc_is_letter(f->text.data[from - 1]) ||
		  f->text.data[from - 1] == '\''); from--)
		;
	return (BcSlice) {f->text.data + from, at - from};
}

static BcSlice
word_behind(const BcFinder *f, size_t at)
{
	size_t		from;

	while (bc_byte_at(f, at) == ' ' || bc_byte_at(f, at) == '-')
		at++;
	for (from = at; (bc_is_letter(bc_byte_at(f, at)) ||
					 (bc_byte_at(f, at) == '\'' && at > from)) &&
		 at - from < 30; at++)
		;
	return (BcSlice) {f->text.data + from, at - from};
}

static Lead
lead_before(const BcFinder *f, size_t at)
{
	static const char *const fillers[] = {
		"me", "us", "like", "just", "only", "about", "at", "least", "most",
			"some", "roughly", "maybe", "around", "exactly", "up", "with",
			"to", "top", "best", "a", "list", "of", "out", "down", "off",
			"please", "say", "total", "another", "array", "json", "set"};
	static const char *const little[] = {"just", "only", "least", "most",
	"exactly", "maybe", "like"};
	Lead		lead = {{f->text.data, 0}, at, false};

	for (unsigned n = 0; n < MAX_FILLERS; n++)
	{
		lead.word = word_before(f, lead.at);
		if (lead.word.len == 0 || !IS_ANY(lead.word, fillers))
			break;
		lead.little = lead.little || IS_ANY(lead.word, little);
		lead.at = (size_t) (lead.word.data - f->text.data);
	}
	return lead;
}

/* The byte behind the plural among the next words of English, or 0. */
static size_t
plural_behind(const BcFinder *f, size_t at, bool *listed)
{
	static const char *const others[] = {
		"days", "weeks", "months", "years", "hours", "minutes", "seconds",
			"miles", "meters", "metres", "kilometers", "kilometres", "pounds",
			"dollars", "euros", "cups", "tablespoons", "teaspoons", "grams",
			"ounces", "kids", "guests", "friends",
			"degrees", "times", "inches", "feet", "pages", "cats", "dogs",
			"sons", "daughters", "brothers", "sisters", "nights", "slides",
			"was", "is", "has", "as", "this", "its", "does", "his", "us",
			"always", "perhaps", "apples", "oranges", "eggs", "numbers",
			"integers", "sides", "cars", "trains", "decimals", "places",
			"paras", "persons", "adults", "children", "grades", "others",
			"thirds", "quarters", "halves", "bedrooms", "rooms", "colors"};
	static const char *const lists[] = {
		"tips", "steps", "examples", "ideas", "reasons", "points", "options",
			"suggestions", "names", "facts", "questions", "things", "ways",
			"titles", "slogans", "taglines", "hints", "recommendations",
			"benefits", "advantages", "headlines", "captions", "pros", "cons",
			"puns", "jokes", "items", "strategies", "exercises", "activities",
			"topics", "prompts", "usernames", "nicknames", "recipes", "gifts",
			"alternatives", "variations", "arguments", "mistakes", "hooks",
			"labels", "picks", "causes", "quotes", "riddles", "synonyms",
			"pieces", "phrases", "habits", "perks", "weaknesses", "strengths",
			"differences", "signs", "symptoms", "uses", "books", "movies",
			"songs", "wines", "dishes", "orders", "rules"};
	size_t		plural = 0;

	for (unsigned words = 0; words < 4; words++)
	{
		BcSlice		s = word_behind(f, at);

		if (s.len == 0)
			break;
		at = (size_t) (s.data - f->text.data) + s.len;
		if (plural == 0 && IS_ANY(s, others))
			return 0;
		if (s.len > 3 && s.data[s.len - 1] == 's' &&
			s.data[s.len - 2] != 's' && s.data[s.len - 2] != 'u')
		{
			/* "labels" of "kubernetes-style labels" */
			if (IS_ANY(s, lists))
			{
				*listed = true;
				return at;
			}
			if (plural == 0 && bc_byte_at(f, at) != '-')
				plural = at;
		}
		if (bc_byte_at(f, at) != ' ' && bc_byte_at(f, at) != '-')
			break;
	}
	return plural;
}

/* "gimme", "cite": a verb that wants things. */
static bool
wants_things(BcSlice word)
{
	static const char *const verbs[] = {
		"gimme", "cite", "need", "show", "toss", "throw", "drop", "hit",
			"send", "discuss", "explain", "mention", "pitch", "give", "list",
			"name", "suggest", "recommend", "brainstorm", "enumerate",
			"propose", "draft", "invent", "tell", "present", "devise",
			"collect", "compile", "note", "jot", "craft", "find", "want",
			"offer", "come", "write", "generate", "set", "lay",
			"think", "share", "prepare", "supply", "deliver", "spell", "spot",
			"state"};

	return IS_ANY(word, verbs);
}

/* "what are three ways", "what four exercises should she" */
static bool
asks_what(const BcFinder *f, const Lead *lead, size_t behind)
{
	static const char *const are[] = {"are", "were", "re"};
	static const char *const what[] = {"what", "which", "what're"};
	BcSlice		word = lead->word;
	BcSlice		next = word_behind(f, behind);
	bool		verb = IS_ANY(word, are);

	if (verb)
		word = word_before(f, (size_t) (word.data - f->text.data));
	if (!IS_ANY(word, what))
		return false;
	/* "what three letters mean" */
	return verb || (next.len > 0 && next.len < 7 &&
					(next.data[0] == 's' || next.data[0] == 'c' ||
					 next.data[0] == 'd' || next.data[0] == 'w'));
}

/* Is what stands before a byte the beginning of the text, or of a line? */
static bool
begins_line(const BcFinder *f, size_t at, bool *text)
{
	static const char *const labels[] = {
		"need", "needed", "task", "wanted", "deliverable", "want", "give",
			"items", "content", "request", "ask", "goal", "job", "topic",
			"format", "output", "deliver", "rows", "shape", "write", "list"};
	BcSlice		label;

	while (at > 0 && (f->text.data[at - 1] == ' ' ||
					  f->text.data[at - 1] == '-' ||
					  f->text.data[at - 1] == '*'))
		at--;
	*text = at == 0;
	if (at == 0 || f->text.data[at - 1] == '\n')
		return true;
	if (f->text.data[at - 1] != ':')
		return false;
	label = word_before(f, at - 1);
	*text = IS_ANY(label, labels);
	return *text;
}

/* "5 sample orders, JSON only": is how they are to be what stands next? */
static bool
asks_next(const BcFinder *f, size_t number, size_t behind)
{
	uint64_t	how = BC_M(FORMAT) | BC_M(LANG) | BC_M(NUMBERED) |
		BC_M(BULLETED) | BC_M(LINEBREAK) | BC_M(CASE) | BC_M(ONLY) |
		BC_M(EACH);

	for (size_t k = number; k + 1 < f->count && k < number + 8; k++)
		if (f->cue[k].start >= behind)
			return f->cue[k].start <= behind + 1 &&
				bc_cue_is(&f->cue[k], BC_CLAUSE_END) &&
				f->cue[k + 1].gap == 0 && bc_cue_is(&f->cue[k + 1], how);
	return false;
}

/* Does the phrase go on, behind its plural, as a thing to be made does? */
static bool
goes_on(const BcFinder *f, size_t number, size_t behind, bool text,
		bool listed)
{
	static const char *const joints[] = {"for", "about", "to", "on", "i",
	"we", "you", "that", "from", "in", "of", "with", "my", "based", "using",
	"like", "where", "under", "plus", "please", "each", "per", "every"};
	BcSlice		next = word_behind(f, behind);
	unsigned char c = bc_byte_at(f, behind);

	if (c != ' ' && text && asks_next(f, number, behind))
		return true;
	if (c != ' ')
		return listed &&
			(c == ',' || c == '\n' || c == '\r' || c == 0 || c == '.');
	return next.len > 0 && IS_ANY(next, joints) &&
		(listed || (text && next.len > 1 && next.data[0] != 'w'));
}

/* Is the line of a byte one that ends without a full stop: no sentence? */
static bool
is_phrase(const BcFinder *f, size_t at)
{
	size_t		stop = at;

	while (stop < f->text.len && stop - at < 200 &&
		   f->text.data[stop] != '\n')
		stop++;
	while (stop > at && f->text.data[stop - 1] <= ' ')
		stop--;
	return stop - at < 200 && stop > at && f->text.data[stop - 1] != '.' &&
		f->text.data[stop - 1] != '?' && f->text.data[stop - 1] != '!';
}

/* How sure it is, per cent, that things of a quantity are to be listed. */
unsigned
bc_things_wanted(const BcFinder *f, const BcQuantity *q)
{
	size_t		from = bc_sentence_start(f, q->first);
	size_t		stop = bc_sentence_stop(f, q->first);
	uint64_t	seen = bc_seen_in(f, from, q->first);
	Lead		lead = lead_before(f, f->cue[q->first].start);
	bool		text = false;
	bool		wanted = lead.word.len > 0 && wants_things(lead.word);
	bool		line = !wanted && begins_line(f, lead.at, &text);
	bool		listed = false;
	size_t		behind;

	if (f->cue[q->first].material ||
		(!wanted && !line && lead.word.len > 5) ||
		(bc_seen_in(f, from, stop) & (BC_M(COND) | BC_M(NONEED))) != 0)
		return 0;
	behind = plural_behind(f, f->cue[q->last].stop, &listed);
	if (behind == 0)
		return 0;
	if (!wanted && !line && asks_what(f, &lead, behind))
		return (seen & (BC_M(REPORT) | BC_M(NEG))) == 0 ? 80 : 0;
	if (wanted)
		return bc_demand_as(f, q->first, BC_M(ASK)) * 9 / 10;
	if (line)
		return goes_on(f, q->last, behind, text, listed) &&
			(listed || is_phrase(f, f->cue[q->first].start)) &&
			(bc_seen_in(f, from, stop) & BC_M(REPORT)) == 0 ? 75 : 0;
	/* ", just four steps" */
	if (lead.at > 0 && lead.word.len == 0 && listed &&
		(lead.little || bc_byte_at(f, behind) == 0) &&
		bc_byte_at(f, behind) != ' ')
	{
		size_t		at = lead.at;

		while (at > 0 && f->text.data[at - 1] == ' ')
			at--;
		return at > 0 && f->text.data[at - 1] == ',' ?
			bc_demand_as(f, q->first, BC_M(ASK)) * 8 / 10 : 0;
	}
	return 0;
}

/* May bc_things_wanted() say so where no word of the text asks? */
bool
bc_things_begin(const BcFinder *f, size_t i)
{
	Lead		lead = lead_before(f, f->cue[i].start);
	bool		text;

	return wants_things(lead.word) || begins_line(f, lead.at, &text) ||
		(f->seen & BC_M(WH)) != 0;
}

/* "Number of tips: 5", ": five of them" */
static bool
is_quantity(const BcFinder *f, size_t i)
{
	static const char *const labels[] = {
		"tips", "items", "ideas", "points", "examples", "questions", "steps",
			"reasons", "options", "facts"};
	static const char *const them[] = {"them", "these", "those"};
	BcSlice		next = word_behind(f, f->cue[i].stop);
	size_t		at = lead_before(f, f->cue[i].start).at;
	BcSlice		label;

	while (at > 0 && f->text.data[at - 1] == ' ')
		at--;
	if (at == 0 || f->text.data[at - 1] != ':')
		return false;
	if (next.len == 2 && bc_lower(next.data[0]) == 'o' && next.data[1] == 'f')
		return IS_ANY(word_behind(f, (size_t) (next.data - f->text.data) + 2),
					  them);
	label = word_before(f, at - 1);
	if (!IS_ANY(label, labels))
		return false;
	at = (size_t) (label.data - f->text.data);
	label = word_before(f, at);
	return at == 0 || f->text.data[at - 1] == '\n' ||
		(label.len == 2 && bc_lower(label.data[0]) == 'o');
}

void
bc_follow_quantity(BcFinder *f, size_t i)
{
	BcQuantity	q;

	if (f->wide || !bc_cue_is(&f->cue[i > 0 ? i - 1 : 0], BC_M(COLON)) ||
		!is_quantity(f, i) || !bc_quantity_at(f, i, &q) || q.each ||
		q.n < 2 || q.n > 200)
		return;
	bc_add_quantity(f, BC_F_ITEMS, &q, BC_EXACTLY,
					bc_demand_as(f, i, BC_M(ASK)) * 8 / 10);
}
