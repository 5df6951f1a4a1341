/*
 * machines.c: addresses of machines: what is none, what is beside one, and
 * which of them are anybody's.
 */
#include "marked.h"

static const Marked cases[] = {
	/* IPv4: four numbers, none longer or greater, with edges */
	{BC_IP_ADDRESS, 0, "1234.1.1.1 36.1123.9.57 36.112.9.257 36.112.09.57 36.112.9 036.112.9.57"},
	{BC_IP_ADDRESS, 0, "36.112.9.57.1 1.36.112.9.57 a36.112.9.57 36.112.9.57a _36.112.9.57 36.112.9.57_"},
	{BC_IP_ADDRESS, 0, "36.112.9.57.36.112.9.57.36.112.9.57"},
	{BC_IP_ADDRESS, 60, "⟨36.112.9.57⟩. ⟨36.112.9.57⟩, ⟨36.112.9.0⟩"},
	/* a network's length belongs to it */
	{BC_IP_ADDRESS, 60, "⟨36.112.9.57/24⟩ ⟨36.112.9.57⟩/240 ⟨36.112.9.57⟩/2a ⟨36.112.9.57⟩/2.4 ⟨36.112.9.57⟩/a ⟨36.112.9.57⟩/"},
	/* a port, a scheme and a host's option say that it is no version */
	{BC_IP_ADDRESS, 20, "版本 ⟨36.112.9.57⟩ ok"},
	{BC_IP_ADDRESS, 80, "版本 ⟨36.112.9.57⟩:8080"},
	{BC_IP_ADDRESS, 20, "版本 ⟨36.112.9.57⟩:8"},
	{BC_IP_ADDRESS, 20, "版本 ⟨36.112.9.57⟩:808080"},
	{BC_IP_ADDRESS, 20, "版本 ⟨36.112.9.57⟩:80a"},
	{BC_IP_ADDRESS, 80, "version http://⟨36.112.9.57⟩/"},
	{BC_IP_ADDRESS, 80, "tool -h ⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 60, "tool -H ⟨36.112.9.57⟩"},
	/* a word of a machine, but where a version's is nearer than three bytes */
	{BC_IP_ADDRESS, 80, "主机 ⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 80, "⟨36.112.9.57⟩是主机"},
	{BC_IP_ADDRESS, 20, "主机版本 ⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 80, "主机版本：⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 20, "⟨36.112.9.57⟩版"},
	/* a product before '/', or in the line */
	{BC_IP_ADDRESS, 20, "Chrome/⟨36.112.9.57⟩ x/⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 60, "/⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 60, "1/⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 20, "python ⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 60, "python:\n⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 20, "version:\n⟨36.112.9.57⟩"},
	/* the start of a host's name; parts of a document */
	{BC_IP_ADDRESS, 20, "⟨36.112.9.57⟩.in-addr.arpa"},
	{BC_IP_ADDRESS, 20, "图⟨36.112.9.57⟩ 图 ⟨36.112.9.57⟩ Table ⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 60, "图xx ⟨36.112.9.57⟩"},
	/* anybody's are no surer for a word, and a version is none the more */
	{BC_IP_ADDRESS, 30, "主机 ⟨10.1.1.1⟩"},
	{BC_IP_ADDRESS, 20, "版本 ⟨10.1.1.1⟩"},
	{BC_IP_ADDRESS, 30, "⟨9.9.9.9⟩ ⟨4.2.2.2⟩ ⟨114.114.114.114⟩ ⟨114.114.115.115⟩ ⟨223.5.5.5⟩ ⟨223.6.6.6⟩"},
	{BC_IP_ADDRESS, 30, "⟨119.29.29.29⟩ ⟨180.76.76.76⟩ ⟨208.67.222.222⟩ ⟨208.67.220.220⟩ ⟨1.0.0.1⟩"},
	{BC_IP_ADDRESS, 60, "⟨9.9.9.8⟩ ⟨114.114.114.115⟩ ⟨223.5.5.6⟩ ⟨1.0.0.2⟩ ⟨8.8.4.8⟩ ⟨208.67.222.220⟩"},
	/* IPv6: eight groups, or fewer around one gap, of up to four digits */
	{BC_IP_ADDRESS, 60, "⟨2a00:1450:4001:81b:1:2:3:200e⟩"},
	{BC_IP_ADDRESS, 0, "2a00:1450:4001:81b:1:2:200e"},
	{BC_IP_ADDRESS, 0, "2a00:1450:4001:81b:1:2:3:4:200e"},
	{BC_IP_ADDRESS, 0, "2a00:1450::81b::200e 2a00:::200e 2a00:14501::200e"},
	{BC_IP_ADDRESS, 60, "⟨2a00:1450:4001:81b:1:2::200e⟩"},
	{BC_IP_ADDRESS, 0, "2a00:1450:4001:81b:1:2:3::200e"},
	{BC_IP_ADDRESS, 60, "⟨2a00:1450:4001:81b:1:2:3::⟩"},
	{BC_IP_ADDRESS, 80, "IP:⟨2a00:1450:4001:81b::200e⟩"},
	{BC_IP_ADDRESS, 0, "x2a00:1450:4001:81b::200e .2a00:1450:4001:81b::200e"},
	{BC_IP_ADDRESS, 0, "2a00:1450:4001:81b::200ex 2a00:1450:4001:81b::200e_"},
	{BC_IP_ADDRESS, 80, "主机 ⟨2a00:1450:4001:81b::200e⟩"},
	{BC_IP_ADDRESS, 80, "ipv6 ⟨2a00:1450:4001:81b::200e⟩"},
	{BC_IP_ADDRESS, 80, "IPv6是⟨2a00:1450:4001:81b::200e⟩"},
	/* a colon of the sentence behind it */
	{BC_IP_ADDRESS, 60, "from ⟨2a00:1450:4001:81b::200e⟩: x，⟨2a00:1450:4001:81b:1:2:3:200e⟩:\n⟨2a00:1450:4001:81b::200e/64⟩:中 ⟨2a00:1450:4001:81b::36.112.9.57⟩: x"},
	{BC_IP_ADDRESS, 0, "2a00:1450:4001:81b::200e:: 2a00:1450:4001:81b::200e:x 2a00:1450:4001:81b:1:2:3:200e:_"},
	/* with an IPv4 tail, which is two groups */
	{BC_IP_ADDRESS, 60, "⟨1:2:3:4:5:6:36.112.9.57⟩ ⟨2a00:2:3:4:5::36.112.9.57⟩"},
	{BC_IP_ADDRESS, 60, "1:2:3:4:5:6:7:⟨36.112.9.57⟩"},
	{BC_IP_ADDRESS, 30, "⟨::ffff:36.112.9.57⟩ ⟨::36.112.9.57⟩ ⟨64:ff9b::36.112.9.57⟩"},
	/* a zone, a prefix's length */
	{BC_IP_ADDRESS, 30, "⟨fe80::1%eth0⟩ ⟨fe80::1⟩% ⟨fe80::1⟩%-"},
	{BC_IP_ADDRESS, 60, "⟨2a00:1450::1/64⟩ ⟨2a00:1450::1⟩/ ⟨2a00:1450::1⟩/a"},
	{BC_IP_ADDRESS, 0, "2a00:1450::1/64a"},
	/* RFC 4291, 4193, 3849: local ones, groups', documents' */
	{BC_IP_ADDRESS, 60, "⟨fbff:12:3::45⟩ ⟨fe00:12:3::45⟩ ⟨fe7f:12:3::45⟩ ⟨fec0:12:3::45⟩ ⟨feff:12:3::45⟩"},
	{BC_IP_ADDRESS, 30, "⟨fc00:12:3::45⟩ ⟨fdff:12:3::45⟩ ⟨fe80:12:3::45⟩ ⟨FEBF:12:3::45⟩ ⟨ff00:12:3::45⟩ ⟨FFFF:12:3::45⟩"},
	{BC_IP_ADDRESS, 30, "⟨0:12:3::45⟩ ⟨2001:DB8:12:3::45⟩ ⟨2001:0db8:85a3:0000:0000:8a2e:0370:7334⟩"},
	{BC_IP_ADDRESS, 60, "⟨2001:db7:12:3::45⟩ ⟨2001:db9:12:3::45⟩ ⟨2001:db80:12:3::45⟩ ⟨2001:0db7:12:3::45⟩ ⟨64:ff9c:1::45⟩"},
	{BC_IP_ADDRESS, 10, "a ⟨::⟩ b ::: c"},
	/* names of C++, finger prints, ratios: fewer than three groups, no digit, groups alike */
	{BC_IP_ADDRESS, 20, "⟨::1⟩ ⟨1fff::12⟩ ⟨a1::b2⟩ ⟨abcd:ef::abcd⟩"},
	{BC_IP_ADDRESS, 60, "⟨2000::12⟩ ⟨1fff:1::12⟩"},
	{BC_IP_ADDRESS, 20, "⟨2:4:6:8:2:4:6:8⟩ ⟨20:41:62:83:24:45:66:87⟩"},
	{BC_IP_ADDRESS, 60, "⟨2001:41:6:83:24:45:66:8⟩ ⟨20:4:6:8:2:4:6:8⟩ ⟨20:41:62:83:24:45:66:8⟩"},
	/* MAC: pairs or fours; nobody's are all 0 and all f */
	{BC_MAC_ADDRESS, 60, "⟨00:1b:44:11:3a:b7⟩ ⟨00-1B-44-11-3A-B7⟩ ⟨001b.4411.3ab7⟩"},
	{BC_MAC_ADDRESS, 0, "00:00:00:00:00:00 0000.0000.0000 ffff.ffff.ffff FFFF.FFFF.FFFF 00-00-00-00-00-00"},
	{BC_MAC_ADDRESS, 60, "⟨00:00:00:00:00:0a⟩ ⟨0f:ff:ff:ff:ff:ff⟩ ⟨ffff.ffff.fff0⟩ ⟨ffff.ffff.fffe⟩"},
	{BC_MAC_ADDRESS, 0, "00:1b:44:11:3a 00:1b:44:11:3a:b7:01 00:1b-44:11:3a:b7 x00:1b:44:11:3a:b7 00:1b:44:11:3a:b7x"},
	{BC_MAC_ADDRESS, 0, "001b.4411 001b.4411.3ab7.0001 001b-4411-3ab7 001b:4411:3ab7 0.001b.4411.3ab7"},
	{BC_MAC_ADDRESS, 60, "⟨aa:bb:cc:dd:ee:1f⟩ ⟨ab:1b:44:11:3a:b7⟩ ⟨aa:bb:1c:dd:ee:ff⟩: ⟨00:1b:44:11:3a:b7⟩:x"},
	{BC_MAC_ADDRESS, 0, "aa:bb:cc:dd:ee:aa:1f :00:1b:44:11:3a:b7 ga:bb:cc:dd:ee:1f aag:bb:cc:dd:ee:1f"},
	/* without a letter: times of day, or numbers of another kind */
	{BC_MAC_ADDRESS, 30, "⟨00:11:22:33:44:55⟩ ⟨00-11-22-33-44-95⟩ ⟨0011.2233.4455⟩"},
	{BC_MAC_ADDRESS, 60, "⟨00:11:22:33:44:65⟩ ⟨60:11:22:33:44:55⟩"},
	{BC_MAC_ADDRESS, 80, "网卡⟨00:11:22:33:44:55⟩ MAC ⟨00-11-22-33-44-95⟩ ⟨00:1b:44:11:3a:b7⟩ ether"},
};

int
main(void)
{
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
		finds_marked(&cases[k]);
	return report();
}
