/*
 * sha256.h: SHA-256 (FIPS 180-4) of bytes that come in pieces.
 */
#ifndef BADCASE_CORE_BASE_SHA256_H
#define BADCASE_CORE_BASE_SHA256_H

#include "core/base/env.h"

#define BC_SHA256_BYTES		32
#define BC_SHA256_BLOCK		64

typedef struct BcSha256
{
	uint32_t	state[8];
	uint64_t	len;
	unsigned char block[BC_SHA256_BLOCK];	/* what is no whole one yet */
} BcSha256;

extern void bc_sha256_start(BcSha256 *hash);
extern void bc_sha256_add(BcSha256 *hash, const void *data, size_t len);
extern void bc_sha256_end(BcSha256 *hash, unsigned char out[BC_SHA256_BYTES]);

/* Of bytes that are all there. */
extern void bc_sha256(BcSlice data, unsigned char out[BC_SHA256_BYTES]);

#endif
