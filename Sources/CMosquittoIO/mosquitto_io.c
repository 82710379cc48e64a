#define _GNU_SOURCE
#include "mosquitto_io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { input_capacity = 256 * 1024, output_capacity = 256 * 1024, puback = 0x40, puback_bytes = 4 };

struct mosquitto_io {
  int fd;
  size_t input_start, input_end;
  // PUBACKs: sent up to output_start, to be sent up to output_released, held up to output_end.
  size_t output_start, output_released, output_end;
  // The position of output[0] since the reset.
  uint64_t output_base;
  // What is left of a packet that goes past the PUBACKs and that the socket took in part.
  size_t direct_rest;
  char input[input_capacity], output[output_capacity];
};

static _Thread_local struct mosquitto_io *current;

struct mosquitto_io *mosquitto_io_new(void) {
  struct mosquitto_io *io = malloc(sizeof *io);
  if (io) mosquitto_io_reset(io);
  return io;
}

void mosquitto_io_free(struct mosquitto_io *io) { free(io); }

void mosquitto_io_reset(struct mosquitto_io *io) { memset(io, 0, offsetof(struct mosquitto_io, input)); }

void mosquitto_io_begin(struct mosquitto_io *io, int fd) {
  io->fd = fd;
  current = io;
}

void mosquitto_io_end(void) { current = NULL; }

size_t mosquitto_io_input_bytes(const struct mosquitto_io *io) { return io->input_end - io->input_start; }

uint64_t mosquitto_io_written(const struct mosquitto_io *io) { return io->output_base + io->output_end; }

void mosquitto_io_release(struct mosquitto_io *io, uint64_t position) {
  size_t end = (size_t)(position - io->output_base);
  if (end > io->output_released && end <= io->output_end) io->output_released = end;
}

long mosquitto_io_flush(struct mosquitto_io *io, int fd) {
  size_t count = io->output_released - io->output_start;
  // A packet that was begun must end first.
  if (count == 0 || io->direct_rest > 0) return (long)count;
  ssize_t sent = send(fd, io->output + io->output_start, count, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) return errno == EAGAIN || errno == EINTR ? (long)count : -1;
  io->output_start += (size_t)sent;
  if (io->output_start == io->output_end || io->output_start > output_capacity / 2) {
    memmove(io->output, io->output + io->output_start, io->output_end - io->output_start);
    io->output_base += io->output_start;
    io->output_released -= io->output_start;
    io->output_end -= io->output_start;
    io->output_start = 0;
  }
  return (long)(count - (size_t)sent);
}

static ssize_t read_buffered(struct mosquitto_io *io, void *buffer, size_t count) {
  size_t available = io->input_end - io->input_start;
  if (available == 0) {
    ssize_t received = recv(io->fd, io->input, input_capacity, MSG_DONTWAIT);
    if (received <= 0) return received;
    io->input_start = 0;
    io->input_end = available = (size_t)received;
  }
  if (count > available) count = available;
  memcpy(buffer, io->input + io->input_start, count);
  io->input_start += count;
  return (ssize_t)count;
}

// Keeps a PUBACK until it is released; sends anything else at once, so that the connection stays alive while
// a commit takes its time. The library hands over whole packets, and the rest of those that were cut.
static ssize_t write_buffered(struct mosquitto_io *io, const void *buffer, size_t count) {
  int is_puback = io->direct_rest == 0 && count == puback_bytes && *(const unsigned char *)buffer == puback;
  if (is_puback && output_capacity - io->output_end >= count) {
    memcpy(io->output + io->output_end, buffer, count);
    io->output_end += count;
    return (ssize_t)count;
  }
  // Not between the bytes of a PUBACK that the socket took in part.
  if (is_puback || io->output_start < io->output_released) {
    errno = EAGAIN;
    return -1;
  }
  ssize_t sent = send(io->fd, buffer, count, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) io->direct_rest = count - (size_t)sent;
  return sent;
}

ssize_t read(int fd, void *buffer, size_t count) {
  struct mosquitto_io *io = current;
  if (io && io->fd == fd) return read_buffered(io, buffer, count);
  return syscall(SYS_read, fd, buffer, count);
}

ssize_t write(int fd, const void *buffer, size_t count) {
  struct mosquitto_io *io = current;
  if (io && io->fd == fd) return write_buffered(io, buffer, count);
  // One zero byte is how the library wakes a loop of its own, which we do not run.
  if (io && count == 1 && *(const char *)buffer == 0) return 1;
  return syscall(SYS_write, fd, buffer, count);
}
