/*
 * peer_re2.cc FILE: RE2, all patterns at once, which ones match.
 */
#include <re2/re2.h>
#include <re2/set.h>

#include <vector>

#include "peers.h"

static RE2::Set *set;

static size_t
work(const char *text, size_t len)
{
	std::vector<int> found;

	set->Match(re2::StringPiece(text, len), &found);
	return found.size();
}

int
main(int argc, char **argv)
{
	RE2::Options options;

	if (argc != 2)
		return 2;
	options.set_encoding(RE2::Options::EncodingLatin1);
	options.set_max_mem(256 << 20);
	set = new RE2::Set(options, RE2::UNANCHORED);
	for (const char *pattern : peer_patterns)
		if (set->Add(pattern, nullptr) < 0)
			return 1;
	if (!set->Compile())
		return 1;
	peer_measure("RE2, at once, which", argv[1], work);
	return 0;
}
