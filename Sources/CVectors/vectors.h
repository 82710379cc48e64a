/* Sixteen bytes at a time: what Swift's vectors do byte by byte, clang's do in one instruction.

   Values in, bits out: there is no memory here that could be read wrongly. Bit n tells of byte n. The vectors are the
   compiler's own and not one processor's. */
#pragma once
#include <stdint.h>

typedef uint8_t belfry_bytes __attribute__((ext_vector_type(16)));
typedef int8_t belfry_signed_bytes __attribute__((ext_vector_type(16)));
typedef _Bool belfry_bits __attribute__((ext_vector_type(16)));

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "bits are numbered from the lowest");

static inline uint32_t belfry_bits_of(belfry_signed_bytes truth) {
  belfry_bits bits = __builtin_convertvector(truth, belfry_bits);
  return __builtin_bit_cast(uint16_t, bits);
}

/* Which bytes are less than those of `low`, greater than those of `high`, or a backslash; of two vectors, whether one is. */
static inline belfry_signed_bytes belfry_truth_of_misfits(belfry_bytes a, belfry_bytes low, belfry_bytes high) {
  belfry_bytes nearest = __builtin_elementwise_min(__builtin_elementwise_max(a, low), high);
  return (belfry_signed_bytes)((nearest != a) | (a == '\\'));
}

static inline uint32_t belfry_misfits(belfry_bytes a, belfry_bytes low, belfry_bytes high) {
  return belfry_bits_of(belfry_truth_of_misfits(a, low, high));
}

static inline _Bool belfry_has_misfit(
    belfry_bytes a, belfry_bytes a_low, belfry_bytes a_high, belfry_bytes b, belfry_bytes b_low, belfry_bytes b_high) {
  return belfry_bits_of(belfry_truth_of_misfits(a, a_low, a_high) | belfry_truth_of_misfits(b, b_low, b_high)) != 0;
}

/* Which bytes are not ordinary text within a JSON string: quotes, backslashes, control characters, and bytes beyond
   ASCII, which are negative. */
static inline uint32_t belfry_ends_of_plain_text(belfry_bytes a) {
  belfry_signed_bytes s = (belfry_signed_bytes)a;
  return belfry_bits_of((belfry_signed_bytes)((s < 0x20) | (a == '"') | (a == '\\')));
}

/* Which bytes are no digits. */
static inline uint32_t belfry_ends_of_digits(belfry_bytes a) {
  return belfry_bits_of((belfry_signed_bytes)((belfry_bytes)(a - '0') > 9));
}
