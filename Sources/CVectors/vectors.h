/* Sixteen bytes at a time: what Swift's vectors do byte by byte, clang's do in one instruction.

   Values in, bits out: there is no memory here that could be read wrongly. Bit n tells of byte n. The vectors are the
   compiler's own and not one processor's. */
#pragma once
#include <stdint.h>

typedef uint8_t belfry_bytes __attribute__((ext_vector_type(16)));
typedef int8_t belfry_signed_bytes __attribute__((ext_vector_type(16)));
typedef _Bool belfry_bits __attribute__((ext_vector_type(16)));
typedef uint16_t belfry_pairs __attribute__((ext_vector_type(8)));
typedef uint32_t belfry_fours __attribute__((ext_vector_type(4)));

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "bits are numbered from the lowest");

static inline uint32_t belfry_bits_of(belfry_signed_bytes truth) {
  belfry_bits bits = __builtin_convertvector(truth, belfry_bits);
  return __builtin_bit_cast(uint16_t, bits);
}

/* Which bytes are at least those of `low`, at most those of `high`, and no backslash: their vector of truth. */
static inline belfry_signed_bytes belfry_truth_of_fits(belfry_bytes a, belfry_bytes low, belfry_bytes high) {
  belfry_bytes nearest = __builtin_elementwise_min(__builtin_elementwise_max(a, low), high);
  return (belfry_signed_bytes)((nearest == a) & ~(a == '\\'));
}

/* Which bytes are less than those of `low`, greater than those of `high`, or a backslash. */
static inline uint32_t belfry_misfits(belfry_bytes a, belfry_bytes low, belfry_bytes high) {
  return belfry_bits_of(~belfry_truth_of_fits(a, low, high));
}

/* Whether no byte of two vectors is. */
static inline _Bool belfry_fit(
    belfry_bytes a, belfry_bytes a_low, belfry_bytes a_high, belfry_bytes b, belfry_bytes b_low, belfry_bytes b_high) {
  return belfry_bits_of(belfry_truth_of_fits(a, a_low, a_high) & belfry_truth_of_fits(b, b_low, b_high)) == 0xFFFF;
}

/* What sixteen characters of base64 stand for: 48 bits of the first eight, and of the others. */
typedef struct {
  uint64_t first, second;
  /* Which of them are in the alphabet. */
  uint32_t known;
} belfry_base64_bits;

static inline belfry_base64_bits belfry_base64(belfry_bytes a) {
  belfry_bytes upper = a - 'A', lower = a - 'a', digit = a - '0';
  belfry_bytes is_upper = (belfry_bytes)(upper < 26), is_lower = (belfry_bytes)(lower < 26);
  belfry_bytes is_digit = (belfry_bytes)(digit < 10), is_plus = (belfry_bytes)(a == '+');
  belfry_bytes is_slash = (belfry_bytes)(a == '/');
  belfry_bytes six = (upper & is_upper) | ((lower + 26) & is_lower) | ((digit + 52) & is_digit) | (is_plus & 62)
      | (is_slash & 63);
  /* Two and two together, then four and four; of each the first stands lowest and has the highest bits. */
  belfry_pairs pairs = (belfry_pairs)six;
  belfry_fours twelve = (belfry_fours)((pairs << 8 >> 2) | pairs >> 8);
  belfry_fours bits = (twelve << 16 >> 4) | twelve >> 16;
  return (belfry_base64_bits){
    (uint64_t)bits[0] << 24 | bits[1], (uint64_t)bits[2] << 24 | bits[3],
    belfry_bits_of((belfry_signed_bytes)(is_upper | is_lower | is_digit | is_plus | is_slash))};
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
