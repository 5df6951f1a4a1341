/*
 * net.c: addresses of machines: IPv4, IPv6, MAC.
 */
#include "core/screen/internal.h"

static const char ip_labels[] =
	"ip 地址 服务器 主机 host server address ssh dns ping 网关 gateway 内网 外网 公网 "
	"连接 登录 访问 绑定 端口 节点 client login";
static const char version_labels[] =
	"版本 version 节 章 第 v ver 固件 firmware release 升级 build 小节 附录 section "
	"clause 软件 更新 requires 内核 kernel 目录";
/* Before a number in its line these say that it is a version. */
static const char products[] =
	"python java chrome firefox safari "
	"edge openjdk jdk jre golang ruby rust gcc glibc django tomcat apache jenkins gitlab "
	"kubernetes docker postgresql elasticsearch kafka mysql redis nginx linux windows android ios php node numpy openssl office";
/* Right before a number these say that it counts parts of a document. */
static const char part_labels[] =
	"chapter figure fig table paragraph para article annex equation 图";
static const char version_ends[] = "节 章 版 版本 released release";

/* Four octets without leading zeros; *end is behind them. */
static bool
read_ipv4(const BcScan *s, size_t i, unsigned char octets[4], size_t *end)
{
	for (int k = 0; k < 4; k++)
	{
		size_t		n = bc_scan_run(s, i, BC_C_DIGIT, 4);
		unsigned	value = 0;

		if (n == 0 || n > 3 || (n > 1 && s->t[i] == '0'))
			return false;
		for (size_t j = 0; j < n; j++)
			value = value * 10 + (unsigned) (s->t[i + j] - '0');
		if (value > 255)
			return false;
		octets[k] = (unsigned char) value;
		i += n;
		if (k < 3 && bc_at(s, i++) != '.')
			return false;
	}
	*end = i;
	return true;
}

/* RFC 1918, 5735, 6598 and the documentation ranges of RFC 5737. */
static bool
ipv4_special(const unsigned char o[4])
{
	return o[0] == 10 || o[0] == 127 || o[0] == 0 || o[0] >= 224 ||
		(o[0] == 172 && o[1] >= 16 && o[1] <= 31) ||
		(o[0] == 192 && o[1] == 168) || (o[0] == 169 && o[1] == 254) ||
		(o[0] == 100 && o[1] >= 64 && o[1] <= 127) ||
		(o[0] == 192 && o[1] == 0 && o[2] == 2) ||
		(o[0] == 198 && o[1] == 51 && o[2] == 100) ||
		(o[0] == 203 && o[1] == 0 && o[2] == 113) ||
		(o[0] == 198 && (o[1] == 18 || o[1] == 19));
}

/* The addresses of name servers that are open to all, as their providers tell them. */
static bool
public_resolver(const unsigned char o[4])
{
	static const unsigned char servers[][4] = {
		{8, 8, 8, 8}, {8, 8, 4, 4}, {1, 1, 1, 1}, {1, 0, 0, 1}, {9, 9, 9, 9}, {4, 2, 2, 2},
		{114, 114, 114, 114}, {114, 114, 115, 115}, {223, 5, 5, 5}, {223, 6, 6, 6},
		{119, 29, 29, 29}, {180, 76, 76, 76}, {208, 67, 222, 222}, {208, 67, 220, 220}
	};

	for (size_t k = 0; k < sizeof(servers) / sizeof(servers[0]); k++)
		if (memcmp(o, servers[k], 4) == 0)
			return true;
	return false;
}

/* Chrome/116.0.58.96: a product and its version. */
static bool
product(const BcScan *s, size_t a)
{
	return a >= 2 && s->t[a - 1] == '/' && bc_is(s->t[a - 2], BC_C_LETTER);
}

/* What versions do not have: a scheme or a host's option before, a port behind. */
static bool
connected(const BcScan *s, size_t a, size_t end)
{
	size_t		n = bc_at(s, end) == ':' ?
		bc_scan_run(s, end + 1, BC_C_DIGIT, 6) : 0;

	return (n >= 2 && n <= 5 && bc_scan_right_edge(s, end + 1 + n)) ||
		bc_scan_ends(s, a, "://") || bc_scan_ends(s, a, " -h ");
}

/* "Figure 2.1.3.4", 图2.1.3.4 */
static bool
document_part(BcScan *s, size_t a)
{
	size_t		near = bc_scan_word_before(s, a, part_labels);

	return near != 0 && near <= 3;
}

/* The distance of what says that the number at i is a version; 0 for nothing. */
static size_t
version_before(BcScan *s, size_t i)
{
	size_t		label = bc_scan_word_before(s, i, version_labels);
	size_t		name = bc_scan_line_above(s, i) < i ? 0 :
		bc_scan_word_before(s, i, products);

	return name != 0 && (label == 0 || name < label) ? name : label;
}

/* True where the number at a begins a dotted run, whatever became of it. */
bool
bc_scan_ipv4(BcScan *s, size_t a)
{
	unsigned char octets[4];
	size_t		end;
	unsigned	score = 60;
	size_t		version;

	if (!bc_is(bc_at(s, a + 1), BC_C_DIGIT) && bc_at(s, a + 1) != '.')
		return false;
	if (!read_ipv4(s, a, octets, &end))
		return false;
	s->word_end = end;
	if (!bc_scan_left_edge(s, a) || !bc_scan_right_edge(s, end))
	{
		while (bc_at(s, s->word_end) == '.' &&
			   bc_is(bc_at(s, s->word_end + 1), BC_C_DIGIT))
			s->word_end += 1 + bc_scan_run(s, s->word_end + 1, BC_C_DIGIT,
										   s->n);
		return true;
	}
	if (bc_at(s, end) == '/' && bc_is(bc_at(s, end + 1), BC_C_DIGIT))
	{
		size_t		n = bc_scan_run(s, end + 1, BC_C_DIGIT, 3);

		if (n <= 2 && bc_scan_right_edge(s, end + 1 + n))
			end += 1 + n;
	}
	version = version_before(s, a);
	if (connected(s, a, end))
		score = 80;
	else if (document_part(s, a))
		score = 20;
	else if (bc_scan_word_before(s, a, ip_labels) != 0 ||
		bc_scan_word_after(s, end, "服务器 ip 主机"))
		score = version != 0 && version < 4 ? 20 : 80;
	else if (version != 0 || (a > 0 && bc_lower(s->t[a - 1]) == 'v') ||
			 bc_scan_word_after(s, end, version_ends) || product(s, a))
		score = 20;
	/* the start of a host's name */
	if (bc_at(s, end) == '.' && bc_is(bc_at(s, end + 1), BC_C_LETTER))
		score = 20;
	if ((ipv4_special(octets) || public_resolver(octets)) && score > 30)
		score = 30;
	bc_scan_add(s, BC_IP_ADDRESS, a, end, score);
	return true;
}

/*
 * RFC 4291: groups of up to four hexadecimal digits, one "::", an IPv4 tail.
 * Returns the end or 0; *first is the first group, *groups how many.
 */
static size_t
read_ipv6(const BcScan *s, size_t i, unsigned *first, unsigned *groups)
{
	bool		gap = false;
	unsigned	count = 0;

	*first = 0;
	if (bc_at(s, i) == ':')
	{
		if (bc_at(s, i + 1) != ':')
			return 0;
		gap = true;
		i += 2;
	}
	for (;;)
	{
		size_t		n = bc_scan_run(s, i, BC_C_HEX, 5);
		unsigned char octets[4];
		size_t		end;

		if (n == 0)
			break;
		if (n > 4 || count == 8)
			return 0;
		if (bc_at(s, i + n) == '.' && count > 0 && read_ipv4(s, i, octets, &end))
		{
			count += 2;
			i = end;
			break;
		}
		if (bc_at(s, i + n) == '.' && bc_is(bc_at(s, i + n + 1), BC_C_DIGIT))
		{
			if (!gap || !read_ipv4(s, i, octets, &end))
				return 0;
			count += 2;
			i = end;
			break;
		}
		if (count == 0)
			for (size_t k = 0; k < n; k++)
			{
				unsigned char c = s->t[i + k];

				*first = *first * 16 + (bc_is(c, BC_C_DIGIT) ? c - 48u :
										(c | 0x20u) - 'a' + 10);
			}
		count++;
		i += n;
		if (bc_at(s, i) != ':')
			break;
		if (bc_at(s, i + 1) == ':')
		{
			if (gap)
				return 0;
			gap = true;
			i += 2;
			continue;
		}
		/* a colon of the sentence after the address */
		if (!bc_is(bc_at(s, i + 1), BC_C_HEX))
			break;
		i++;
	}
	*groups = count;
	if (gap ? count > 7 : count != 8)
		return 0;
	return i;
}

static unsigned
judge_ipv6(BcScan *s, size_t a, size_t end, unsigned first, unsigned groups)
{
	unsigned	score = 60;
	unsigned	digits = 0;

	if (groups == 0)
		return 10;
	for (size_t i = a; i < end; i++)
		digits += bc_is(s->t[i], BC_C_DIGIT);
	if (first == 0 || (first & 0xFE00) == 0xFC00 ||
		(first & 0xFFC0) == 0xFE80 || (first & 0xFF00) == 0xFF00 ||
		bc_scan_starts_nocase(s, a, "2001:db8:") ||
		bc_scan_starts_nocase(s, a, "2001:0db8:") ||
		bc_scan_starts_nocase(s, a, "64:ff9b"))
		return 30;
	/* "a::b": a name of C++ as well */
	if (groups < 3 && first < 0x2000)
		return 20;
	/* pairs: the finger print of a key; single digits: a ratio */
	if (digits == 0 || (groups == 8 && (end - a == 15 ||
									   (end - a == 23 && s->t[a + 2] == ':'))))
		return 20;
	if (bc_scan_word_before(s, a, ip_labels) != 0 ||
		bc_scan_word_before(s, a, "ipv6") != 0)
		score = 80;
	return score;
}

/* A byte of a run of hexadecimal groups and colons; the run is looked back for. */
void
bc_scan_colon(BcScan *s, size_t i)
{
	size_t		a = i;
	size_t		end;
	unsigned	first;
	unsigned	groups;

	while (a > 0 && i - a < 45 &&
		   (bc_is(s->t[a - 1], BC_C_HEX) || s->t[a - 1] == ':'))
		a--;
	if (bc_at(s, a) == ':' && bc_at(s, a + 1) != ':')
		a++;					/* "IP:2001:..." */
	else if (a > 0 && (bc_is(s->t[a - 1], BC_C_WORD) || s->t[a - 1] == '.'))
		return;
	end = read_ipv6(s, a, &first, &groups);
	if (end == 0)
		return;
	/* a zone, a prefix length */
	if (bc_at(s, end) == '%' && bc_is(bc_at(s, end + 1), BC_C_ALNUM))
		end += 1 + bc_scan_run(s, end + 1, BC_C_ALNUM, 16);
	else if (bc_at(s, end) == '/' && bc_is(bc_at(s, end + 1), BC_C_DIGIT))
		end += 1 + bc_scan_run(s, end + 1, BC_C_DIGIT, 3);
	/* a colon of the sentence may follow, none of a longer run */
	if (bc_is(bc_at(s, end), BC_C_WORD) ||
		(bc_at(s, end) == ':' &&
		 (groups == 0 || bc_at(s, end + 1) == ':' ||
		  bc_is(bc_at(s, end + 1), BC_C_WORD))))
		return;
	bc_scan_add(s, BC_IP_ADDRESS, a, end,
				judge_ipv6(s, a, end, first, groups));
	s->skip = end;
}

static void
add_mac(BcScan *s, size_t a, size_t b, unsigned char separator)
{
	bool		letters = false;
	bool		times = true;
	bool		zero = true;
	bool		ones = true;
	unsigned	score = 60;

	for (size_t i = a; i < b; i++)
	{
		unsigned char c = s->t[i];

		if (!bc_is(c, BC_C_HEX))
			continue;
		letters |= bc_is(c, BC_C_LETTER);
		zero &= c == '0';
		ones &= bc_lower(c) == 'f';
		if ((i - a) % 3 == 0 && c > '5')
			times = false;
	}
	if (zero || ones)
		return;
	if (bc_scan_labelled(s, a, b, "mac 物理地址 网卡 地址 address hwaddr ether"))
		score = 80;
	else if (!letters && times && separator == ':')
		score = 30;
	else if (!letters && separator != ':')
		score = 30;
	bc_scan_add(s, BC_MAC_ADDRESS, a, b, score);
	s->skip = b;
}

/* IEEE 802: six pairs with ':' or '-', or three groups of four with '.'. */
bool
bc_scan_mac(BcScan *s, size_t a)
{
	size_t		first = bc_scan_run(s, a, BC_C_HEX, 5);
	unsigned char separator = a > 0 && first == 2 &&
		(s->t[a - 1] == ':' || s->t[a - 1] == '-') ? s->t[a - 1] : bc_at(s, a + first);
	size_t		i;
	unsigned	count = 0;
	unsigned	wanted = first == 2 ? 6 : 3;

	/* pairs of letters alone do not trigger: the first that has a digit leads */
	while (first == 2 && count < 5 && a >= 3 && s->t[a - 1] == separator &&
		   bc_is(s->t[a - 2], BC_C_LETTER) && bc_is(s->t[a - 2], BC_C_HEX) &&
		   bc_is(s->t[a - 3], BC_C_LETTER) && bc_is(s->t[a - 3], BC_C_HEX))
	{
		a -= 3;
		count++;
	}
	i = a;
	count = 0;
	if (!((first == 2 && (separator == ':' || separator == '-')) ||
		  (first == 4 && separator == '.')) || !bc_scan_left_edge(s, a) ||
		(a > 1 && s->t[a - 1] == separator))
		return false;
	for (;;)
	{
		if (bc_scan_run(s, i, BC_C_HEX, first + 1) != first)
			return false;
		i += first;
		count++;
		if (bc_at(s, i) != separator || count == wanted)
			break;
		i++;
	}
	if (count != wanted || bc_is(bc_at(s, i), BC_C_WORD) ||
		(bc_at(s, i) == separator && bc_is(bc_at(s, i + 1), BC_C_HEX)))
		return false;
	add_mac(s, a, i, separator);
	return true;
}
