/*
 * keys.c: a record's digest and exact key, byte for byte: they are on users'
 * disks.  The sums of SHA-256 were made by another program.
 */
#include "core/record.h"
#include "core/text.h"

#include "check.h"
#include "records.h"

typedef struct Case
{
	const char *text;
	const char *digest;			/* of the record in its written form */
	const char *input;			/* of the exact key */
	size_t		input_len;
	const char *key;
} Case;

#define BYTES(x)	x, sizeof(x) - 1

static const Case cases[] = {
	{"{\"response\":\"yes\",\"prompt\":\"Is it so?\"}",
		"2404b97f66335d6e8604acf80fe71ce8441315614684e03d5058588856e0b424",
		BYTES("\0\0\0\0" "\11\0\0\0Is it so?" "\3\0\0\0yes"),
	"54ae9372d4d0c58699dc76b0266f42b68340acf29e16327100be4248d8b075b5"},
	{"{\"prompt\": \"p\", \"response\": \"r\", \"history\": [[\"a b\", \"\"], [\"\", \"C\"]], \"rejected\": \"x\", \"k\": 1}",
		"4eb58337aed169640e4cdf9d80e9ed27e61696376d0e63beb7a6040d6f5b2809",
		BYTES("\2\0\0\0" "\3\0\0\0a b" "\0\0\0\0" "\0\0\0\0" "\1\0\0\0C" "\1\0\0\0p" "\1\0\0\0r"),
	"f2c558fcec3d6d37cd031b4516812fa97c53cb57c523e1d246333d94c26779de"},
};

static bool
is_hex(const unsigned char *sum, const char *hex)
{
	char		got[2 * BC_SHA256_BYTES + 1];

	for (int i = 0; i < BC_SHA256_BYTES; i++)
		sprintf(got + 2 * i, "%02x", sum[i]);
	if (strcmp(got, hex) != 0)
		printf("got %s\n", got);
	return strcmp(got, hex) == 0;
}

static void
run(const Case *c)
{
	BcParsed	parsed;
	BcVerdict	verdict;
	BcBuffer	input;
	unsigned char sum[BC_SHA256_BYTES];

	check(bc_record_parse(&bc_malloc_env, slice(c->text), &parsed, &verdict), c->text);
	check(bc_record_digest(&bc_malloc_env, &parsed.rec, sum) && is_hex(sum, c->digest), "the digest");
	bc_buffer_init(&input, &bc_malloc_env, SIZE_MAX / 2);
	check(bc_record_exact_input(&bc_malloc_env, &parsed.rec, 1, &input) && input.len == c->input_len &&
		  memcmp(input.data, c->input, input.len) == 0, "what the exact key is of");
	for (size_t i = 0; i < input.len; i++)
		if (i >= c->input_len || input.data[i] != (unsigned char) c->input[i])
			printf("byte %zu: %02x\n", i, input.data[i]);
	bc_buffer_free(&input);
	check(bc_record_exact_key(&bc_malloc_env, &parsed.rec, 1, sum) && is_hex(sum, c->key), "the exact key");
	bc_parsed_free(&parsed);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		run(&cases[i]);
	return report();
}
