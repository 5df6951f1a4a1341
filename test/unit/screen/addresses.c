/*
 * addresses.c: postal addresses of China: where they begin and end, how many
 * levels they want, and what is none; beside each limit what is just beyond it.
 */
#include "marked.h"

static const Marked cases[] = {
	/* three levels, or two and a label, if one of these is a town, a district, a village or a road */
	{BC_CN_ADDRESS, 60, "住址：⟨杭州市3号⟩"},
	{BC_CN_ADDRESS, 60, "住址：⟨海淀区3号⟩"},
	{BC_CN_ADDRESS, 60, "住址：⟨中关镇3号⟩"},
	{BC_CN_ADDRESS, 60, "住址：⟨中关村路3号⟩"},
	{BC_CN_ADDRESS, 0, "住址：阳光花园3栋"},
	{BC_CN_ADDRESS, 0, "住址：广东省3号"},
	{BC_CN_ADDRESS, 0, "海淀区3号，中关村路3号，中关镇3号"},
	{BC_CN_ADDRESS, 90, "住址：⟨海淀区中关村路3号⟩"},
	{BC_CN_ADDRESS, 70, "在⟨海淀区中关村路3号⟩"},
	/* a town without 市 counts where a district, a village or a road of it is told */
	{BC_CN_ADDRESS, 70, "⟨杭州西湖区3号⟩"},
	{BC_CN_ADDRESS, 70, "⟨杭州转塘镇3号⟩"},
	{BC_CN_ADDRESS, 70, "⟨杭州文三路3号⟩"},
	{BC_CN_ADDRESS, 0, "杭州阳光花园3栋"},
	/* a road that is called by a province or by one of its sides */
	{BC_CN_ADDRESS, 0, "香港路27号，香港东路27号，北京一街27号"},
	{BC_CN_ADDRESS, 70, "⟨香港七街27号⟩"},
	{BC_CN_ADDRESS, 70, "⟨香港五路27号⟩"},
	{BC_CN_ADDRESS, 70, "⟨香港东路27号3栋⟩"},
	{BC_CN_ADDRESS, 70, "⟨香港东区27号3栋⟩"},
	/* what no name of a place begins with, and what looks like it */
	{BC_CN_ADDRESS, 70, "⟨亚运村路27号3栋⟩"},
	{BC_CN_ADDRESS, 70, "于⟨运村路27号3栋⟩"},
	{BC_CN_ADDRESS, 70, "⟨杭州中山路27号⟩于3栋"},
	{BC_CN_ADDRESS, 70, "⟨中山路27号亚太大厦3层⟩"},
	/* a part of a number */
	{BC_CN_ADDRESS, 70, "⟨杭州文三路90号之二⟩"},
	{BC_CN_ADDRESS, 70, "⟨杭州文三路90号之十⟩级"},
	{BC_CN_ADDRESS, 70, "⟨杭州文三路90号⟩之中"},
	{BC_CN_ADDRESS, 70, "⟨杭州文三路90号⟩之"},
	{BC_CN_ADDRESS, 70, "⟨杭州文三路90号⟩二"},
	/* a street's 道 is before a number */
	{BC_CN_ADDRESS, 70, "⟨九龙弥敦道100号⟩"},
	{BC_CN_ADDRESS, 70, "⟨九龙弥敦道 100号⟩"},
	{BC_CN_ADDRESS, 0, "九龙弥敦道旁100号"},
	/* a room's number alone is a level, too */
	{BC_CN_ADDRESS, 70, "⟨阳光大厦3层 199⟩，⟨阳光大厦3栋1201⟩，⟨阳光大厦3层 1990⟩"},
	{BC_CN_ADDRESS, 0, "阳光大厦3层，阳光大厦3层 19，阳光大厦3层 19901，阳光大厦3层 199人，阳光大厦3栋1201人"},
	/* in traditional characters, far from the number */
	{BC_CN_ADDRESS, 70, "⟨杭州市西湖區文三路27号⟩，⟨臺北市信義區松高路27号⟩"},
	/* what most numbers count */
	{BC_CN_ADDRESS, 0, "杭州文三路90个，杭州文三路90年，杭州文三路90人"},
};

int
main(void)
{
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++)
		finds_marked(&cases[k]);
	return report();
}
