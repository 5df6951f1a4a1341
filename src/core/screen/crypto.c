/*
 * crypto.c: addresses of crypto-currencies: Base58Check, Bech32 and
 * Bech32m (BIP 173, BIP 350), EIP-55.
 */
#include "core/screen/internal.h"

/* 0x and 40 hexadecimal digits: Ethereum and its kin. */
static void
try_ethereum(BcScan *s, size_t a)
{
	bool		upper = false;
	bool		lower = false;

	if (bc_scan_run(s, a + 2, BC_C_HEX, 41) != 40)
		return;
	for (size_t i = a + 2; i < a + 42; i++)
	{
		upper |= bc_is(s->t[i], BC_C_UPPER);
		lower |= bc_is(s->t[i], BC_C_LOWER);
	}
	if (bc_scan_repeated(s->t + a + 2, 40))
		return;
	if (!upper || !lower)
		bc_scan_add(s, BC_CRYPTO_ADDRESS, a, a + 42, 50);
	else if (bc_eip55_check(s->t + a + 2))
		bc_scan_add(s, BC_CRYPTO_ADDRESS, a, a + 42, 95);
}

/* Bitcoin's 1... and 3..., TRON's T..., bc1...; the word [a, b). */
void
bc_scan_crypto(BcScan *s, size_t a, size_t b)
{
	size_t		len = b - a;
	unsigned char version;
	unsigned char c = s->t[a];

	if (!bc_scan_left_edge(s, a))
		return;
	if (c == '0' && len == 42 && bc_lower(s->t[a + 1]) == 'x')
		try_ethereum(s, a);
	else if (bc_lower(c) == 'b')
	{
		if (bc_scan_starts_nocase(s, a, "bc1") &&
			bc_bech32_check(s->t + a, len))
			bc_scan_add(s, BC_CRYPTO_ADDRESS, a, b, 95);
	}
	else if ((c == '1' || c == '3' || c == 'T') && len <= 35 &&
			 bc_base58_check(s->t + a, len, &version) &&
			 version == (c == '1' ? 0 : c == '3' ? 5 : 0x41))
		bc_scan_add(s, BC_CRYPTO_ADDRESS, a, b, 95);
}
