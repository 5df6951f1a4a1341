/*
 * hashes.c: SHA-256 against the examples of FIPS 180-4 and of RFC 6234, and
 * pieces cut anywhere; the short hash tells pieces apart.
 */
#include "core/base.h"
#include "check.h"

static bool
is_hex(const unsigned char *bytes, const char *hex)
{
	char		text[2 * BC_SHA256_BYTES + 1];

	for (int i = 0; i < BC_SHA256_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	return strcmp(text, hex) == 0;
}

static void
try_example(const char *text, unsigned times, const char *hex)
{
	unsigned char out[BC_SHA256_BYTES];
	BcSha256	hash;

	bc_sha256_start(&hash);
	for (unsigned i = 0; i < times; i++)
		bc_sha256_add(&hash, text, strlen(text));
	bc_sha256_end(&hash, out);
	check(is_hex(out, hex), hex);
}

/* Every length around blocks, in one piece and in pieces of each size. */
static void
try_pieces(void)
{
	unsigned char data[200];
	unsigned char whole[BC_SHA256_BYTES];
	unsigned char pieces[BC_SHA256_BYTES];
	bool		same = true;

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char) (i * 37);
	for (size_t len = 0; len <= sizeof(data); len++)
		for (size_t piece = 1; piece <= 65; piece += 4)
		{
			BcSha256	hash;

			bc_sha256((BcSlice) {data, len}, whole);
			bc_sha256_start(&hash);
			for (size_t at = 0; at < len; at += piece)
				bc_sha256_add(&hash, data + at, piece < len - at ? piece : len - at);
			bc_sha256_end(&hash, pieces);
			same = same && memcmp(whole, pieces, sizeof(whole)) == 0;
		}
	check(same, "pieces hash as the whole");
}

static BcHash128
short_hash(const char *a, const char *b)
{
	BcHash128	hash;

	bc_hash128_start(&hash);
	bc_hash128_add(&hash, slice(a));
	bc_hash128_add(&hash, slice(b));
	return hash;
}

static void
try_short(void)
{
	static const char *const pairs[][2] = {
		{"", ""}, {"a", ""}, {"", "a"}, {"a", "a"}, {"ab", ""}, {"a", "b"},
		{"12345678", ""}, {"1234567", "8"}, {"12345678", "9"}, {"123456789", ""},
		{"abcdefgh", "abcdefgi"}, {"abcdefgi", "abcdefgh"}
	};
	size_t		n = sizeof(pairs) / sizeof(pairs[0]);
	bool		apart = true;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
		{
			BcHash128	x = short_hash(pairs[i][0], pairs[i][1]);
			BcHash128	y = short_hash(pairs[k][0], pairs[k][1]);

			apart = apart && x.a != y.a && x.b != y.b &&
				x.a >> 40 != y.a >> 40 && x.b >> 40 != y.b >> 40;
		}
	check(apart, "pieces are told apart, by any of their bits");
	{
		BcHash128	x;
		BcHash128	y;

		bc_hash128_start(&x);
		bc_hash128_add(&x, (BcSlice) {(const unsigned char *) "ab", 2});
		bc_hash128_start(&y);
		bc_hash128_add(&y, (BcSlice) {(const unsigned char *) "ab", 3});
		check(x.a != y.a && x.b != y.b, "a zero at the end is told");
	}
}

int
main(void)
{
	try_example("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	try_example("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	try_example("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
				"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	try_example("a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	try_pieces();
	try_short();
	return report();
}
