/*
 * kinds.c: names and families of the kinds of findings.
 */
#include "core/screen/scan.h"

static const char *const names[BC_KINDS] = {
	[BC_PRIVATE_KEY] = "private_key",
	[BC_JWT] = "jwt",
	[BC_AWS_KEY] = "aws_key",
	[BC_GITHUB_TOKEN] = "github_token",
	[BC_SLACK_TOKEN] = "slack_token",
	[BC_OPENAI_KEY] = "openai_key",
	[BC_HF_TOKEN] = "hf_token",
	[BC_GOOGLE_KEY] = "google_key",
	[BC_VENDOR_TOKEN] = "vendor_token",
	[BC_HTTP_AUTH] = "http_auth",
	[BC_BASIC_AUTH_URL] = "basic_auth_url",
	[BC_SECRET_ASSIGNMENT] = "secret_assignment",
	[BC_CN_ID] = "cn_id",
	[BC_CN_ID15] = "cn_id15",
	[BC_IBAN] = "iban",
	[BC_CRYPTO_ADDRESS] = "crypto_address",
	[BC_CN_USCC] = "cn_uscc",
	[BC_CN_MOBILE] = "cn_mobile",
	[BC_BANK_CARD] = "bank_card",
	[BC_US_SSN] = "us_ssn",
	[BC_PHONE] = "phone",
	[BC_CN_PASSPORT] = "cn_passport",
	[BC_CN_HMT_PERMIT] = "cn_hmt_permit",
	[BC_HK_ID] = "hk_id",
	[BC_TW_ID] = "tw_id",
	[BC_CN_PLATE] = "cn_plate",
	[BC_IM_ACCOUNT] = "im_account",
	[BC_EMAIL] = "email",
	[BC_IP_ADDRESS] = "ip_address",
	[BC_MAC_ADDRESS] = "mac_address",
	[BC_PERSON_NAME] = "person_name",
	[BC_CN_ADDRESS] = "cn_address",
	[BC_DATE_OF_BIRTH] = "date_of_birth",
	[BC_UK_NINO] = "uk_nino",
	[BC_UK_NHS] = "uk_nhs",
	[BC_KR_RRN] = "kr_rrn",
	[BC_SG_FIN] = "sg_fin",
	[BC_IN_AADHAAR] = "in_aadhaar",
	[BC_CA_SIN] = "ca_sin",
	[BC_ES_NIF] = "es_nif",
	[BC_ES_NIE] = "es_nie",
	[BC_IT_FISCAL_CODE] = "it_fiscal_code",
	[BC_PL_PESEL] = "pl_pesel",
	[BC_TH_TNIN] = "th_tnin",
	[BC_TR_NATIONAL_ID] = "tr_national_id",
	[BC_ZA_ID] = "za_id",
	[BC_FI_HETU] = "fi_hetu",
	[BC_SE_PERSONNUMMER] = "se_personnummer",
};

const char *
bc_kind_name(BcKind kind)
{
	return names[kind];
}

const char *
bc_family_name(BcFamily family)
{
	return family == BC_FAMILY_PII ? "pii" : "secret";
}

BcFamily
bc_kind_family(BcKind kind)
{
	return kind <= BC_SECRET_ASSIGNMENT ? BC_FAMILY_SECRET : BC_FAMILY_PII;
}

/* An organisation's number is public and no person's. */
bool
bc_kind_holds(BcKind kind)
{
	return kind != BC_CN_USCC;
}

BcKind
bc_kind_by_name(BcSlice name)
{
	for (int k = 0; k < BC_KINDS; k++)
		if (strlen(names[k]) == name.len &&
			memcmp(names[k], name.data, name.len) == 0)
			return (BcKind) k;
	return BC_KINDS;
}
