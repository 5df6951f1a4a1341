/*
 * alnum.c: words of letters and digits: organisation codes, passports, permits,
 * IBANs.
 */
#include "core/screen/internal.h"

static const char uscc_labels[] =
	"信用代码 统一社会 税号 纳税人识别号 uscc 社会信用 识别号 税务登记";
static const char passport_labels[] = "护照 passport 护照号 签证";
static const char permit_labels[] =
	"通行证 回乡证 台胞证 港澳 往来 permit 大陆居民";

static bool
digits_at(const BcScan *s, size_t i, size_t n)
{
	return bc_scan_run(s, i, BC_C_DIGIT, n) == n;
}

/* A letter of the series of Chinese documents and plates: no I, no O. */
static bool
series_letter(unsigned char c)
{
	return bc_is(c, BC_C_UPPER) && c != 'I' && c != 'O';
}

static unsigned char
upper(unsigned char c)
{
	return bc_is(c, BC_C_LOWER) ? (unsigned char) (c & 0xDF) : c;
}

/* GB 32100-2015, 18 characters: 2, 6 digits of area, 10. */
void
bc_scan_uscc(BcScan *s, size_t a, size_t b)
{
	bool		labelled;
	bool		letters = false;

	if (!digits_at(s, a + 2, 6) ||
		!bc_uscc_check(s->t + a) || !bc_scan_left_edge(s, a))
		return;
	for (size_t i = a; i < b; i++)
		letters |= bc_is(s->t[i], BC_C_LETTER);
	labelled = bc_scan_labelled(s, a, b, uscc_labels);
	if (letters || labelled)
		bc_scan_add(s, BC_CN_USCC, a, b, labelled ? 80 : 60);
}

/*
 * Ordinary passports E + 8 or E, letter + 7 (GA/T 704), G + 8 before 2012;
 * diplomatic D, service S and public affairs P, with E after them since 2012.
 */
static bool
passport_shape(const BcScan *s, size_t a, size_t b)
{
	unsigned char second = upper(bc_at(s, a + 1));
	size_t		len = b - a;

	switch (upper(s->t[a]))
	{
		case 'E':
			return len == 9 &&
				(digits_at(s, a + 1, 8) ||
				 (series_letter(second) && digits_at(s, a + 2, 7)));
		case 'G':
			return len == 9 && digits_at(s, a + 1, 8);
		case 'D':
		case 'S':
		case 'P':
			if (second == 'E')
				return len == 9 && digits_at(s, a + 2, 7);
			return (len == 8 || len == 9) && digits_at(s, a + 1, len - 1);
		default:
			return false;
	}
}

/*
 * To Hong Kong and Macao: C + 8 or C, letter + 7; to Taiwan L or T + 8.  From
 * there: H or M + 8, or + 10 with the count of renewals; from Taiwan 8 or 10
 * digits.
 */
static bool
permit_shape(const BcScan *s, size_t a, size_t b)
{
	unsigned char first = upper(s->t[a]);
	size_t		len = b - a;

	if (first == 'C' || first == 'W')
		return len == 9 &&
			(digits_at(s, a + 1, 8) ||
			 (series_letter(upper(s->t[a + 1])) && digits_at(s, a + 2, 7)));
	if (first == 'H' || first == 'M')
		return (len == 9 || len == 11) && digits_at(s, a + 1, len - 1);
	if (first == 'L' || first == 'T')
		return len == 9 && digits_at(s, a + 1, 8);
	return (len == 8 || len == 10) && digits_at(s, a, len);
}

void
bc_scan_documents(BcScan *s, size_t a, size_t b)
{
	size_t		passport;
	size_t		permit;
	bool		p = bc_wants(s, BC_CN_PASSPORT) && passport_shape(s, a, b);
	bool		q = bc_wants(s, BC_CN_HMT_PERMIT) && permit_shape(s, a, b);

	if ((!p && !q) || !bc_scan_left_edge(s, a) || !bc_scan_right_edge(s, b))
		return;
	passport = bc_scan_word_before(s, a, passport_labels);
	permit = bc_scan_word_before(s, a, permit_labels);
	if (p && passport == 0 && bc_scan_word_after(s, b, "护照 passport"))
		passport = 1;
	if (q && permit == 0 && bc_scan_word_after(s, b, "通行证 回乡证 台胞证"))
		permit = 1;
	/* digits alone need the document right before them */
	if (q && bc_is(s->t[a], BC_C_DIGIT) &&
		(permit == 0 || permit > 16 ||
		 bc_scan_word_before(s, a, "日期 有效期 电话 手机 年 月") != 0))
		q = false;
	if (bc_is(s->t[a], BC_C_LOWER) && passport == 0 && permit == 0)
		return;
	if (p)
		bc_scan_add(s, BC_CN_PASSPORT, a, b, passport != 0 ? 85 : 30);
	if (q)
		bc_scan_add(s, BC_CN_HMT_PERMIT, a, b, permit != 0 ? 85 : 25);
}

/*
 * ISO 13616 (the SWIFT registry): country and the layout of the basic account
 * number: n digits, a capitals, c either.
 */
static const char *const ibans[] = {
	"AD8n12c", "AE19n", "AL8n16c", "AT16n", "AZ4a20c", "BA16n", "BE12n",
	"BG4a6n8c", "BH4a14c", "BR23n1a1c", "BY4c4n16c", "CH5n12c", "CR18n",
	"CY8n16c", "CZ20n", "DE18n", "DK14n", "DO4c20n", "EE16n", "EG25n",
	"ES20n", "FI14n", "FO14n", "FR10n11c2n", "GB4a14n", "GE2a16n",
	"GI4a15c", "GL14n", "GR7n16c", "GT4c20c", "HR17n", "HU24n", "IE4a14n",
	"IL19n", "IQ4a15n", "IS22n", "IT1a10n12c", "JO4a4n18c", "KW4a22c",
	"KZ3n13c", "LB4n20c", "LC4a24c", "LI5n12c", "LT16n", "LU3n13c",
	"LV4a13c", "MC10n11c2n", "MD2c18c", "ME18n", "MK3n10c2n", "MR23n",
	"MT4a5n18c", "MU4a19n3a", "NL4a10n", "NO11n", "PK4a16c", "PL24n",
	"PS4a21c", "PT21n", "QA4a21c", "RO4a16c", "RS18n", "SA2n18c",
	"SC4a20n3a", "SE20n", "SI15n", "SK20n", "SM1a10n12c", "ST21n",
	"SV4a20n", "TL19n", "TN20n", "TR5n1n16c", "UA6n19c", "VA18n",
	"VG4a16n", "XK16n"
};

/* The whole length by the layout, or 0 where the text does not follow it. */
static size_t
iban_length(const char *text, size_t len, const char *layout)
{
	size_t		at = 4;

	for (layout += 2; *layout != '\0'; layout++)
	{
		size_t		n = 0;

		for (; *layout >= '0' && *layout <= '9'; layout++)
			n = n * 10 + (size_t) (*layout - '0');
		for (; n > 0; n--, at++)
			if (at >= len ||
				(*layout == 'n' && !bc_is((unsigned char) text[at], BC_C_DIGIT)) ||
				(*layout == 'a' && !bc_is((unsigned char) text[at], BC_C_UPPER)))
				return 0;
	}
	return at;
}

/* Two capitals and two digits at a; single spaces or hyphens in between. */
void
bc_scan_iban(BcScan *s, size_t a)
{
	char		text[35];
	size_t		ends[35];
	size_t		len = 0;
	size_t		at = a;

	if (!bc_is(bc_at(s, a), BC_C_UPPER) ||
		!bc_is(bc_at(s, a + 1), BC_C_UPPER) || !digits_at(s, a + 2, 2) ||
		!bc_scan_left_edge(s, a))
		return;
	while (len < 34)
	{
		unsigned char c = bc_at(s, at);

		if ((c == ' ' || c == '-') && len >= 4 &&
			bc_is(bc_at(s, at + 1), BC_C_UPPER | BC_C_DIGIT))
			c = bc_at(s, ++at);
		if (!bc_is(c, BC_C_UPPER | BC_C_DIGIT))
			break;
		text[len] = (char) c;
		ends[len++] = ++at;
	}
	for (size_t k = 0; k < sizeof(ibans) / sizeof(ibans[0]); k++)
		if (memcmp(ibans[k], text, 2) == 0)
		{
			size_t		n = iban_length(text, len, ibans[k]);

			if (n != 0 && !bc_is(bc_at(s, ends[n - 1]), BC_C_WORD) &&
				bc_mod97_check(text, n))
				bc_scan_add(s, BC_IBAN, a, ends[n - 1], 95);
			return;
		}
}
