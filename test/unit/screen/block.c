/*
 * block.c: the vectors of the scanner find what the plain loop finds.
 */
#include "core/screen/block.h"
#include "check.h"

#define LENGTH	(BC_BLOCK + BC_BLOCK_TAIL)

static uint32_t state = 2463534242u;

/* Marsaglia's xorshift: the same bytes on every run. */
static uint32_t
next(void)
{
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

static void
compare(const unsigned char *p)
{
	BcMasks		x;
	BcMasks		y;

	bc_block_examine()(p, &x);
	bc_block_examine_plain(p, &y);
	check(x.hits == y.hits, "x.hits == y.hits");
	check(x.digits == y.digits, "x.digits == y.digits");
	check(x.token == y.token, "x.token == y.token");
	check(x.wide == y.wide, "x.wide == y.wide");
}

int
main(void)
{
	static const char pieces[] =
		"pwd WX weCHAT vx gram secret token IZ key mr ype pass NAME -u :: (at) [AT] "
		"qq q: v: q： V：密令信客授患叫扣钉告是秘姓人飞户甲乙０９ｚＡ＠！，a.b.c:.d....@_-~";
	unsigned char text[LENGTH];

	/* every pair of bytes at an odd and at an even place */
	for (unsigned pair = 0; pair < 65536; pair++)
	{
		memset(text, 0, sizeof(text));
		text[7] = text[62] = text[64] = (unsigned char) (pair >> 8);
		text[8] = text[63] = text[65] = (unsigned char) pair;
		compare(text);
	}
	for (int round = 0; round < 20000; round++)
	{
		for (size_t i = 0; i < LENGTH; i++)
			text[i] = (unsigned char) next();
		compare(text);
		for (size_t i = 0; i < LENGTH; i++)
			text[i] = (unsigned char) pieces[next() % (sizeof(pieces) - 1)];
		compare(text);
		memcpy(text, pieces + next() % (sizeof(pieces) - 1 - LENGTH), LENGTH);
		compare(text);
	}
	return report();
}
