#include "engine.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// JavaScriptCore's C API, as far as it is used: <JavaScriptCore/JavaScript.h>, and the limit of execution time, which
// is exported but stands in a private header (JSContextRefPrivate.h).
typedef struct OpaqueJSContextGroup *Group;
typedef struct OpaqueJSContext *Context;
typedef struct OpaqueJSString *Text;
typedef struct OpaqueJSValue *Value;

struct engine {
  Group (*JSContextGroupCreate)(void);
  void (*JSContextGroupSetExecutionTimeLimit)(Group, double seconds, void *callback, void *info);
  Context (*JSGlobalContextCreateInGroup)(Group, void *global_class);
  void (*JSGlobalContextRelease)(Context);
  Value (*JSEvaluateScript)(Context, Text source, Value this, Text url, int first_line, Value *exception);
  Value (*JSObjectCallAsFunction)(Context, Value function, Value this, size_t, const Value *, Value *exception);
  Value (*JSObjectGetProperty)(Context, Value object, Text name, Value *exception);
  bool (*JSValueIsObject)(Context, Value);
  Value (*JSValueMakeNumber)(Context, double);
  Value (*JSValueMakeString)(Context, Text);
  double (*JSValueToNumber)(Context, Value, Value *exception);
  Text (*JSValueToStringCopy)(Context, Value, Value *exception);
  Text (*JSStringCreateWithUTF8CString)(const char *);
  size_t (*JSStringGetMaximumUTF8CStringSize)(Text);
  size_t (*JSStringGetUTF8CString)(Text, char *, size_t);
  void (*JSStringRelease)(Text);

  Group group;
  Text driver;
  Text line;
};

struct script {
  Text source;
};

// Made before the script runs, so that a script that changes what all share harms only itself. The entry points are
// those of the LoRa Alliance (TS013), of ChirpStack v3 and of The Things Network v2, in this order. Many scripts end
// with what hands the first to a program of Node's or to ThingPark: that must not fail. Half of ThingPark's read their
// bytes by a Buffer of Node's, which ChirpStack offers too: what they call of it is here.
static const char driver[] =
    "(function () {\n"
    "  var silent = function () {};\n"
    "  globalThis.console = {log: silent, info: silent, warn: silent, error: silent, debug: silent, trace: silent};\n"
    "  var stringify = JSON.stringify, parse = parseInt, Time = Date, list = Array.isArray;\n"
    "  var arrayOf = Array.from, module = globalThis.module = {exports: {}};\n"
    "  var exported = globalThis.exports = module.exports, driven = globalThis.driver = {};\n"
    "  var handed = function (name) { return (module.exports || exported)[name] || exported[name] || driven[name]; };\n"
    "  var told = function (error) {\n"
    "    if (error instanceof Error || error === null || typeof error !== 'object') return String(error);\n"
    "    try { return stringify(error); } catch (reason) { return String(error); }\n"
    "  };\n"
    "  var makeBuffer = function () {\n"
    "    class Buffer extends Uint8Array {\n"
    "      static from(value, encoding) {\n"
    "        if (typeof value !== 'string') return super.from(value);\n"
    "        if (encoding === 'hex') return super.from(value.match(/../g) || [], function (pair) { return parse(pair, 16); });\n"
    "        if (encoding && !/^utf-?8$/i.test(encoding)) throw 'no Buffer of ' + encoding;\n"
    "        return super.from(unescape(encodeURIComponent(value)), function (byte) { return byte.charCodeAt(0); });\n"
    "      }\n"
    "      static alloc(count) { return new Buffer(count); }\n"
    "      static isBuffer(value) { return value instanceof Buffer; }\n"
    "      slice(start, end) { return this.subarray(start, end); }\n"
    "      toString(encoding, start, end) {\n"
    "        var bytes = arrayOf(this.subarray(start, end));\n"
    "        if (encoding === 'ascii' || encoding === 'latin1') return String.fromCharCode.apply(null, bytes);\n"
    "        if (!encoding || /^utf-?8$/i.test(encoding)) return decodeURIComponent(escape(String.fromCharCode.apply(null, bytes)));\n"
    "        if (encoding !== 'hex') throw 'no Buffer of ' + encoding;\n"
    "        return bytes.map(function (byte) { return (byte < 16 ? '0' : '') + byte.toString(16); }).join('');\n"
    "      }\n"
    "    }\n"
    "    [['Int8', 'Int8'], ['UInt8', 'Uint8'], ['Uint8', 'Uint8'], ['Int16', 'Int16'], ['UInt16', 'Uint16'],\n"
    "     ['Uint16', 'Uint16'], ['Int32', 'Int32'], ['UInt32', 'Uint32'], ['Uint32', 'Uint32'], ['Float', 'Float32'],\n"
    "     ['Double', 'Float64']].forEach(function (kind) {\n"
    "      (kind[1].endsWith('8') ? [''] : ['BE', 'LE']).forEach(function (order) {\n"
    "        Buffer.prototype['read' + kind[0] + order] = function (offset) {\n"
    "          return new DataView(this.buffer, this.byteOffset, this.length)['get' + kind[1]](offset || 0, order === 'LE');\n"
    "        };\n"
    "      });\n"
    "    });\n"
    "    return Buffer;\n"
    "  };\n"
    // Made when a script asks for it, which few do: it costs as much as half of a call.
    "  var define = function (value) {\n"
    "    Object.defineProperty(globalThis, 'Buffer', {value: value, writable: true, configurable: true});\n"
    "    return value;\n"
    "  };\n"
    "  Object.defineProperty(globalThis, 'Buffer',\n"
    "    {configurable: true, get: function () { return define(makeBuffer()); }, set: define});\n"
    "  return function (hex, port, receivedAt) {\n"
    "    var bytes = [];\n"
    "    for (var i = 0; i < hex.length; i += 2) bytes[i / 2] = parse(hex[i] + hex[i + 1], 16);\n"
    "    var uplink = typeof decodeUplink === 'function' ? decodeUplink : handed('decodeUplink');\n"
    "    var decode = typeof Decode === 'function' ? Decode : handed('Decode');\n"
    "    var decoder = typeof Decoder === 'function' ? Decoder : handed('Decoder');\n"
    "    var output;\n"
    "    if (uplink) output = uplink({bytes: bytes, fPort: port, recvTime: new Time(receivedAt), variables: {}});\n"
    "    else if (decode) output = {data: decode(port, bytes, {})};\n"
    "    else if (decoder) output = {data: decoder(bytes, port)};\n"
    "    else throw 'the script has no decodeUplink(input), Decode(fPort, bytes) or Decoder(bytes, port)';\n"
    "    if (output === null || typeof output !== 'object') output = {};\n"
    "    var errors = list(output.errors) ? output.errors : output.errors || output.error;\n"
    "    if (list(errors) ? errors.length : errors)\n"
    "      throw (list(errors) ? errors.map(told).join('; ') : told(errors)) || 'the script names no error';\n"
    "    var result = {data: output.data, warnings: output.warnings};\n"
    "    var normalize = typeof normalizeUplink === 'function' ? normalizeUplink : handed('normalizeUplink');\n"
    "    if (normalize && output.data) {\n"
    "      var normalized = normalize({data: output.data});\n"
    "      if (normalized) result.normalized = normalized.data;\n"
    "    }\n"
    "    return stringify(result);\n"
    "  };\n"
    "})()";

static const char *const libraries[] = {"libjavascriptcoregtk-4.1.so.0", "libjavascriptcoregtk-6.0.so.1"};

// The function's name is also that of the member.
#define FIND(name) (*(void **)&engine->name = dlsym(library, #name)) != NULL

static bool find_functions(struct engine *engine, void *library) {
  return FIND(JSContextGroupCreate) && FIND(JSContextGroupSetExecutionTimeLimit) && FIND(JSGlobalContextCreateInGroup) &&
         FIND(JSGlobalContextRelease) && FIND(JSEvaluateScript) && FIND(JSObjectCallAsFunction) &&
         FIND(JSObjectGetProperty) && FIND(JSValueIsObject) && FIND(JSValueMakeNumber) && FIND(JSValueMakeString) &&
         FIND(JSValueToNumber) && FIND(JSValueToStringCopy) && FIND(JSStringCreateWithUTF8CString) &&
         FIND(JSStringGetMaximumUTF8CStringSize) && FIND(JSStringGetUTF8CString) && FIND(JSStringRelease);
}

struct engine *engine_new(double seconds_max, char *why, size_t why_size) {
  void *library = NULL;
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries && library == NULL; i++)
    library = dlopen(libraries[i], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(why, why_size, "JavaScriptCore is missing (%s): apt install libjavascriptcoregtk-4.1-0", libraries[0]);
    return NULL;
  }
  struct engine *engine = calloc(1, sizeof *engine);
  if (engine == NULL || !find_functions(engine, library)) {
    snprintf(why, why_size, "JavaScriptCore is not as expected: %s", engine == NULL ? "no memory" : dlerror());
    return NULL;
  }
  engine->group = engine->JSContextGroupCreate();
  engine->JSContextGroupSetExecutionTimeLimit(engine->group, seconds_max, NULL, NULL);
  engine->driver = engine->JSStringCreateWithUTF8CString(driver);
  engine->line = engine->JSStringCreateWithUTF8CString("line");
  return engine;
}

struct script *engine_script(struct engine *engine, const char *source) {
  struct script *script = malloc(sizeof *script);
  if (script != NULL) script->source = engine->JSStringCreateWithUTF8CString(source);
  return script;
}

// Writes a value as text; what does not fit is cut off.
// Returns whether all of it is there.
static bool write_text(struct engine *engine, Context context, Value value, char *text, size_t size) {
  Text string = engine->JSValueToStringCopy(context, value, NULL);
  if (string == NULL) {
    snprintf(text, size, "an error that can't be told");
    return false;
  }
  bool fits = engine->JSStringGetMaximumUTF8CStringSize(string) <= size;
  engine->JSStringGetUTF8CString(string, text, size);
  // A character of several bytes may need more room than the text takes in the end.
  if (!fits) fits = strlen(text) + 8 < size;
  engine->JSStringRelease(string);
  return fits;
}

// Writes what a script threw; it threw nothing that can be had when it was ended.
static enum result write_error(struct engine *engine, Context context, Value error, char *text, size_t size) {
  if (error != NULL) write_text(engine, context, error, text, size);
  if (error == NULL || strcmp(text, "JavaScript execution terminated.") == 0) {
    snprintf(text, size, "the script was ended: it took too long");
    return took_too_long;
  }
  if (engine->JSValueIsObject(context, error)) {
    Value line = engine->JSObjectGetProperty(context, error, engine->line, NULL);
    double number = line == NULL ? 0 : engine->JSValueToNumber(context, line, NULL);
    size_t length = strlen(text);
    if (number >= 1) snprintf(text + length, size - length, " (line %.0f)", number);
  }
  return failed;
}

static enum result decode(struct engine *engine, Context context, struct script *script, const char *hex, int port,
                          double received_ms, char *text, size_t size) {
  Value error = NULL;
  Value function = engine->JSEvaluateScript(context, engine->driver, NULL, NULL, 1, &error);
  // Not strict and not a module: one in eight published formatters assigns to names that it never declared.
  if (function == NULL || engine->JSEvaluateScript(context, script->source, NULL, NULL, 1, &error) == NULL)
    return write_error(engine, context, error, text, size);
  Text payload = engine->JSStringCreateWithUTF8CString(hex);
  Value arguments[] = {
      engine->JSValueMakeString(context, payload),
      engine->JSValueMakeNumber(context, port),
      engine->JSValueMakeNumber(context, received_ms),
  };
  engine->JSStringRelease(payload);
  Value answer = engine->JSObjectCallAsFunction(context, function, NULL, 3, arguments, &error);
  if (answer == NULL) return write_error(engine, context, error, text, size);
  if (write_text(engine, context, answer, text, size)) return decoded;
  snprintf(text, size, "what the script gives is longer than %zu bytes", size);
  return failed;
}

enum result engine_decode(struct engine *engine, struct script *script, const char *hex, int port,
                          double received_ms, char *text, size_t size) {
  Context context = engine->JSGlobalContextCreateInGroup(engine->group, NULL);
  enum result result = decode(engine, context, script, hex, port, received_ms, text, size);
  engine->JSGlobalContextRelease(context);
  return result;
}
