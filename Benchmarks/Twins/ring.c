// The ring's twins in C, with the same batches of 256, acquire and release, cached peer index: one with records of
// any length behind a header, as ours has, and one with slots of one size, which can do less.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { uint64_t words[8]; } event;
enum { capacity_bytes = 1 << 20 };

static alignas(128) _Atomic size_t head;
static alignas(128) _Atomic size_t tail;
static uint64_t sum, count;

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

#define RING(type, name, number, make)                                                        \
  static type name##_slots[capacity_bytes / sizeof(type)];                                    \
  static void *name##_consume(void *unused) {                                                 \
    size_t at = 0, known = 0, mask = capacity_bytes / sizeof(type) - 1;                       \
    uint64_t s = 0;                                                                           \
    while (at < count) {                                                                      \
      known = atomic_load_explicit(&tail, memory_order_acquire);                              \
      for (; at < known; at++) { type e = name##_slots[at & mask]; s += number; }             \
      atomic_store_explicit(&head, at, memory_order_release);                                 \
    }                                                                                         \
    sum = s;                                                                                  \
    return unused;                                                                            \
  }                                                                                           \
  static void name##_produce(void) {                                                          \
    size_t at = 0, known = 0, capacity = capacity_bytes / sizeof(type);                       \
    for (uint64_t value = 0; value < count; value++) {                                        \
      while (at - known == capacity) {                                                        \
        atomic_store_explicit(&tail, at, memory_order_release);                               \
        known = atomic_load_explicit(&head, memory_order_acquire);                            \
      }                                                                                       \
      name##_slots[at++ & (capacity - 1)] = make;                                             \
      if ((value & 255) == 255) atomic_store_explicit(&tail, at, memory_order_release);       \
    }                                                                                         \
    atomic_store_explicit(&tail, at, memory_order_release);                                   \
  }

RING(uint64_t, small, e, value)
RING(event, large, e.words[0], ((event){{value, 1, 2, 3, 4, 5, 6, 7}}))

// What stands before each record.
typedef struct { uint32_t record, first, second, reserved; } sizes;
enum { wrap = UINT32_MAX };
static alignas(128) unsigned char bytes[capacity_bytes];

static inline size_t record_bytes(size_t header, size_t first, size_t second) {
  return (sizeof(sizes) + header + first + second + 7) & ~(size_t)7;
}

// Copies a record behind the others; false when there is no room now.
static inline bool push(size_t *at, size_t *known, const void *header, size_t header_bytes,
                        const void *first, size_t first_bytes, const void *second, size_t second_bytes) {
  size_t length = record_bytes(header_bytes, first_bytes, second_bytes);
  size_t offset = *at & (capacity_bytes - 1);
  size_t skip = capacity_bytes - offset < length ? capacity_bytes - offset : 0;
  if (capacity_bytes - (*at - *known) < length + skip) {
    *known = atomic_load_explicit(&head, memory_order_acquire);
    if (capacity_bytes - (*at - *known) < length + skip) return false;
  }
  if (skip) {
    uint32_t mark = wrap;
    memcpy(bytes + offset, &mark, sizeof mark);
    *at += skip;
    offset = 0;
  }
  sizes own = {(uint32_t)length, (uint32_t)first_bytes, (uint32_t)second_bytes, 0};
  unsigned char *target = bytes + offset;
  memcpy(target, &own, sizeof own);
  target += sizeof own;
  memcpy(target, header, header_bytes);
  target += header_bytes;
  if (first_bytes) memcpy(target, first, first_bytes);
  target += first_bytes;
  if (second_bytes) memcpy(target, second, second_bytes);
  *at += length;
  return true;
}

#define RECORDS(type, name, number, make)                                                     \
  static void *name##_consume(void *unused) {                                                 \
    size_t at = 0, known = 0;                                                                 \
    uint64_t s = 0, left = count;                                                             \
    while (left > 0) {                                                                        \
      known = atomic_load_explicit(&tail, memory_order_acquire);                              \
      while (at != known) {                                                                   \
        size_t offset = at & (capacity_bytes - 1);                                            \
        sizes own;                                                                            \
        memcpy(&own.record, bytes + offset, sizeof own.record);                               \
        if (own.record == wrap) { at += capacity_bytes - offset; continue; }                  \
        memcpy(&own, bytes + offset, sizeof own);                                             \
        type e;                                                                               \
        memcpy(&e, bytes + offset + sizeof own, sizeof e);                                    \
        s += number;                                                                          \
        at += own.record;                                                                     \
        left--;                                                                               \
      }                                                                                       \
      atomic_store_explicit(&head, at, memory_order_release);                                 \
    }                                                                                         \
    sum = s;                                                                                  \
    return unused;                                                                            \
  }                                                                                           \
  static void name##_produce(void) {                                                          \
    size_t at = 0, known = 0;                                                                 \
    for (uint64_t value = 0; value < count; value++) {                                        \
      type e = make;                                                                          \
      while (!push(&at, &known, &e, sizeof e, NULL, 0, NULL, 0))                              \
        atomic_store_explicit(&tail, at, memory_order_release);                               \
      if ((value & 255) == 255) atomic_store_explicit(&tail, at, memory_order_release);       \
    }                                                                                         \
    atomic_store_explicit(&tail, at, memory_order_release);                                   \
  }

RECORDS(uint64_t, small_records, e, value)
RECORDS(event, large_records, e.words[0], ((event){{value, 1, 2, 3, 4, 5, 6, 7}}))

static void measure(const char *name, uint64_t n, void *(*consume)(void *), void (*produce)(void)) {
  pthread_t thread;
  count = n;
  head = tail = 0;
  double start = now_ms();
  pthread_create(&thread, NULL, consume, NULL);
  produce();
  pthread_join(thread, NULL);
  double ms = now_ms() - start;
  if (sum != n * (n - 1) / 2) abort();
  printf("%s %.0f\n", name, (double)n / ms);
}

int main(void) {
  measure("8", 20000000, small_records_consume, small_records_produce);
  measure("64", 10000000, large_records_consume, large_records_produce);
  measure("slots_8", 20000000, small_consume, small_produce);
  measure("slots_64", 10000000, large_consume, large_produce);
}
