/*
 * vector.c: asks the machine what it can do.
 */
#include "core/vector.h"

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
