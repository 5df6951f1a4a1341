/*
 * judge_format.c: JSON, XML, YAML, CSV, tables, code blocks and plain text.
 *
 * JSON is read by our reader, CSV is RFC 4180's.  Of XML it is told whether
 * tags match and attributes are quoted, to a depth of MAX_DEPTH; of YAML
 * whether every line is a key, an item, a comment or goes on with the line
 * before.
 */
#include "core/follow/judge.h"

#include <stdio.h>

#define MAX_DEPTH	128
#define MAX_NAME	64

/* The first fenced block of a text; false: there is none. */
static bool
first_fence(BcSlice text, BcSlice *info, BcSlice *inside)
{
	size_t		i = 0;
	size_t		stop;

	while (i + 3 <= text.len && memcmp(text.data + i, "```", 3) != 0)
		i++;
	if (i + 3 > text.len)
		return false;
	i += 3;
	stop = i;
	while (stop < text.len && text.data[stop] != '\n')
		stop++;
	*info = bc_follow_trim((BcSlice) {text.data + i, stop - i});
	for (i = stop; i + 3 <= text.len &&
		 memcmp(text.data + i, "```", 3) != 0; i++)
		;
	if (i + 3 > text.len)
		return false;
	*inside = bc_follow_trim((BcSlice) {text.data + stop, i - stop});
	return true;
}

/* Reads the object or array at the start of a reader, noting which keys it has. */
static bool
read_json(BcCase *k, BcSlice text, bool *container, unsigned *keys)
{
	BcReader	r;
	BcReader   *reader = bc_resize(k->judge->env, NULL, 1, sizeof(r));
	bool		more = true;
	uint64_t	seen = 0;
	bool		object;

	*keys = 0;
	if (reader == NULL)
	{
		k->failed = true;
		return false;
	}
	bc_json_start(reader, k->judge->env, text);
	bc_json_peek(reader);
	*container = text.len > 0 && (text.data[0] == '{' || text.data[0] == '[');
	object = *container && text.data[0] == '{';
	if (!*container)
		more = bc_json_skip(reader);
	else if (bc_json_open(reader))
	{
		while (bc_json_next(reader, &more) && more)
		{
			/* of an array of objects the first one's */
			bool		inner = false;

			if (object ||
				(!object && reader->levels[reader->depth - 1].members <= 1 &&
				 bc_json_peek(reader) == '{'))
			{
				if (!object)
				{
					inner = true;
					if (!bc_json_open(reader))
						break;
				}
				while (true)
				{
					BcSpan		key;

					if (inner && (!bc_json_next(reader, &more) || !more))
						break;
					key = reader->levels[reader->depth - 1].key;
					for (unsigned s = 0; s < k->c->strings; s++)
					{
						BcSlice		wanted = bc_case_string(k, s);

						if (wanted.len == key.end - key.start &&
							memcmp(wanted.data, text.data + key.start,
								   wanted.len) == 0)
							seen |= (uint64_t) 1 << s;
					}
					if (!bc_json_skip(reader) || !inner)
						break;
				}
				if (reader->code != BC_OK)
					break;
			}
			else if (!bc_json_skip(reader))
				break;
		}
	}
	if (reader->code == BC_OK)
		bc_json_finish(reader);
	more = reader->code == BC_OK;
	bc_free(k->judge->env, reader);
	for (; seen != 0; seen &= seen - 1)
		(*keys)++;
	return more;
}

static void
say_keys(BcCase *k, unsigned keys)
{
	k->out->followed = keys == k->c->strings ? BC_KEPT : BC_BROKEN;
	snprintf(k->out->why, sizeof(k->out->why), "%u of %u keys found", keys,
			 (unsigned) k->c->strings);
}

void
bc_judge_json(BcCase *k)
{
	bool		fenced;
	BcSlice		text = bc_unfenced(k->text, &fenced);
	bool		container;
	unsigned	keys;
	BcSlice		info;
	BcSlice		inside;
	bool		any = false;

	if (read_json(k, text, &container, &keys))
	{
		if (!container)
			bc_say(k, BC_CANNOT_TELL,
				   "a JSON value that is no object or array");
		else if (k->c->kind == BC_F_JSON_KEYS)
			say_keys(k, keys);
		else
			bc_say(k, BC_KEPT, "valid JSON");
		return;
	}
	/* JSON in a fence among text: asked for the answer, given in part */
	if (first_fence(k->text, &info, &inside) &&
		read_json(k, inside, &container, &keys) && container)
	{
		bc_say(k, BC_CANNOT_TELL, "valid JSON among other text");
		return;
	}
	for (size_t i = 0; i < text.len && !any; i++)
		any = text.data[i] == '{' || text.data[i] == '[';
	if (any && text.len > 0 && text.data[0] != '{' && text.data[0] != '[')
	{
		/* text before it: valid as far as the braces go */
		size_t		from = 0;
		size_t		stop = text.len;

		while (from < text.len && text.data[from] != '{' &&
			   text.data[from] != '[')
			from++;
		while (stop > from && text.data[stop - 1] != '}' &&
			   text.data[stop - 1] != ']')
			stop--;
		if (stop > from &&
			read_json(k, (BcSlice) {text.data + from, stop - from},
					  &container, &keys))
		{
			bc_say(k, BC_CANNOT_TELL, "valid JSON among other text");
			return;
		}
	}
	bc_say(k, BC_BROKEN, any ? "JSON that is not valid" : "no JSON");
}

static bool
is_name_byte(unsigned char c)
{
	return bc_is_letter(c) || bc_is_digit(c) || c == '_' || c == '-' ||
		c == '.' || c == ':' || c >= 0x80;
}

/* Past the attributes of a tag to its end; SIZE_MAX: not well-formed. */
static size_t
skip_attributes(BcSlice s, size_t i, bool *empty)
{
	*empty = false;
	while (i < s.len)
	{
		unsigned char quote;

		while (i < s.len && s.data[i] <= ' ')
			i++;
		if (i < s.len && s.data[i] == '>')
			return i + 1;
		if (i + 1 < s.len && (s.data[i] == '/' || s.data[i] == '?') &&
			s.data[i + 1] == '>')
		{
			*empty = true;
			return i + 2;
		}
		if (i >= s.len || !is_name_byte(s.data[i]))
			return SIZE_MAX;
		while (i < s.len && is_name_byte(s.data[i]))
			i++;
		if (i + 1 >= s.len || s.data[i] != '=')
			return SIZE_MAX;
		quote = s.data[++i];
		if (quote != '"' && quote != '\'')
			return SIZE_MAX;
		for (i++; i < s.len && s.data[i] != quote; i++)
			;
		i++;
	}
	return SIZE_MAX;
}

static size_t
skip_to(BcSlice s, size_t i, const char *end)
{
	size_t		len = strlen(end);

	for (; i + len <= s.len; i++)
		if (memcmp(s.data + i, end, len) == 0)
			return i + len;
	return SIZE_MAX;
}

/* 1: one element, well-formed; 0: not so; -1: deeper than is told. */
static int
well_formed(BcSlice s)
{
	BcSlice		open[MAX_DEPTH];
	unsigned	depth = 0;
	unsigned	roots = 0;

	for (size_t i = 0; i < s.len;)
	{
		BcSlice		name;
		bool		closing;
		bool		empty;

		if (s.data[i] != '<')
		{
			if (depth == 0 && s.data[i] > ' ')
				return 0;		/* text beside the root */
			i++;
			continue;
		}
		if (s.len - i > 4 && memcmp(s.data + i, "<!--", 4) == 0)
			i = skip_to(s, i + 4, "-->");
		else if (s.len - i > 9 && memcmp(s.data + i, "<![CDATA[", 9) == 0)
			i = skip_to(s, i + 9, "]]>");
		else if (s.len - i > 2 &&
				 (s.data[i + 1] == '!' || s.data[i + 1] == '?'))
			i = skip_to(s, i + 2, ">");
		else
		{
			closing = i + 1 < s.len && s.data[i + 1] == '/';
			i += closing ? 2 : 1;
			name.data = s.data + i;
			while (i < s.len && is_name_byte(s.data[i]))
				i++;
			name.len = (size_t) (s.data + i - name.data);
			if (name.len == 0 || bc_is_digit(name.data[0]))
				return 0;
			if (closing)
			{
				while (i < s.len && s.data[i] <= ' ')
					i++;
				if (depth == 0 || i >= s.len || s.data[i] != '>' ||
					open[depth - 1].len != name.len ||
					memcmp(open[depth - 1].data, name.data, name.len) != 0)
					return 0;
				depth--;
				i++;
				continue;
			}
			i = skip_attributes(s, i, &empty);
			roots += depth == 0;
			if (i != SIZE_MAX && !empty)
			{
				if (depth == MAX_DEPTH)
					return -1;
				open[depth++] = name;
			}
		}
		if (i == SIZE_MAX)
			return 0;
	}
	return depth == 0 && roots == 1;
}

void
bc_judge_xml(BcCase *k)
{
	bool		fenced;
	BcSlice		text = bc_unfenced(k->text, &fenced);
	int			well = well_formed(text);
	BcSlice		info;
	BcSlice		inside;
	size_t		from = 0;

	if (well != 0)
	{
		bc_say(k, well > 0 ? BC_KEPT : BC_CANNOT_TELL, well > 0 ?
			   "well-formed XML" : "XML deeper than is told");
		return;
	}
	if (first_fence(k->text, &info, &inside) && well_formed(inside) > 0)
	{
		bc_say(k, BC_CANNOT_TELL, "well-formed XML among other text");
		return;
	}
	while (from + 1 < text.len &&
		   !(text.data[from] == '<' && is_name_byte(text.data[from + 1])))
		from++;
	bc_say(k, from == 0 || from + 1 >= text.len ? BC_BROKEN : BC_CANNOT_TELL,
		   from + 1 >= text.len ? "no XML" : from == 0 ?
		   "XML that is not well-formed" : "tags among other text");
}

void
bc_judge_yaml(BcCase *k)
{
	bool		fenced;
	BcSlice		text = bc_unfenced(k->text, &fenced);
	size_t		at = 0;
	size_t		keys = 0;
	size_t		other = 0;
	size_t		tabs = 0;
	BcSlice		line;
	BcSlice		info;
	BcSlice		inside;

	if (!fenced && first_fence(k->text, &info, &inside))
	{
		bc_say(k, BC_CANNOT_TELL, "a code block among other text");
		return;
	}
	for (size_t from = 0; bc_next_line(text, &at, &line); from = at)
	{
		size_t		i = 0;

		if (line.len == 0 || line.data[0] == '#' ||
			memcmp(line.data, "---", line.len < 3 ? line.len : 3) == 0)
			continue;
		tabs += text.data[from] == '\t';
		if (line.data[0] == '-' && (line.len == 1 || line.data[1] == ' '))
		{
			keys++;
			continue;
		}
		while (i < line.len && line.data[i] != ':' && i < MAX_NAME)
			i++;
		if (i > 0 && i < line.len && line.data[i] == ':' &&
			(i + 1 == line.len || line.data[i + 1] == ' '))
			keys++;
		else if (line.data == text.data + from)
			other++;			/* not indented: no line that goes on */
	}
	if (tabs > 0 || keys == 0 || other > keys)
		bc_say(k, BC_BROKEN, tabs > 0 ? "lines indented by tabs" :
			   "lines that are no YAML");
	else
		bc_say(k, other == 0 ? BC_KEPT : BC_CANNOT_TELL, other == 0 ?
			   "every line a key, an item or a comment" :
			   "some lines that are no YAML");
}

/* RFC 4180: fields of each record; false: quotes that do not close. */
static bool
csv_records(BcSlice s, size_t *records, size_t *fewest, size_t *most)
{
	size_t		fields = 1;
	bool		quoted = false;
	bool		start = true;

	*records = *most = 0;
	*fewest = SIZE_MAX;
	for (size_t i = 0; i <= s.len; i++)
	{
		unsigned char c = i < s.len ? s.data[i] : '\n';

		if (quoted && i < s.len)
		{
			if (c == '"' && i + 1 < s.len && s.data[i + 1] == '"')
				i++;
			else if (c == '"')
			{
				quoted = false;
				/* nothing but a delimiter may follow */
				if (i + 1 < s.len && s.data[i + 1] != ',' &&
					s.data[i + 1] != '\n' && s.data[i + 1] != '\r')
					return false;
			}
			continue;
		}
		if (c == '"' && start)
			quoted = true;
		else if (c == '"')
			return false;
		else if (c == ',')
			fields++;
		else if (c == '\n')
		{
			if (i < s.len || !start || fields > 1)
			{
				(*records)++;
				*fewest = fields < *fewest ? fields : *fewest;
				*most = fields > *most ? fields : *most;
			}
			fields = 1;
		}
		start = c == ',' || c == '\n';
	}
	return !quoted;
}

void
bc_judge_csv(BcCase *k)
{
	bool		fenced;
	BcSlice		text = bc_unfenced(k->text, &fenced);
	size_t		records;
	size_t		fewest;
	size_t		most;
	bool		closed = csv_records(text, &records, &fewest, &most);
	BcSlice		info;
	BcSlice		inside;

	if (closed && fewest == most && fewest >= 2)
		bc_say(k, BC_KEPT, "every record with as many fields");
	else if (!fenced && first_fence(k->text, &info, &inside) &&
			 csv_records(inside, &records, &fewest, &most) && fewest == most)
		bc_say(k, BC_CANNOT_TELL, "CSV among other text");
	else if (closed && most < 2)
		bc_say(k, BC_BROKEN, "no record with two fields");
	else
		bc_say(k, BC_BROKEN, closed ?
			   "records with different numbers of fields" :
			   "quotes that do not close");
}

/* Cells of a line of a table, the bars at its ends aside. */
static size_t
cells(BcSlice line)
{
	size_t		bars = 0;

	for (size_t i = 0; i < line.len; i++)
		bars += line.data[i] == '|' && (i == 0 || line.data[i - 1] != '\\');
	if (bars == 0)
		return 0;
	return bars +
		1 - (line.data[0] == '|') - (line.data[line.len - 1] == '|');
}

static bool
is_rule(BcSlice line)
{
	size_t		dashes = 0;

	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] == '-')
			dashes++;
		else if (line.data[i] != '|' && line.data[i] != ':' &&
				 line.data[i] != ' ')
			return false;
	return dashes >= 1 && cells(line) > 0;
}

static bool
holds(BcSlice line, BcSlice word)
{
	if (word.len == 0)
		return true;
	for (size_t i = 0; i + word.len <= line.len; i++)
		if (memcmp(line.data + i, word.data, word.len) == 0)
			return true;
	return false;
}

void
bc_judge_table(BcCase *k)
{
	size_t		at = 0;
	BcSlice		line;
	BcSlice		head = {NULL, 0};
	size_t		columns = 0;
	size_t		tabs = 0;
	unsigned	names = 0;

	while (columns == 0 && bc_next_line(k->text, &at, &line))
	{
		if (is_rule(line) && cells(head) == cells(line))
			columns = cells(line);
		else
			head = line;
		tabs += line.len > 0 &&
			(memchr(line.data, '\t', line.len) != NULL ||
			 line.data[0] == '|' || line.data[0] == '+' ||
			 line.data[0] == '<');
	}
	if (columns == 0)
	{
		bc_say(k, tabs > 1 ? BC_CANNOT_TELL : BC_BROKEN, tabs > 1 ?
			   "a table of another kind" : "no table");
		return;
	}
	for (unsigned s = 0; s < k->c->strings; s++)
		names += holds(head, bc_case_string(k, s));
	if (k->c->relation != BC_NO_NUMBER &&
		bc_compare(k->c, (BcFigure) {columns, columns}) != BC_KEPT)
		bc_say_figure(k, "columns", (BcFigure) {columns, columns});
	else if (names < k->c->strings)
	{
		snprintf(k->out->why, sizeof(k->out->why), "%u of %u columns found",
				 names, (unsigned) k->c->strings);
		/* other words for the columns may have been chosen */
		k->out->followed = names == 0 &&
			columns < k->c->strings ? BC_BROKEN : BC_CANNOT_TELL;
	}
	else
		bc_say(k, BC_KEPT, "a Markdown table");
}

void
bc_judge_code_block(BcCase *k)
{
	BcSlice		info;
	BcSlice		inside;
	BcSlice		language = bc_case_string(k, 0);
	size_t		m = 0;

	if (!first_fence(k->text, &info, &inside))
	{
		bc_say(k, BC_BROKEN, "no code block");
		return;
	}
	while (m < language.len && m < info.len &&
		   bc_lower(info.data[m]) == bc_lower(language.data[m]))
		m++;
	if (language.len == 0 || m == language.len)
		bc_say(k, BC_KEPT, "a code block");
	else
		bc_say(k, BC_CANNOT_TELL, info.len == 0 ?
			   "a code block that names no language" :
			   "a code block that names another language");
}

void
bc_judge_plain_text(BcCase *k)
{
	size_t		at = 0;
	size_t		marks = 0;
	size_t		bullets = 0;
	BcSlice		line;

	while (bc_next_line(k->text, &at, &line))
	{
		size_t		hashes = 0;
		size_t		stars = 0;

		while (hashes < line.len && line.data[hashes] == '#')
			hashes++;
		marks += hashes > 0 && hashes <= 6 && hashes < line.len &&
			line.data[hashes] == ' ';
		marks += line.len >= 3 && memcmp(line.data, "```", 3) == 0;
		marks += is_rule(line) && line.data[0] == '|';
		for (size_t i = 0; i + 1 < line.len; i++)
			if (line.data[i] == '*' && line.data[i + 1] == '*')
			{
				stars++;
				i++;
			}
		marks += stars >= 2;
		bullets += bc_bullet_mark(line) > 0;
	}
	bc_say(k, marks > 0 ? BC_BROKEN : bullets > 0 ? BC_CANNOT_TELL : BC_KEPT,
		   marks > 0 ? "marks of Markdown were found" : bullets > 0 ?
		   "bullets, which plain text may have" : "no marks of Markdown");
}
