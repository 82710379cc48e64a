// A vendor's payload formatter in JavaScriptCore.
//
// The library is looked for when the program starts, so that Belfry builds and runs on a machine without it.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct engine;
struct script;

// An engine whose calls may use so much CPU time; NULL, with the reason in why, when there is no library.
struct engine *engine_new(double seconds_max, char *why, size_t why_size);

// A script from its UTF-8 text, which may be freed then.
struct script *engine_script(struct engine *engine, const char *source);

enum result { decoded = 0, failed = 1, took_too_long = 2 };

// Runs the script in a global object of its own and lets it decode one payload, which is given in hex.
// text is the JSON {"data": ..., "normalized": ..., "warnings": [...]}, or what went wrong, cut at size - 1 bytes; JSON
// that is longer is a failure.
enum result engine_decode(struct engine *engine, struct script *script, const char *hex, int port,
                          double received_ms, char *text, size_t size);
