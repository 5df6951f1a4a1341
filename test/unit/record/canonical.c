/*
 * canonical.c: JSON texts as jsonb prints them.  The expected texts are what
 * PostgreSQL 15 prints of the same.
 */
#include "core/record.h"
#include "check.h"

typedef struct Case
{
	const char *text;
	const char *printed;
} Case;

static const Case cases[] = {
	/* order and repetition of keys */
	{"{}", "{}"},
	{" [ ] ", "[]"},
	{"{\"b\":1,\"a\":2}", "{\"a\": 2, \"b\": 1}"},
	{"{\"aa\":1,\"b\":2,\"\":3}", "{\"\": 3, \"b\": 2, \"aa\": 1}"},
	{"{\"a\":1,\"a\":2,\"b\":[],\"a\":{}}", "{\"a\": {}, \"b\": []}"},
	{"{\"\\u0061\":1,\"a\":2}", "{\"a\": 2}"},
	{"{\"é\":1,\"zz\":2,\"a\":3}", "{\"a\": 3, \"zz\": 2, \"é\": 1}"},
	{"{\"中\":1,\"abc\":2,\"abcd\":{\"z\":1,\"y\":{\"d\":1,\"c\":2}}}",
	"{\"abc\": 2, \"中\": 1, \"abcd\": {\"y\": {\"c\": 2, \"d\": 1}, \"z\": 1}}"},
	{"[{\"b\":[],\"a\":{}},[[1,[2]],{}],null,true,false]",
	"[{\"a\": {}, \"b\": []}, [[1, [2]], {}], null, true, false]"},
	/* numbers */
	{"[0,-0,-0.0,0.00,0e5,0.0e1,0e-3,-0e-2]",
	"[0, 0, 0.0, 0.00, 0, 0, 0.000, 0.00]"},
	{"[1.50,1e3,1E+2,1e-2,100e-2,1.5e1,1.55e1,0.001e3,12.340e-1]",
	"[1.50, 1000, 100, 0.01, 1.00, 15, 15.5, 1, 1.2340]"},
	{"[-1.5e-3,-12e0,9e15,123456789012345678901234567890.10]",
	"[-0.0015, -12, 9000000000000000, 123456789012345678901234567890.10]"},
	/* strings */
	{"\"\\u4e2d\\ud83d\\ude00\\/\\\"\\\\\\b\\f\\n\\r\\t\\u001f\x7f\"",
	"\"中😀/\\\"\\\\\\b\\f\\n\\r\\t\\u001f\x7f\""},
	{"{\"\\n\\u0001\":\"\\u00e9\"}", "{\"\\n\\u0001\": \"é\"}"},
};

static void
try_case(const Case *c)
{
	BcBuffer	out;
	BcBuffer	again;
	bool		ok;

	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	ok = bc_json_canonical(&bc_malloc_env, slice(c->text), &out);
	check(ok && out.len == strlen(c->printed) &&
		  memcmp(out.data, c->printed, out.len) == 0, c->text);
	bc_buffer_init(&again, &bc_malloc_env, SIZE_MAX);
	ok = bc_json_canonical(&bc_malloc_env, (BcSlice) {out.data, out.len}, &again);
	check(ok && again.len == out.len && memcmp(again.data, out.data, out.len) == 0,
		  "what is printed is printed so again");
	bc_buffer_free(&out);
	bc_buffer_free(&again);
}

/* 512 levels, and as many keys as make a sort of many steps. */
static void
try_large(void)
{
	BcBuffer	text;
	BcBuffer	out;
	char		member[32];

	bc_buffer_init(&text, &bc_malloc_env, SIZE_MAX);
	for (int i = 0; i < 511; i++)
		bc_buffer_add(&text, "{\"b\":[],\"a\":", 12);
	bc_buffer_add_byte(&text, '{');
	for (int i = 0; i < 1000; i++)
		bc_buffer_add(&text, member, (size_t)
					  snprintf(member, sizeof(member), "%s\"%03d\":%d",
							   i > 0 ? "," : "", i * 7 % 1000, i));
	for (int i = 0; i < 512; i++)
		bc_buffer_add_byte(&text, '}');
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	check(bc_json_canonical(&bc_malloc_env, (BcSlice) {text.data, text.len}, &out),
		  "512 levels are printed");
	check(out.len > 4000 + 511 * 6 &&
		  memcmp(out.data, "{\"a\": {\"a\": ", 12) == 0 &&
		  memcmp(out.data + 511 * 6, "{\"000\": 0, \"001\": 143, \"002\": 286, ",
				 strlen("{\"000\": 0, \"001\": 143, \"002\": 286, ")) == 0,
		  "the innermost members are in their order");
	bc_buffer_free(&out);
	bc_buffer_init(&out, &bc_malloc_env, 100);
	check(!bc_json_canonical(&bc_malloc_env, (BcSlice) {text.data, text.len}, &out),
		  "a buffer that is full is told");
	bc_buffer_free(&out);
	bc_buffer_free(&text);
}

int
main(void)
{
	static const char *const faults[] = {"", "{", "{\"a\":1}x", "[1,]", "\"\\ud800\"", "1e999999"};
	BcBuffer	out;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		try_case(&cases[i]);
	try_large();
	bc_buffer_init(&out, &bc_malloc_env, SIZE_MAX);
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		check(!bc_json_canonical(&bc_malloc_env, slice(faults[i]), &out), faults[i]);
	bc_buffer_free(&out);
	return report();
}
