/*
 * wording_names.c: names that stand one behind the other without quotes,
 * 甲、乙和丙, in a text.
 */
#include "core/follow/wording.h"

#define MAX_NAME	30			/* bytes of a name of a list */
#define MAX_NAMES	150			/* bytes of a list of names */

/* Bytes of what joins names at a byte, or before it: 、 / and 和 或 与 跟. */
static unsigned
joint_next(const BcFinder *f, size_t at, bool ahead)
{
#define JOINT(text) {text, sizeof(text) - 1}
	static const struct
	{
		const char *text;
		uint8_t		len;
	}			joints[] = {
		JOINT("、还是"), JOINT("、或"), JOINT("、"), JOINT("/"), JOINT("／"),
		JOINT("｜"), JOINT("和"), JOINT("或"), JOINT("与"), JOINT("跟"), JOINT("还是"),
		JOINT("或者"), JOINT(", or "), JOINT(", and "), JOINT(" or "),
		JOINT(" and "), JOINT(" / "), JOINT(" | "), JOINT("|")
	};
	size_t		count = f->wide ? 12 : sizeof(joints) / sizeof(joints[0]);
	unsigned char last = !ahead && at > 0 ? f->text.data[at - 1] : 0;

	if (!ahead && at >= 3 && memcmp(f->text.data + at - 2, ", ", 2) == 0 &&
		bc_is_letter(f->text.data[at - 3]))
		return 2;
	/* name, age */
	if (ahead && bc_byte_at(f, at) == ',' && at > 0 &&
		bc_is_letter(f->text.data[at - 1]))
	{
		unsigned	len = bc_byte_at(f, at + 1) == ' ' ? 2 : 1;

		return bc_is_letter(bc_byte_at(f, at + len)) ? len : 0;
	}
	for (size_t k = 0; k < count; k++)
	{
		unsigned	len = joints[k].len;

		if (ahead ? bc_stands_at(f, at, joints[k].text) :
			last == (unsigned char) joints[k].text[len - 1] && at >= len &&
			bc_stands_at(f, at - len, joints[k].text))
			return len;
	}
	return 0;
}

/* Does what joins names at a byte leave a choice: 或 还是 /? */
static bool
leaves_choice(const BcFinder *f, size_t at)
{
	at += bc_stands_at(f, at, "、") ? strlen("、") : 0;
	return bc_stands_at(f, at, "或") || bc_stands_at(f, at, "还是") ||
		bc_stands_at(f, at, "/") || bc_stands_at(f, at, "／") ||
		bc_stands_at(f, at, "|") || bc_stands_at(f, at, "｜");
}

static bool
is_quote(uint32_t c)
{
	return c == '"' || (c >= 0x2018 && c <= 0x201D) ||
		(c >= 0x300C && c <= 0x300F);
}

/*
 * Where names with joints between them may end, from a byte on or before it:
 * each a short one, two of them at least.  Either: one joint leaves a choice.
 */
unsigned
bc_wording_names(const BcFinder *f, size_t at, bool ahead, bool either,
				 size_t edge[BC_W_NAMES_MOST])
{
	size_t		name = at;
	unsigned	count = 0;
	bool		joined = false;

	for (size_t next = at; count < BC_W_NAMES_MOST;)
	{
		unsigned	joint = joint_next(f, next, ahead);

		if (joint > 0 && next != name)
		{
			next = ahead ? next + joint : next - joint;
			name = next;
			joined = !either || joined ||
				leaves_choice(f, ahead ? next - joint : next);
			continue;
		}
		if (joint > 0 || (ahead ? bc_wording_mark_at(f, next) :
						  bc_wording_mark_before(f, next)) > 0 ||
			(either && is_quote(bc_wording_next(f, next, ahead))))
			break;
		next = bc_wording_on(f, next, ahead);
		if (next == SIZE_MAX ||
			(next > name ? next - name : name - next) > MAX_NAME ||
			(next > at ? next - at : at - next) > MAX_NAMES)
			break;
		if (joined)
			edge[count++] = next;
	}
	return count;
}
