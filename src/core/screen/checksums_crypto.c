/*
 * checksums_crypto.c: checksums of crypto-currency addresses: Base58Check
 * (double SHA-256), Bech32 and Bech32m (BIP 173, BIP 350), and the mixed case
 * of EIP-55 (Keccak-256).
 */
#include "core/screen/internal.h"

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
	bc_sha256((BcSlice) {bytes, 21}, once);
	bc_sha256((BcSlice) {once, sizeof(once)}, twice);
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
