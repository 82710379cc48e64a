// Buffers between libmosquitto and its socket, and the say over when PUBACKs leave.
//
// libmosquitto makes four read() and two write() calls for each message of QoS 1. This file defines read()
// and write() for the whole program; the dynamic linker gives them to the library too. For every thread that
// has not said mosquitto_io_begin(), and for every other descriptor, they are the system calls and nothing
// else. docs/decisions/0005-buffered-mqtt.md says why that is sound.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The buffers of one connection, owned by one thread.
struct mosquitto_io;

// Buffers for one connection; NULL when there is no memory.
struct mosquitto_io *mosquitto_io_new(void);
void mosquitto_io_free(struct mosquitto_io *io);

// Forgets everything: a new connection begins.
void mosquitto_io_reset(struct mosquitto_io *io);

// Until mosquitto_io_end() this thread's read() and write() on fd go through io.
void mosquitto_io_begin(struct mosquitto_io *io, int fd);
void mosquitto_io_end(void);

// Bytes that came from the socket and that the library has not read: poll() cannot see them.
size_t mosquitto_io_input_bytes(const struct mosquitto_io *io);

// Where the PUBACKs end that the library has written so far, in bytes since the reset.
uint64_t mosquitto_io_written(const struct mosquitto_io *io);

// PUBACKs up to here may leave.
void mosquitto_io_release(struct mosquitto_io *io, uint64_t position);

// Sends what may leave, without waiting. Returns how many bytes of it the socket did not take yet, or -1 with
// errno set when the connection is broken.
long mosquitto_io_flush(struct mosquitto_io *io, int fd);
