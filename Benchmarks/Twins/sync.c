// How long the disk takes: fdatasync after appending 4 KiB. Usage: sync FILE COUNT
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  int fd = argc < 3 ? -1 : open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0600), n = fd < 0 ? 0 : atoi(argv[2]);
  if (n < 1) return 1;
  double *ms = malloc((size_t)n * sizeof *ms);
  static char page[4096];
  for (int i = 0; i < n; i++) {
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    if (write(fd, page, sizeof page) != sizeof page || fdatasync(fd)) return 1;
    clock_gettime(CLOCK_MONOTONIC, &b);
    ms[i] = (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) * 1e-6;
  }
  qsort(ms, (size_t)n, sizeof *ms, compare);
  printf("p50 %.4f\np99 %.4f\n", ms[n / 2], ms[(size_t)n * 99 / 100]);
}
