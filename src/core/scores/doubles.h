/*
 * doubles.h: what a file includes last whose doubles are the same to the last
 * bit on every machine.  By default 32-bit x86 computes in registers of 80 bits
 * and rounds twice; SSE2 rounds once.  Clang uses it by itself.
 */
#ifndef BADCASE_CORE_SCORES_DOUBLES_H
#define BADCASE_CORE_SCORES_DOUBLES_H

#if defined(__i386__) && defined(__GNUC__) && !defined(__clang__)
#pragma GCC target("sse2,fpmath=sse")
#endif

#endif
