/*
 * checksums.c: check characters of identity, bank and account numbers.
 */
#include "core/screen/internal.h"

/* ISO/IEC 7812-1, annex B. */
bool
bc_luhn(const char *digits, size_t len)
{
	unsigned	sum = 0;

	for (size_t i = 0; i < len; i++)
	{
		unsigned	d = (unsigned) (digits[len - 1 - i] - '0');

		if (i % 2 == 1)
			d = d > 4 ? 2 * d - 9 : 2 * d;
		sum += d;
	}
	return sum % 10 == 0;
}

/* GB 11643-1999: ISO 7064 MOD 11-2 over 17 digits; a lower-case x is taken. */
bool
bc_cn_id_check(const char *id)
{
	static const unsigned char weight[17] = {
		7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
	};
	unsigned	sum = 0;

	for (int i = 0; i < 17; i++)
		sum += weight[i] * (unsigned) (id[i] - '0');
	return "10X98765432"[sum % 11] == (id[17] == 'x' ? 'X' : id[17]);
}

/* GB 32100-2015: 31 characters, without I O S V Z. */
bool
bc_uscc_check(const unsigned char *code)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	static const unsigned char weight[17] = {
		1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
	};
	unsigned	sum = 0;

	for (int i = 0; i < 17; i++)
	{
		const char *at = code[i] == 0 ? NULL : strchr(alphabet, code[i]);

		if (at == NULL)
			return false;
		sum += weight[i] * (unsigned) (at - alphabet);
	}
	return alphabet[(31 - sum % 31) % 31] == (char) code[17];
}

/* ISO 13616: the first four characters moved to the end give 1 mod 97. */
bool
bc_mod97_check(const char *iban, size_t len)
{
	unsigned	rest = 0;

	for (size_t i = 0; i < len; i++)
	{
		char		c = iban[(i + 4) % len];

		if (c >= 'A')
			rest = (rest * 100 + (unsigned) (c - 'A') + 10) % 97;
		else
			rest = (rest * 10 + (unsigned) (c - '0')) % 97;
	}
	return rest == 1;
}

/* The Gregorian calendar; years are bounded by the callers. */
bool
bc_valid_date(unsigned year, unsigned month, unsigned day)
{
	static const unsigned char days[12] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	if (month < 1 || month > 12 || day < 1)
		return false;
	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return day <= 29;
	return day <= days[month - 1];
}

/*
 * A GitHub token's last six characters are the CRC-32 (IEEE 802.3) of the
 * random part after the prefix of head characters, in base 62.
 */
bool
bc_crc32_base62_check(const unsigned char *text, size_t len, size_t head)
{
	static const char alphabet[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	uint32_t	crc = 0xFFFFFFFF;

	for (size_t i = head; i < len - 6; i++)
	{
		crc ^= text[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
	}
	crc = ~crc;
	for (size_t i = len; i-- > len - 6; crc /= 62)
		if (text[i] != (unsigned char) alphabet[crc % 62])
			return false;
	return true;
}
