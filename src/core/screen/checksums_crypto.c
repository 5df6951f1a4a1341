/*
 * checksums_crypto.c: checksums of crypto-currency addresses: Base58Check
 * (double SHA-256), Bech32 and Bech32m (BIP 173, BIP 350), and the mixed case
 * of EIP-55 (Keccak-256).
 */
#include "core/screen/internal.h"

static uint32_t
rotate_right(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static const uint32_t sha256_k[64] = {
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

/* SHA-256 (FIPS 180-4) of fewer than 56 bytes: one block. */
static void
sha256_short(const unsigned char *data, size_t len, unsigned char out[32])
{
	uint32_t	h[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
	};
	uint32_t	w[64];
	uint32_t	v[8];
	unsigned char block[64] = {0};

	memcpy(block, data, len);
	block[len] = 0x80;
	block[62] = (unsigned char) (len * 8 >> 8);
	block[63] = (unsigned char) (len * 8);
	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t) block[4 * i] << 24 |
			(uint32_t) block[4 * i + 1] << 16 |
			(uint32_t) block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
			(rotate_right(w[i - 15], 7) ^ rotate_right(w[i - 15], 18) ^
			 w[i - 15] >> 3) +
			(rotate_right(w[i - 2], 17) ^ rotate_right(w[i - 2], 19) ^
			 w[i - 2] >> 10);
	memcpy(v, h, sizeof(v));
	for (int i = 0; i < 64; i++)
	{
		uint32_t	a = v[7] + (rotate_right(v[4], 6) ^
								rotate_right(v[4], 11) ^
								rotate_right(v[4], 25)) +
			((v[4] & v[5]) ^ (~v[4] & v[6])) + sha256_k[i] + w[i];
		uint32_t	b = (rotate_right(v[0], 2) ^ rotate_right(v[0], 13) ^
						 rotate_right(v[0], 22)) +
			((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));

		memmove(v + 1, v, 7 * sizeof(uint32_t));
		v[4] += a;
		v[0] = a + b;
	}
	for (int i = 0; i < 8; i++)
		for (int k = 0; k < 4; k++)
			out[4 * i + k] = (unsigned char) ((h[i] + v[i]) >> (24 - 8 * k));
}

/* 25 bytes in base 58: version, 20 bytes, checksum. */
bool
bc_base58_check(const unsigned char *text, size_t len, unsigned char *version)
{
	static const char alphabet[] =
		"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
	unsigned char bytes[25] = {0};
	unsigned char once[32];
	unsigned char twice[32];

	for (size_t i = 0; i < len; i++)
	{
		const char *at = text[i] == 0 ? NULL : strchr(alphabet, text[i]);
		unsigned	carry;

		if (at == NULL)
			return false;
		carry = (unsigned) (at - alphabet);
		for (int k = 24; k >= 0; k--)
		{
			carry += bytes[k] * 58u;
			bytes[k] = (unsigned char) carry;
			carry >>= 8;
		}
		if (carry != 0)
			return false;
	}
	sha256_short(bytes, 21, once);
	sha256_short(once, 32, twice);
	*version = bytes[0];
	return memcmp(twice, bytes + 21, 4) == 0;
}

/* A human-readable part of two letters, '1', then data with its checksum. */
bool
bc_bech32_check(const unsigned char *text, size_t len)
{
	static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
	static const uint32_t generator[5] = {
		0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
	};
	uint32_t	sum = 1;
	bool		upper = false;
	bool		lower = false;

	for (size_t i = 0; i < len + 3; i++)
	{
		uint32_t	value;
		uint32_t	top = sum >> 25;

		if (i < 2)
			value = bc_lower(text[i]) >> 5;
		else if (i == 2)
			value = 0;
		else if (i < 5)
			value = bc_lower(text[i - 3]) & 31;
		else if (i == 5)
			continue;
		else
		{
			unsigned char c = text[i - 3];
			const char *at = strchr(alphabet, bc_lower(c));

			if (c == 0 || at == NULL)
				return false;
			upper |= bc_is(c, BC_C_UPPER);
			lower |= bc_is(c, BC_C_LOWER);
			value = (uint32_t) (at - alphabet);
		}
		sum = (sum & 0x1FFFFFF) << 5 ^ value;
		for (int k = 0; k < 5; k++)
			if (top >> k & 1)
				sum ^= generator[k];
	}
	return !(upper && lower) && (sum == 1 || sum == 0x2bc830a3);
}

static uint64_t
rotate_left(uint64_t x, unsigned n)
{
	return n == 0 ? x : x << n | x >> (64 - n);
}

/* Keccak-f[1600] (the Keccak reference, version 3.0). */
static void
keccak(uint64_t a[25])
{
	uint64_t	round = 1;

	for (int r = 0; r < 24; r++)
	{
		uint64_t	c[5];
		uint64_t	b[25];
		unsigned	x = 1;
		unsigned	y = 0;

		for (int i = 0; i < 5; i++)
			c[i] = a[i] ^ a[i + 5] ^ a[i + 10] ^ a[i + 15] ^ a[i + 20];
		for (int i = 0; i < 25; i++)
			a[i] ^= c[(i + 4) % 5] ^ rotate_left(c[(i + 1) % 5], 1);
		b[0] = a[0];
		for (unsigned t = 0; t < 24; t++)
		{
			unsigned	next = (2 * x + 3 * y) % 5;

			b[y + 5 * next] = rotate_left(a[x + 5 * y],
										  (t + 1) * (t + 2) / 2 % 64);
			x = y;
			y = next;
		}
		for (int i = 0; i < 25; i++)
			a[i] = b[i] ^ (~b[i / 5 * 5 + (i + 1) % 5] &
						   b[i / 5 * 5 + (i + 2) % 5]);
		for (int j = 0; j < 7; j++)
		{
			if (round & 1)
				a[0] ^= (uint64_t) 1 << ((1 << j) - 1);
			round = round << 1 ^ (round >> 7 & 1 ? 0x171 : 0);
		}
	}
}

/* The case of each of 40 hexadecimal letters, by the hash of the lower ones. */
bool
bc_eip55_check(const unsigned char *hex)
{
	uint64_t	a[25] = {0};

	for (int i = 0; i < 40; i++)
		a[i / 8] |= (uint64_t) bc_lower(hex[i]) << (8 * (i % 8));
	a[5] ^= 1;
	a[16] ^= (uint64_t) 1 << 63;
	keccak(a);
	for (int i = 0; i < 40; i++)
	{
		unsigned	nibble = (unsigned) (a[i / 16] >>
										 (8 * (i / 2 % 8) + (i % 2 ? 0 : 4))) & 15;

		if (bc_is(hex[i], BC_C_LETTER) &&
			bc_is(hex[i], BC_C_UPPER) != (nibble >= 8))
			return false;
	}
	return true;
}
