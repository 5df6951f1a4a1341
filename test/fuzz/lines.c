/*
 * lines.c: any data in any pieces has the same lines as the whole of it.
 *
 * The first byte says how long the pieces are at most, the rest is the data.
 */
#include "core/lines.h"

#include <stdlib.h>

extern int	LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
expect(bool ok)
{
	if (!ok)
		abort();
}

/* The length of the next piece, from 0 to most, by a fixed rule. */
static size_t
next_piece(uint32_t *state, size_t most)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % (most + 1);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	size_t		most = size == 0 ? 1 : (size_t) data[0] + 1;
	BcSlice		all = {data + (size > 0), size - (size > 0)};
	BcSlice		rest = bc_lines_start(all);
	BcSlice		whole;
	BcSlice		line;
	BcLineReader reader;
	BcLineStep	step;
	uint32_t	state = (uint32_t) size;
	size_t		at = 0;

	bc_reader_init(&reader, &bc_malloc_env, SIZE_MAX / 4);
	while ((step = bc_reader_next(&reader, &line)) != BC_LINE_NONE)
	{
		if (step == BC_LINE)
		{
			expect(bc_lines_take(&rest, &whole));
			expect(line.len == whole.len && line.data[line.len] == 0);
			expect(line.len == 0 ||
				   memcmp(line.data, whole.data, line.len) == 0);
			expect(memchr(line.data, '\n', line.len) == NULL);
		}
		else if (at == all.len)
			bc_reader_end(&reader);
		else
		{
			size_t		n = next_piece(&state, most);

			if (n > all.len - at)
				n = all.len - at;
			if (n > 0)
				memcpy(bc_reader_room(&reader, n), all.data + at, n);
			bc_reader_added(&reader, n);
			at += n;
		}
	}
	expect(!bc_lines_take(&rest, &whole));
	bc_reader_free(&reader);
	return 0;
}
