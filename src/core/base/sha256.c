/*
 * sha256.c: SHA-256, as FIPS 180-4 describes it.
 */
#include "core/base/sha256.h"

static const uint32_t constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static inline uint32_t
rotate_right(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static inline uint32_t
load_big_endian(const unsigned char *p)
{
	return (uint32_t) p[0] << 24 | (uint32_t) p[1] << 16 |
		(uint32_t) p[2] << 8 | p[3];
}

static inline void
store_big_endian(unsigned char *p, uint32_t x)
{
	p[0] = (unsigned char) (x >> 24);
	p[1] = (unsigned char) (x >> 16);
	p[2] = (unsigned char) (x >> 8);
	p[3] = (unsigned char) x;
}

static void
take_block(uint32_t state[8], const unsigned char *block)
{
	uint32_t	w[64];
	uint32_t	v[8];

	for (int i = 0; i < 16; i++)
		w[i] = load_big_endian(block + 4 * i);
	for (int i = 16; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
			(rotate_right(w[i - 15], 7) ^ rotate_right(w[i - 15], 18) ^
			 w[i - 15] >> 3) +
			(rotate_right(w[i - 2], 17) ^ rotate_right(w[i - 2], 19) ^
			 w[i - 2] >> 10);
	memcpy(v, state, sizeof(v));
	for (int i = 0; i < 64; i++)
	{
		uint32_t	a = v[7] + (rotate_right(v[4], 6) ^
								rotate_right(v[4], 11) ^
								rotate_right(v[4], 25)) +
			((v[4] & v[5]) ^ (~v[4] & v[6])) + constants[i] + w[i];
		uint32_t	b = (rotate_right(v[0], 2) ^ rotate_right(v[0], 13) ^
						 rotate_right(v[0], 22)) +
			((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(uint32_t));
		v[4] += a;
		v[0] = a + b;
	}
	for (int i = 0; i < 8; i++)
		state[i] += v[i];
}

void
bc_sha256_start(BcSha256 *hash)
{
	static const uint32_t first[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
	};

	memcpy(hash->state, first, sizeof(first));
	hash->len = 0;
}

void
bc_sha256_add(BcSha256 *hash, const void *data, size_t len)
{
	const unsigned char *p = data;
	size_t		held = hash->len % BC_SHA256_BLOCK;

	hash->len += len;
	if (held > 0)
	{
		size_t		n = BC_SHA256_BLOCK - held;

		if (n > len)
			n = len;
		if (n > 0)
			memcpy(hash->block + held, p, n);
		p += n;
		len -= n;
		if (held + n < BC_SHA256_BLOCK)
			return;
		take_block(hash->state, hash->block);
	}
	for (; len >= BC_SHA256_BLOCK; len -= BC_SHA256_BLOCK)
	{
		take_block(hash->state, p);
		p += BC_SHA256_BLOCK;
	}
	if (len > 0)
		memcpy(hash->block, p, len);
}

void
bc_sha256_end(BcSha256 *hash, unsigned char out[BC_SHA256_BYTES])
{
	static const unsigned char padding[BC_SHA256_BLOCK] = {0x80};
	uint64_t	bits = hash->len * 8;
	unsigned char end[8];

	/* up to 8 bytes before the end of a block */
	bc_sha256_add(hash, padding, BC_SHA256_BLOCK -
				  (hash->len + 8) % BC_SHA256_BLOCK);
	store_big_endian(end, (uint32_t) (bits >> 32));
	store_big_endian(end + 4, (uint32_t) bits);
	bc_sha256_add(hash, end, sizeof(end));
	for (int i = 0; i < 8; i++)
		store_big_endian(out + 4 * i, hash->state[i]);
}

void
bc_sha256(BcSlice data, unsigned char out[BC_SHA256_BYTES])
{
	BcSha256	hash;

	bc_sha256_start(&hash);
	bc_sha256_add(&hash, data.data, data.len);
	bc_sha256_end(&hash, out);
}
