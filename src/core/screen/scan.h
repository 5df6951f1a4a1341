/*
 * scan.h: finds personal data and secrets in a text.
 *
 * The result depends on the text and the options alone.  Time is linear in
 * the text: every parser looks at a bounded stretch around what triggered it.
 */
#ifndef BADCASE_CORE_SCREEN_SCAN_H
#define BADCASE_CORE_SCREEN_SCAN_H

#include "core/base.h"

/*
 * Raised whenever a rule, a word or a score changes: stored with findings, so
 * that what older rules saw can be found and screened again.
 */
#define BC_SCAN_VERSION 5

/* In the order in which equal candidates for a span win. */
typedef enum BcKind
{
	BC_PRIVATE_KEY,
	BC_JWT,
	BC_AWS_KEY,
	BC_GITHUB_TOKEN,
	BC_SLACK_TOKEN,
	BC_OPENAI_KEY,
	BC_HF_TOKEN,
	BC_GOOGLE_KEY,
	BC_VENDOR_TOKEN,
	BC_HTTP_AUTH,
	BC_BASIC_AUTH_URL,
	BC_SECRET_ASSIGNMENT,
	BC_CN_ID,
	BC_CN_ID15,
	BC_IBAN,
	BC_CRYPTO_ADDRESS,
	BC_CN_USCC,
	BC_CN_MOBILE,
	BC_BANK_CARD,
	BC_US_SSN,
	BC_PHONE,
	BC_CN_PASSPORT,
	BC_CN_HMT_PERMIT,
	BC_HK_ID,
	BC_TW_ID,
	BC_CN_PLATE,
	BC_IM_ACCOUNT,
	BC_EMAIL,
	BC_IP_ADDRESS,
	BC_MAC_ADDRESS,
	BC_PERSON_NAME,
	BC_CN_ADDRESS,
	BC_DATE_OF_BIRTH,
	/* From here on only where asked for by name. */
	BC_UK_NINO,
	BC_UK_NHS,
	BC_KR_RRN,
	BC_SG_FIN,
	BC_IN_AADHAAR,
	BC_CA_SIN,
	BC_ES_NIF,
	BC_ES_NIE,
	BC_IT_FISCAL_CODE,
	BC_PL_PESEL,
	BC_TH_TNIN,
	BC_TR_NATIONAL_ID,
	BC_ZA_ID,
	BC_FI_HETU,
	BC_SE_PERSONNUMMER,
	BC_KINDS
} BcKind;

typedef enum BcFamily
{
	BC_FAMILY_PII,
	BC_FAMILY_SECRET
} BcFamily;

/* One finding; start and stop are characters, the others bytes of the text. */
typedef struct BcFinding
{
	uint32_t	start;
	uint32_t	stop;
	uint32_t	byte_start;
	uint32_t	byte_stop;
	uint8_t		kind;
	uint8_t		confidence;		/* per cent */
} BcFinding;

typedef struct BcFindings
{
	BcFinding  *list;			/* by start; spans do not overlap */
	size_t		count;
} BcFindings;

typedef struct BcScanOptions
{
	unsigned	min_confidence; /* per cent */
	uint64_t	kinds;			/* bit 1 << kind; 0 = all but the national */
} BcScanOptions;

#define BC_SCAN_DEFAULT_CONFIDENCE 50
#define BC_KIND_BIT(kind) ((uint64_t) 1 << (kind))
#define BC_KINDS_DEFAULT (BC_KIND_BIT(BC_UK_NINO) - 1)
#define BC_KINDS_SECRET (BC_KIND_BIT(BC_SECRET_ASSIGNMENT + 1) - 1)

extern const char *bc_kind_name(BcKind kind);
extern BcFamily bc_kind_family(BcKind kind);
extern const char *bc_family_name(BcFamily family);
/* A finding of this kind holds a submission; else it only warns. */
extern bool bc_kind_holds(BcKind kind);
/* BC_KINDS where there is no kind of that name. */
extern BcKind bc_kind_by_name(BcSlice name);

/*
 * Finds in UTF-8 of fewer than 2^32 bytes (any bytes are safe).  False means
 * that there was no memory; else the caller owns out->list.
 */
extern bool bc_scan(const BcEnv *env, BcSlice text,
					const BcScanOptions *options, BcFindings *out);
extern void bc_findings_free(const BcEnv *env, BcFindings *findings);

#endif
