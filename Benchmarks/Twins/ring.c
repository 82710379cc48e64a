// The ring's twin in C: fixed-size slots, the same batches of 256, acquire and release, cached peer index.
#define _GNU_SOURCE
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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
  measure("8", 20000000, small_consume, small_produce);
  measure("64", 10000000, large_consume, large_produce);
}
