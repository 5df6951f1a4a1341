/*
 * vector.c: what the machine can do, and counting characters.
 */
#include "core/base/vector.h"

#if defined(BC_LOOK_UP) && defined(__x86_64__)
#include <cpuid.h>

/* Asked once: in a virtual machine the instruction is slow. */
bool
bc_can_look_up(void)
{
	static int	level = 0;

	if (level == 0)
	{
		unsigned	a;
		unsigned	b;
		unsigned	c;
		unsigned	d;

		level = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSSE3) != 0 ? 2 : 1;
	}
	return level == 2;
}

#endif

size_t
bc_count_characters(const unsigned char *p, size_t n)
{
	size_t		count = 0;
	size_t		i = 0;

#ifdef BC_VECTORS
	while (n - i >= 16)
	{
		BcVector	sums = {0};

		/* no sum of so many comes to 256 */
		for (int k = 0; k < 255 && n - i >= 16; k++, i += 16)
			sums -= (BcVector) ((bc_vector_load(p + i) & 0xC0) != 0x80);
		for (int k = 0; k < 16; k++)
			count += sums[k];
	}
#endif
	for (; i < n; i++)
		count += (p[i] & 0xC0) != 0x80;
	return count;
}
