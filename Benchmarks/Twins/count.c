// Counts a program's allocations and reference counting, by who makes them: LD_PRELOAD this library, and read
// the counters out of the file that $COUNT_FILE names.
//
// The order in the file: allocations of libmosquitto, of SQLite, of all the rest; swift_retain (with
// bridgeObject) and swift_release, of everybody.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static uint64_t unused[8];
uint64_t *belfry_counts = unused;
void *belfry_retain, *belfry_release, *belfry_bridge_retain, *belfry_bridge_release;

static struct { uintptr_t from, to; } mosquitto, sqlite;

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t);

static void begin(void);
static int has_begun;

static void count(void *caller) {
  // Before any constructor: Foundation's retains things already.
  if (!__atomic_exchange_n(&has_begun, 1, __ATOMIC_ACQ_REL)) begin();
  uintptr_t at = (uintptr_t)caller;
  int who = at >= mosquitto.from && at < mosquitto.to ? 0 : at >= sqlite.from && at < sqlite.to ? 1 : 2;
  __atomic_fetch_add(&belfry_counts[who], 1, __ATOMIC_RELAXED);
}

void *malloc(size_t n) { count(__builtin_return_address(0)); return __libc_malloc(n); }
void *calloc(size_t n, size_t m) { count(__builtin_return_address(0)); return __libc_calloc(n, m); }
void *realloc(void *p, size_t n) { count(__builtin_return_address(0)); return __libc_realloc(p, n); }

// Trampolines: they touch nothing but the flags, whatever the calling convention.
#define COUNTED(symbol, place, target)                                                         \
  __asm__(".globl " #symbol "\n.type " #symbol ", @function\n" #symbol ":\n"                   \
          "push %rax\nmov belfry_counts@GOTPCREL(%rip), %rax\nmov (%rax), %rax\n"              \
          "lock incq " #place "(%rax)\nmov " #target "@GOTPCREL(%rip), %rax\n"                 \
          "mov (%rax), %rax\nxchg %rax, (%rsp)\nret\n");
COUNTED(swift_retain, 24, belfry_retain)
COUNTED(swift_release, 32, belfry_release)
COUNTED(swift_bridgeObjectRetain, 24, belfry_bridge_retain)
COUNTED(swift_bridgeObjectRelease, 32, belfry_bridge_release)

static void begin(void) {
  belfry_retain = dlsym(RTLD_NEXT, "swift_retain");
  belfry_release = dlsym(RTLD_NEXT, "swift_release");
  belfry_bridge_retain = dlsym(RTLD_NEXT, "swift_bridgeObjectRetain");
  belfry_bridge_release = dlsym(RTLD_NEXT, "swift_bridgeObjectRelease");
  FILE *maps = fopen("/proc/self/maps", "r");
  char line[512];
  for (uintptr_t from, to; maps && fgets(line, sizeof line, maps);) {
    if (sscanf(line, "%lx-%lx", &from, &to) != 2) continue;
    if (strstr(line, "libmosquitto")) { if (!mosquitto.from) mosquitto.from = from; mosquitto.to = to; }
    if (strstr(line, "libsqlite3")) { if (!sqlite.from) sqlite.from = from; sqlite.to = to; }
  }
  if (maps) fclose(maps);
  const char *path = getenv("COUNT_FILE");
  int fd = path ? open(path, O_RDWR | O_CREAT, 0600) : -1;
  if (fd < 0 || ftruncate(fd, 64)) return;
  void *shared = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared != MAP_FAILED) belfry_counts = shared;
}
