// The least that a durable receiver does: what has come is put at the end of a file, synced, and acknowledged, in one loop and
// without reading what it says. Usage: ack PORT FILE
//
// Of each message, which is longer, 200 bytes are written, about as many as belfryd stores of one. It runs until the connection
// ends.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { row_bytes = 200, page_bytes = 4096, file_bytes_max = 32 << 20 };
static uint8_t in[1 << 18], out[1 << 16], rows[1 << 20];

static int open_connection(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int i = 0, one = 1; i < 100; i++) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (!connect(fd, (struct sockaddr *)&address, sizeof address)) {
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      return fd;
    }
    close(fd);
    usleep(50000);
  }
  return -1;
}

int main(int argc, char **argv) {
  static const uint8_t hello[] = {0x10, 15, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 3, 'a', 'c', 'k'};
  static const uint8_t subscribe[] = {0x82, 6, 0, 1, 0, 1, '#', 1};
  int fd = argc < 3 ? -1 : open_connection(atoi(argv[1]));
  int file = fd < 0 ? -1 : open(argv[2], O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return 1;
  if (send(fd, hello, sizeof hello, 0) < 0 || send(fd, subscribe, sizeof subscribe, 0) < 0) return 1;
  off_t end = 0;
  for (size_t held = 0;;) {
    ssize_t count = recv(fd, in + held, sizeof in - held, 0);
    if (count <= 0) return 0;
    held += (size_t)count;
    size_t at = 0, filled = 0, answered = 0;
    while (held - at >= 5) {
      size_t header = 1, rest = 0;
      int shift = 0;
      do { rest |= (size_t)(in[at + header] & 0x7f) << shift; shift += 7; } while (in[at + header++] & 0x80);
      if (held - at < header + rest) break;
      if (in[at] >> 4 == 3) {
        const uint8_t *topic = in + at + header, *id = topic + 2 + (topic[0] << 8 | topic[1]);
        memcpy(rows + filled, topic, row_bytes);
        filled += row_bytes;
        memcpy(out + answered, (uint8_t[]){0x40, 2, id[0], id[1]}, 4);
        answered += 4;
      }
      at += header + rest;
    }
    memmove(in, in + at, held - at);
    held -= at;
    if (!filled) continue;
    filled = (filled + page_bytes - 1) / page_bytes * page_bytes;
    if (end > file_bytes_max) end = 0;
    if (pwrite(file, rows, filled, end) != (ssize_t)filled || fdatasync(file)) return 1;
    end += (off_t)filled;
    if (send(fd, out, answered, 0) != (ssize_t)answered) return 1;
  }
}
