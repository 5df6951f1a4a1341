/*
 * arguments.c: the command line of badcase-check.
 */
#define _POSIX_C_SOURCE 200809L

#include "cli.h"

#include <getopt.h>
#include <stdlib.h>

#define DEFAULT_MEMORY		256
#define LEAST_MEMORY		16
#define DEFAULT_EXAMPLES	5

static const char *const usages[BC_LANGUAGES] = {
	"badcase-check: says of files of JSON lines what would become of them, and what to mend.\n"
	"\n"
	"  badcase-check [OPTION]... FILE...          FILE may be -, the standard input\n"
	"\n"
	"  -f, --format FORMAT  rows of a trainer's format, such as alpaca or sharegpt; auto: by the\n"
	"                       keys of each row (default: records with \"prompt\" and \"response\")\n"
	"      --near T         near-duplicates from a similarity of T on (default 0.7; 0: none)\n"
	"      --verdicts       nothing but the verdicts: no personal data, quality or duplicates\n"
	"      --strict         warnings and duplicates are to be mended, too\n"
	"      --json           everything, one JSON object a line\n"
	"      --digest         with the digest and the exact key of each record, in --json\n"
	"      --redact OUT     writes the records without personal data and secrets; OUT may be -\n"
	"      --style STYLE    of what is redacted: label (default), mask or remove\n"
	"  -n, --lines N        so many examples of each kind (default 5)\n"
	"      --memory MB      what is beyond goes to temporary files (default 256)\n"
	"      --lang LANGUAGE  en or zh (default: as LC_ALL, LC_MESSAGES or LANG say)\n"
	"      --version, --help\n"
	"\n"
	"Exit status: 0 nothing to mend, 1 something to mend, 2 a wrong call or a file that cannot be read.\n"
	"Nothing leaves this machine.\n",
	"badcase-check：检查 JSON Lines 文件，告诉你每一行会怎样、该改什么。\n"
	"\n"
	"  badcase-check [选项]... 文件...          文件写 - 表示标准输入\n"
	"\n"
	"  -f, --format 格式    各行是某种训练格式，如 alpaca、sharegpt；auto 表示按每行的键来认\n"
	"                       （默认：带 \"prompt\" 和 \"response\" 的记录）\n"
	"      --near T         相似度从 T 起算近似重复（默认 0.7；0 表示不查）\n"
	"      --verdicts       只看能否收下：不查个人信息、质量和重复\n"
	"      --strict         警告和重复也算要改的\n"
	"      --json           全部结果，每行一个 JSON 对象\n"
	"      --digest         在 --json 里附上每条记录的摘要和去重键\n"
	"      --redact 输出    写出去掉个人信息和密钥的记录；输出写 - 表示标准输出\n"
	"      --style 方式     怎样去掉：label（默认）、mask 或 remove\n"
	"  -n, --lines N        每一类给出多少个例子（默认 5）\n"
	"      --memory MB      超出的部分写到临时文件（默认 256）\n"
	"      --lang 语言      en 或 zh（默认看 LC_ALL、LC_MESSAGES、LANG）\n"
	"      --version, --help\n"
	"\n"
	"退出码：0 没有要改的，1 有要改的，2 用法不对或文件读不了。\n"
	"所有内容都不会离开这台机器。\n",
};

void
print_usage(FILE *to, BcLanguage language)
{
	fputs(usages[language], to);
}

/* The language of messages, as the environment has it. */
static BcLanguage
language_of_environment(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (int i = 0; i < 3; i++)
	{
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return strncmp(value, "zh", 2) == 0 ? BC_CHINESE : BC_ENGLISH;
	}
	return BC_ENGLISH;
}

static bool
complain(const char *what, const char *value)
{
	fprintf(stderr, "badcase-check: %s: %s\n", what, value);
	return false;
}

static bool
read_number(const char *text, unsigned most, unsigned *number)
{
	uint64_t	n = 0;
	const char *p = text;

	for (; *p >= '0' && *p <= '9' && n <= most; p++)
		n = n * 10 + (uint64_t) (*p - '0');
	if (p == text || *p != '\0' || n > most)
		return complain("not a number that is taken", text);
	*number = (unsigned) n;
	return true;
}

/* A threshold from 0 to 1, in millionths: no floating point decides. */
static bool
read_threshold(const char *text, uint32_t *threshold)
{
	uint32_t	n = 0;
	uint32_t	unit = BC_THRESHOLD_ONE;
	const char *p = text;

	if (*p == '0' || *p == '1')
		n = (uint32_t) (*p++ - '0') * unit;
	if (*p == '.')
		for (p++; *p >= '0' && *p <= '9' && unit > 1; p++)
		{
			unit /= 10;
			n += (uint32_t) (*p - '0') * unit;
		}
	if (p == text || *p != '\0' || n > BC_THRESHOLD_ONE)
		return complain("a similarity is a number from 0 to 1", text);
	*threshold = n;
	return true;
}

static bool
read_format(const char *name, BcCheckOptions *options)
{
	BcSlice		slice = {(const unsigned char *) name, strlen(name)};

	options->any_format = strcmp(name, "auto") == 0;
	options->format = options->any_format ? NULL : bc_format_find(slice);
	if (options->format == NULL && !options->any_format)
	{
		fprintf(stderr, "badcase-check: no such format: %s\nformats: auto", name);
		for (int i = 0; i < BC_FORMATS; i++)
			if (bc_format_holds(&bc_formats[i], BC_PLACE_RESPONSE))
				fprintf(stderr, " %s", bc_formats[i].name);
		fputs("\n", stderr);
		return false;
	}
	if (options->format != NULL &&
		!bc_format_holds(options->format, BC_PLACE_RESPONSE))
		return complain("no record can be read from this format", name);
	return true;
}

static bool
read_style(const char *name, BcRedactStyle *style)
{
	static const char *const names[] = {"label", "mask", "remove"};

	for (int i = 0; i < 3; i++)
		if (strcmp(name, names[i]) == 0)
		{
			*style = (BcRedactStyle) i;
			return true;
		}
	return complain("styles are label, mask and remove", name);
}

static bool
read_language(const char *name, BcLanguage *language)
{
	if (strcmp(name, "en") == 0)
		*language = BC_ENGLISH;
	else if (strcmp(name, "zh") == 0)
		*language = BC_CHINESE;
	else
		return complain("languages are en and zh", name);
	return true;
}

enum
{
	NEAR = 256, VERDICTS, STRICT, JSON, DIGEST, REDACT, STYLE, MEMORY, LANGUAGE,
	HELP, VERSION
};

static const struct option long_options[] = {
	{"format", required_argument, NULL, 'f'},
	{"lines", required_argument, NULL, 'n'},
	{"near", required_argument, NULL, NEAR},
	{"verdicts", no_argument, NULL, VERDICTS},
	{"strict", no_argument, NULL, STRICT},
	{"json", no_argument, NULL, JSON},
	{"digest", no_argument, NULL, DIGEST},
	{"redact", required_argument, NULL, REDACT},
	{"style", required_argument, NULL, STYLE},
	{"memory", required_argument, NULL, MEMORY},
	{"lang", required_argument, NULL, LANGUAGE},
	{"help", no_argument, NULL, HELP},
	{"version", no_argument, NULL, VERSION},
	{NULL, 0, NULL, 0}
};

/* Takes one option; false where it is wrong. */
static bool
take_option(int option, const char *value, Call *call, unsigned *memory)
{
	BcCheckOptions *options = &call->options;

	switch (option)
	{
		case 'f':
			return read_format(value, options);
		case 'n':
			return read_number(value, 1000000, &call->examples);
		case NEAR:
			return read_threshold(value, &options->threshold);
		case VERDICTS:
			options->what &= BC_CHECK_DIGESTS;
			return true;
		case STRICT:
			return call->strict = true;
		case JSON:
			return call->json = true;
		case DIGEST:
			options->what |= BC_CHECK_DIGESTS;
			return true;
		case REDACT:
			call->clean_to = value;
			return options->redact = true;
		case STYLE:
			return read_style(value, &options->style);
		case MEMORY:
			if (!read_number(value, 1 << 20, memory))
				return false;
			return *memory >= LEAST_MEMORY || complain("at least 16 MB", value);
		case LANGUAGE:
			return read_language(value, &options->language);
		case HELP:
			return call->help = true;
		case VERSION:
			return call->version = true;
		default:
			return false;
	}
}

bool
read_arguments(int argc, char **argv, Call *call)
{
	BcCheckOptions *options = &call->options;
	unsigned	memory = DEFAULT_MEMORY;
	int			option;

	memset(call, 0, sizeof(*call));
	call->examples = DEFAULT_EXAMPLES;
	options->what = BC_CHECK_FINDINGS | BC_CHECK_ISSUES | BC_CHECK_DUPLICATES |
		BC_CHECK_NEAR;
	options->threshold = BC_THRESHOLD_ONE / 10 * 7;
	options->language = language_of_environment();
	while ((option = getopt_long(argc, argv, "f:n:h", long_options, NULL)) >= 0)
		if (!take_option(option == 'h' ? HELP : option, optarg, call, &memory))
			return false;
	if (options->threshold == 0)
		options->what &= ~(unsigned) BC_CHECK_NEAR;
	options->memory = (size_t) memory << 20;
	call->files = argv + optind;
	call->nfiles = argc - optind;
	if (call->nfiles > 0 || call->help || call->version)
		return true;
	print_usage(stderr, options->language);
	return false;
}
