// belfry-codec: runs vendors' payload formatters for belfryd and belfry, one call after the other.
//
// On standard input come frames, on standard output go answers, numbers with the least significant byte first:
//   frame   length (4) of what follows, kind (1), and
//           kind 's': a script's text; scripts are numbered from 0 on. No answer.
//           kind 'c': script (2), FPort (1), reception (8, milliseconds since 1970), payload
//   answer  length (4) of what follows, 0, or 1 for failure, or 2 for taking too long (1), text
// The first answer comes by itself: it says that calls may come, or why not. The program ends with its input.
// docs/decisions/0010-vendors-scripts.md says why it is a program of its own.
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"
#include "sandbox.h"

enum {
  frame_bytes_max = 4 << 20,
  text_bytes_max = 64 << 10,
  scripts_max = 1 << 16,
  memory_bytes_max = 256 << 20,
  payload_bytes_max = 4096,
  call_header_bytes = 11,
};

// As The Things Stack and ChirpStack allow; what can't be interrupted ends the program somewhat later.
static const double seconds_max = 0.1, call_seconds_max = 0.25;

static struct script *scripts[scripts_max];
static size_t script_count;

static bool read_all(uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t n = read(STDIN_FILENO, bytes, count);
    if (n == 0 || (n < 0 && errno != EINTR)) return false;
    if (n > 0) {
      bytes += n;
      count -= (size_t)n;
    }
  }
  return true;
}

static bool write_all(const uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t n = write(STDOUT_FILENO, bytes, count);
    if (n < 0 && errno != EINTR) return false;
    if (n > 0) {
      bytes += n;
      count -= (size_t)n;
    }
  }
  return true;
}

static bool answer(enum result result, const char *text) {
  static uint8_t frame[5 + text_bytes_max];
  size_t count = strlen(text);
  if (count > text_bytes_max) count = text_bytes_max;
  uint32_t length = (uint32_t)count + 1;
  for (int i = 0; i < 4; i++) frame[i] = (uint8_t)(length >> (8 * i));
  frame[4] = (uint8_t)result;
  memcpy(frame + 5, text, count);
  return write_all(frame, 5 + count);
}

static uint64_t number(const uint8_t *bytes, int count) {
  uint64_t value = 0;
  for (int i = 0; i < count; i++) value |= (uint64_t)bytes[i] << (8 * i);
  return value;
}

static bool call(struct engine *engine, const uint8_t *frame, size_t count) {
  static char hex[2 * payload_bytes_max + 1];
  static char text[text_bytes_max];
  size_t script = count >= call_header_bytes ? number(frame, 2) : scripts_max;
  if (script >= script_count) return answer(failed, "there is no such script");
  if (count > call_header_bytes + payload_bytes_max) return answer(failed, "the payload is too long");
  for (size_t i = call_header_bytes; i < count; i++) snprintf(hex + 2 * (i - call_header_bytes), 3, "%02x", frame[i]);
  hex[2 * (count - call_header_bytes)] = 0;
  double received_ms = (double)(int64_t)number(frame + 3, 8);
  sandbox_call_begins();
  enum result result = engine_decode(engine, scripts[script], hex, frame[2], received_ms, text, sizeof text);
  sandbox_call_ends();
  return answer(result, text);
}

// Runs the engine once, so that what it loads or starts only then is there before the doors close.
static void warm_up(struct engine *engine) {
  char text[256];
  struct script *script = engine_script(
      engine, "function decodeUplink(i) { return {data: {a: /a+/u.test(new Date().toString()), b: 1.5.toFixed(1)}}; }");
  if (script != NULL) engine_decode(engine, script, "00", 1, 0, text, sizeof text);
}

int main(void) {
  char why[512];
  // What belfryd had open is none of ours.
  close_range(3, ~0U, 0);
  struct engine *engine = engine_new(seconds_max, why, sizeof why);
  if (engine != NULL) warm_up(engine);
  if (engine == NULL || sandbox_enter(memory_bytes_max, call_seconds_max, why, sizeof why) != 0) {
    answer(failed, why);
    return EXIT_FAILURE;
  }
  static uint8_t head[5];
  uint8_t *frame = malloc(frame_bytes_max);
  if (frame == NULL || !answer(decoded, "")) return EXIT_FAILURE;
  while (read_all(head, sizeof head)) {
    size_t length = number(head, 4);
    if (length < 1 || length >= frame_bytes_max || !read_all(frame, length - 1)) return EXIT_FAILURE;
    frame[length - 1] = 0;
    if (head[4] == 's') {
      if (script_count == scripts_max) return EXIT_FAILURE;
      scripts[script_count] = engine_script(engine, (const char *)frame);
      if (scripts[script_count++] == NULL) return EXIT_FAILURE;
    } else if (!call(engine, frame, length - 1)) {
      return EXIT_FAILURE;
    }
  }
  return EXIT_SUCCESS;
}
