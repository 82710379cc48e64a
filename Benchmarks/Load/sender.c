// Sends uplinks and counts their acknowledgements: to a broker, or as a broker that has one subscriber, so
// that a subscriber's own limit can be measured. On loopback only, bounded in count and time.
//
//   sender --port P [--serve] [--qos Q] [--count N] [--rate R] [--window W] [--devices D] [--seconds S]
//          [--watch PID]
//
// --print writes one message's body and ends. --rate 0 is flat out. --watch tells the CPU time and memory of a process between the first message and the
// last acknowledgement. Prints one line of JSON.
#define _GNU_SOURCE
#include "uplinks.h"
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static struct {
  int port, qos, window, devices, seconds, watch;
  uint64_t count, rate, warm;
  bool serve;
} options = {.port = 1883, .qos = 1, .window = 20000, .devices = 20000, .seconds = 120, .count = 100000};

enum { out_bytes = 1 << 16, delays_max = 1 << 20 };
static double sent_at[65536], delays[delays_max];
static uint64_t sent, acknowledged, delay_count;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double watched_cpu(void) {
  char path[320];
  snprintf(path, sizeof path, "/proc/%d/task", options.watch);
  DIR *tasks = options.watch ? opendir(path) : NULL;
  double seconds = 0;
  for (struct dirent *e; tasks && (e = readdir(tasks));) {
    snprintf(path, sizeof path, "/proc/%d/task/%.32s/schedstat", options.watch, e->d_name);
    FILE *file = e->d_name[0] == '.' ? NULL : fopen(path, "r");
    unsigned long long nanoseconds = 0;
    if (file && fscanf(file, "%llu", &nanoseconds) == 1) seconds += (double)nanoseconds * 1e-9;
    if (file) fclose(file);
  }
  if (tasks) closedir(tasks);
  return seconds;
}

static long watched_memory_kb(void) {
  char path[64], line[256];
  long kb = 0;
  snprintf(path, sizeof path, "/proc/%d/status", options.watch);
  FILE *file = options.watch ? fopen(path, "r") : NULL;
  while (file && fgets(line, sizeof line, file)) sscanf(line, "VmRSS: %ld", &kb);
  if (file) fclose(file);
  return kb;
}

static void send_all(int fd, const void *bytes, size_t count) {
  if (send(fd, bytes, count, MSG_NOSIGNAL) != (ssize_t)count) die("send");
}

static int open_connection(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  if (options.serve) {
    int listener = fd;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1)) die("listen");
    fd = accept(listener, NULL, NULL);
    close(listener);
  } else if (connect(fd, (struct sockaddr *)&address, sizeof address)) {
    die("connect");
  }
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

static uint8_t in[1 << 18];
static size_t in_bytes;
static bool is_ready;

// Answers one packet of the other side; counts what it acknowledges.
static void take(int fd, const uint8_t *packet, size_t header, size_t rest) {
  static const uint8_t connack[] = {0x20, 2, 0, 0}, pingresp[] = {0xd0, 0};
  switch (packet[0] >> 4) {
  case 1: send_all(fd, connack, sizeof connack); break;
  case 2: is_ready = true; break;
  case 4: {
    unsigned id = (unsigned)packet[header] << 8 | packet[header + 1];
    if (acknowledged >= options.warm && delay_count < delays_max) delays[delay_count++] = now() - sent_at[id];
    acknowledged++;
    break;
  }
  case 8: {
    uint8_t suback[] = {0x90, 3, packet[header], packet[header + 1], (uint8_t)options.qos};
    (void)rest;
    send_all(fd, suback, sizeof suback);
    is_ready = true;
    break;
  }
  case 12: send_all(fd, pingresp, sizeof pingresp); break;
  }
}

static void receive(int fd) {
  ssize_t n = recv(fd, in + in_bytes, sizeof in - in_bytes, MSG_DONTWAIT);
  if (n == 0 || (n < 0 && errno != EAGAIN)) {
    fprintf(stderr, "the other side closed the connection\n");
    exit(1);
  }
  if (n > 0) in_bytes += (size_t)n;
  size_t at = 0;
  while (in_bytes - at >= 2) {
    size_t header = 1, rest = 0;
    int shift = 0;
    do { rest |= (size_t)(in[at + header] & 0x7f) << shift; shift += 7; } while (in[at + header++] & 0x80);
    if (in_bytes - at < header + rest) break;
    take(fd, in + at, header, rest);
    at += header + rest;
  }
  memmove(in, in + at, in_bytes - at);
  in_bytes -= at;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double quantile(double q) {
  return delay_count ? delays[(size_t)(q * (double)(delay_count - 1))] * 1e3 : 0;
}

static void parse(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--serve")) { options.serve = true; continue; }
    if (i + 1 == argc) die(argv[i]);
    const char *name = argv[i++];
    long long value = atoll(argv[i]);
    if (!strcmp(name, "--port")) options.port = (int)value;
    else if (!strcmp(name, "--qos")) options.qos = (int)value;
    else if (!strcmp(name, "--count")) options.count = (uint64_t)value;
    else if (!strcmp(name, "--rate")) options.rate = (uint64_t)value;
    else if (!strcmp(name, "--warm")) options.warm = (uint64_t)value;
    else if (!strcmp(name, "--window")) options.window = (int)value;
    else if (!strcmp(name, "--devices")) options.devices = (int)value;
    else if (!strcmp(name, "--seconds")) options.seconds = (int)value;
    else if (!strcmp(name, "--watch")) options.watch = (int)value;
    else { fprintf(stderr, "unknown option %s\n", name); exit(64); }
  }
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "--print")) {
    struct uplinks one;
    struct timespec wall;
    char packet[packet_bytes_max];
    clock_gettime(CLOCK_REALTIME, &wall);
    uplinks_init(&one, 0);
    uplinks_set_time(&one, wall);
    size_t bytes = uplinks_put(&one, 1, 20000, 0, packet);
    fwrite(packet + one.id_at, 1, bytes - one.id_at, stdout);
    return 0;
  }
  parse(argc, argv);
  alarm((unsigned)options.seconds + 30);
  int fd = open_connection();
  if (!options.serve) {
    static const uint8_t hello[] = {0x10, 18, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 6, 's', 'e', 'n', 'd', 'e', 'r'};
    send_all(fd, hello, sizeof hello);
  }
  while (!is_ready) {
    struct pollfd p = {fd, POLLIN, 0};
    poll(&p, 1, 1000);
    receive(fd);
  }
  usleep(200000);

  struct uplinks uplinks;
  uplinks_init(&uplinks, options.qos);
  static char out[out_bytes];
  size_t filled = 0, written = 0;
  double start = now(), cpu = watched_cpu();
  long memory_early = 0;
  struct rusage own;
  getrusage(RUSAGE_SELF, &own);
  double own_start = (double)own.ru_utime.tv_sec + (double)own.ru_stime.tv_sec + 1e-6 * (double)(own.ru_utime.tv_usec + own.ru_stime.tv_usec);
  while (now() - start < options.seconds) {
    if (options.qos == 0) acknowledged = sent;
    if (sent == options.count && written == filled && acknowledged == sent) break;
    if (!memory_early && acknowledged > options.count / 10) memory_early = watched_memory_kb();
    if (written == filled) {
      double t = now();
      uint64_t due = options.rate ? (uint64_t)((t - start) * (double)options.rate) : options.count;
      if (due > options.count) due = options.count;
      filled = written = 0;
      if (sent < due) {
        struct timespec wall;
        clock_gettime(CLOCK_REALTIME, &wall);
        uplinks_set_time(&uplinks, wall);
      }
      while (sent < due && sent - acknowledged < (uint64_t)options.window && filled + packet_bytes_max < out_bytes) {
        uint16_t id = (uint16_t)(sent % 65535 + 1);
        sent_at[id] = t;
        filled += uplinks_put(&uplinks, sent++, (unsigned)options.devices, id, out + filled);
      }
    }
    bool wants_to_write = written < filled;
    struct pollfd p = {fd, (short)(POLLIN | (wants_to_write ? POLLOUT : 0)), 0};
    bool is_idle = !wants_to_write && options.rate && sent < options.count;
    if (poll(&p, 1, is_idle ? 1 : 100) < 0) die("poll");
    if (p.revents & POLLIN) receive(fd);
    if (p.revents & POLLOUT) {
      ssize_t n = send(fd, out + written, filled - written, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (n < 0 && errno != EAGAIN) die("send");
      if (n > 0) written += (size_t)n;
    }
  }
  double seconds = now() - start;
  double watched = watched_cpu() - cpu;
  getrusage(RUSAGE_SELF, &own);
  double own_cpu = (double)own.ru_utime.tv_sec + (double)own.ru_stime.tv_sec + 1e-6 * (double)(own.ru_utime.tv_usec + own.ru_stime.tv_usec) - own_start;
  qsort(delays, delay_count, sizeof *delays, compare);
  printf(
    "{\"sent\":%llu,\"acknowledged\":%llu,\"seconds\":%.3f,\"per_second\":%.0f,\"cpu_us\":%.3f,"
    "\"sender_us\":%.3f,\"ack_p50_ms\":%.3f,\"ack_p99_ms\":%.3f,\"rss_early_kb\":%ld,\"rss_kb\":%ld,"
    "\"packet_bytes\":%zu}\n",
    (unsigned long long)sent, (unsigned long long)acknowledged, seconds, (double)acknowledged / seconds,
    watched / (double)sent * 1e6, own_cpu / (double)sent * 1e6, quantile(0.5), quantile(0.99), memory_early,
    watched_memory_kb(), uplinks.bytes);
  fflush(stdout);
  // Whoever listens is still counted: let it see the end by itself.
  sleep(1);
  return acknowledged == options.count ? 0 : 2;
}
