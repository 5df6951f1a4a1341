/*
 * national.c: identity numbers of other countries, looked for only where
 * they are asked for by name, because they match bare numbers.
 */
#include "core/screen/internal.h"

static unsigned
weighted(const char *d, const char *weights)
{
	unsigned	sum = 0;

	for (; *weights != '\0'; weights++, d++)
		sum += (unsigned) (*d - '0') *
			(unsigned) (*weights >= 'A' ? *weights - 'A' + 10 : *weights - '0');
	return sum;
}

static unsigned
two(const char *d)
{
	return (unsigned) (d[0] - '0') * 10 + (unsigned) (d[1] - '0');
}

/* Verhoeff's dihedral check, of Aadhaar (UIDAI). */
static bool
verhoeff(const char *d, size_t len)
{
	static const char *const times[10] = {
		"0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
		"5987604321", "6598710432", "7659821043", "8765932104", "9876543210"
	};
	static const char *const permuted[8] = {
		"0123456789", "1576283094", "5803796142", "8916043527", "9453126870",
		"4286573901", "2793806415", "7046913258"
	};
	int			c = 0;

	for (size_t i = 0; i < len; i++)
		c = times[c][permuted[i % 8][d[len - 1 - i] - '0'] - '0'] - '0';
	return c == 0;
}

/* Korea, Resident Registration Act: yymmdd-sxxxxxc; the check was dropped for numbers issued since 2020. */
static bool
korean(const char *d)
{
	return bc_valid_date(2000, two(d + 2), two(d + 4)) &&
		d[6] >= '1' && d[6] <= '8' &&
		(11 - weighted(d, "234567892345") % 11) % 10 == (unsigned) (d[12] - '0');
}

/* Nüfus ve Vatandaşlık İşleri, T.C. Kimlik No: two check digits. */
static bool
turkish(const char *d)
{
	unsigned	odd = weighted(d, "101010101");
	unsigned	even = weighted(d, "01010101");

	return d[0] != '0' &&
		(odd * 7 + 100 - even) % 10 == (unsigned) (d[9] - '0') &&
		(odd + even + (unsigned) (d[9] - '0')) % 10 == (unsigned) (d[10] - '0');
}

static void
add(BcScan *s, BcKind kind, size_t a, size_t b, bool ok)
{
	if (ok && bc_wants(s, kind))
		bc_scan_add(s, kind, a, b, 75);
}

/* Numbers of digits alone, in one group or in the country's usual groups. */
static void
digits(BcScan *s, size_t a, const BcGroups *g)
{
	const char *d = g->value;
	size_t		b = g->stop[g->count - 1];
	unsigned	check;

	switch (g->digits)
	{
		case 9:
			/* Canada, Social Insurance Number: Luhn; 0 and 8 are not given out */
			add(s, BC_CA_SIN, a, b, d[0] != '0' && d[0] != '8' && bc_luhn(d, 9));
			break;
		case 10:
			/* NHS data dictionary: modulus 11 */
			check = 11 - weighted(d, "A98765432") % 11;
			add(s, BC_UK_NHS, a, b,
				check != 10 && check % 11 == (unsigned) (d[9] - '0'));
			/* Skatteverket, SKV 704; samordningsnummer have 60 added to the day */
			add(s, BC_SE_PERSONNUMMER, a, b,
				bc_valid_date(2000, two(d + 2), two(d + 4) > 60 ?
							  two(d + 4) - 60 : two(d + 4)) && bc_luhn(d, 10));
			break;
		case 11:
			/* Poland, PESEL (ustawa o ewidencji ludnosci); months tell the century */
			add(s, BC_PL_PESEL, a, b,
				(10 - weighted(d, "1379137913") % 10) % 10 ==
				(unsigned) (d[10] - '0') &&
				bc_valid_date(2000, two(d + 2) % 20, two(d + 4)));
			add(s, BC_TR_NATIONAL_ID, a, b, turkish(d));
			break;
		case 12:
			add(s, BC_IN_AADHAAR, a, b, d[0] >= '2' && verhoeff(d, 12));
			break;
		case 13:
			add(s, BC_KR_RRN, a, b, korean(d));
			/* Thailand, Department of Provincial Administration: modulus 11 */
			add(s, BC_TH_TNIN, a, b, d[0] != '0' && d[0] != '9' &&
				(11 - weighted(d, "DCBA98765432") % 11) % 10 ==
				(unsigned) (d[12] - '0'));
			/* South Africa, Department of Home Affairs: date, citizenship, Luhn */
			add(s, BC_ZA_ID, a, b,
				bc_valid_date(2000, two(d + 2), two(d + 4)) &&
				d[10] <= '1' && bc_luhn(d, 13));
			break;
		default:
			break;
	}
}

/* Italy, decreto ministeriale 23 dicembre 1976: 16 characters, odd ones weighted by table. */
static bool
italian(const unsigned char *t)
{
	static const unsigned char odd[36] = {
		1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
		1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14,
		16, 10, 22, 25, 24, 23
	};
	unsigned	sum = 0;

	for (int i = 0; i < 15; i++)
	{
		unsigned char c = t[i];
		bool		letter = i < 6 || i == 8 || i == 11;
		unsigned	v;

		if (letter ? !bc_is(c, BC_C_UPPER) : !bc_is(c, BC_C_DIGIT))
			return false;
		v = letter ? c - 'A' + 10u : c - '0' + 0u;
		sum += i % 2 == 0 ? odd[v] : letter ? v - 10 : v;
	}
	return t[15] == 'A' + sum % 26;
}

/* Singapore, Immigration & Checkpoints Authority: check letters for S, T, F, G, M. */
static bool
singapore(const unsigned char *t)
{
	static const unsigned char weights[7] = {2, 7, 6, 5, 4, 3, 2};
	unsigned	sum = t[0] == 'T' || t[0] == 'G' ? 4 : t[0] == 'M' ? 3 : 0;
	const char *letters = t[0] == 'S' || t[0] == 'T' ? "JZIHGFEDCBA" :
		t[0] == 'M' ? "XWUTRQPNJLK" : "XWUTRQPNMLK";

	for (int i = 0; i < 7; i++)
		sum += weights[i] * (unsigned) (t[i + 1] - '0');
	return t[8] == (unsigned char) letters[sum % 11];
}

static void
letters(BcScan *s, size_t a, size_t b)
{
	/* Spain, Ministerio del Interior: the number modulo 23; NIE: X, Y, Z are 0, 1, 2 */
	static const char spanish[] = "TRWAGMYFPDXBNJZSQVHLCKE";
	const unsigned char *t = s->t + a;
	size_t		len = b - a;

	if (len == 16)
		add(s, BC_IT_FISCAL_CODE, a, b, italian(t));
	else if (len == 9 && bc_scan_run(s, a, BC_C_DIGIT, 8) == 8)
		add(s, BC_ES_NIF, a, b,
			t[8] == (unsigned char) spanish[bc_number(t, 8) % 23]);
	else if (len == 9 && bc_scan_run(s, a + 1, BC_C_DIGIT, 7) == 7)
	{
		if (t[0] >= 'X' && t[0] <= 'Z')
			add(s, BC_ES_NIE, a, b,
				t[8] == (unsigned char) spanish[((t[0] - 'X') * 10000000u +
												 bc_number(t + 1, 7)) % 23]);
		if (t[0] != 0 && strchr("STFGM", t[0]) != NULL)
			add(s, BC_SG_FIN, a, b, singapore(t));
	}
	else if (len == 9 && bc_scan_run(s, a + 2, BC_C_DIGIT, 6) == 6)
		/* HM Revenue & Customs, manual NIM39110: letters that are never used */
		add(s, BC_UK_NINO, a, b,
			bc_is(t[0], BC_C_UPPER) && bc_is(t[1], BC_C_UPPER) &&
			strchr("DFIQUV", t[0]) == NULL && strchr("DFIQUVO", t[1]) == NULL &&
			t[8] >= 'A' && t[8] <= 'D' && memcmp(t, "BG", 2) != 0 &&
			memcmp(t, "GB", 2) != 0 && memcmp(t, "ZZ", 2) != 0);
}

/* Finland, Digital and Population Data Services Agency: ddmmyy, the century's sign, three digits and a check character. */
static void
finnish(BcScan *s, size_t a, size_t b)
{
	const unsigned char *t = s->t + a;
	size_t		end = a + 11;

	if (bc_scan_run(s, a, BC_C_DIGIT, 7) != 6 || end > s->n ||
		(t[6] != '-' && t[6] != '+' && t[6] != 'A') ||
		bc_scan_run(s, a + 7, BC_C_DIGIT, 3) != 3 ||
		bc_is(bc_at(s, end), BC_C_WORD) || (t[6] == 'A' && b != end))
		return;
	add(s, BC_FI_HETU, a, end,
		bc_valid_date(2000, bc_number(t + 2, 2), bc_number(t, 2)) &&
		t[10] == (unsigned char) "0123456789ABCDEFHJKLMNPRSTUVWXY"
		[(bc_number(t, 6) * 1000 + bc_number(t + 7, 3)) % 31]);
}

/* The word [a, b); g where it is of digits alone. */
void
bc_scan_national(BcScan *s, size_t a, size_t b, const BcGroups *g)
{
	if (!bc_scan_left_edge(s, a))
		return;
	finnish(s, a, b);
	if (g == NULL)
		letters(s, a, b);
	else if (g->separator[0] != '.')
		digits(s, a, g);
}
